"""The words of the languages reqx knows, read from `rules/data/<language>.toml`.

Every list is phrases of a small syntax (see `Phrases`) that can only become a pattern that takes
linear time: no repetition without a bound. Code holds no word of a language.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

_DATA = files("reqx.extraction") / "rules" / "data"
_FOLDED = (("\u2019", "'"), ("\u2018", "'"), ("\u02bc", "'"), ("\u2010", "-"), ("\u2011", "-"))
_WORD = re.compile(r"\w+")
_OPEN = re.compile(r"(?<!\w)(?P<stem>\w{4})\w{0,40}\*\Z")
_FIRST_WORD = re.compile(r"[^\W_]+(?![\w*])")
_GAP = r"(?:[^\s.;:]{1,40} ){0,6}"


def folded(text: str) -> str:
    """Return the text in the form phrases are matched in; as long as the text itself."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    if len(lowered) != len(text):
        # A letter of which the small one takes two: it stays as it is.
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for sign, plain in _FOLDED:
        if sign in lowered:
            lowered = lowered.replace(sign, plain)
    return lowered


class Phrases:
    """A list of phrases as one pattern over folded, single-spaced text.

    `word*` takes any ending, a lone `_` up to six words, and `_ending` any word with it. `name` is
    its own among the lists that it is looked for with.
    """

    def __init__(self, phrases: Iterable[str], name: str = "") -> None:
        self.name = name
        self.words = frozenset(phrases)
        self._found: Callable[[str], _Found] = self._begin

    @cached_property
    def pattern(self) -> str:
        """The list as a regular expression."""
        # Longest first, so that `search` reports the whole of the phrase it met.
        ordered = sorted(self.words, key=lambda phrase: (-len(phrase), phrase))
        body = "|".join(_pattern(phrase) for phrase in ordered) or r"(?!)"
        return rf"(?<!\w)(?:{body})(?!\w)"

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def _firsts(self) -> frozenset[str] | None:
        return _first_words(self.words)

    def prepare(self) -> None:
        """Compile now what is compiled at the first use else: many lists are never searched for."""
        self._compiled = re.compile(self.pattern)
        self._firsts = _first_words(self.words)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first phrase in the folded text from `start` on."""
        found = self._found(text)
        if self.name not in found:
            return None
        if start:
            return self._compiled.search(text, start)
        match = found[self.name]
        if match is _UNKNOWN:
            match = found[self.name] = self._compiled.search(text)
        return match

    def opens(self, text: str) -> bool:
        """Say whether the folded text begins with a phrase."""
        if self._firsts is not None and _first_word(text) not in self._firsts:
            return False
        return self._compiled.match(text) is not None

    def count(self, text: str) -> int:
        """Return how many phrases, none inside another, the folded text holds."""
        return len(self.spans(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the phrases stand in the folded text."""
        if self.search(text) is None:
            return []
        return [match.span() for match in self._compiled.finditer(text)]

    def share(self, index: "_Index") -> None:
        """Be looked for together with other lists."""
        self._found = index.found

    def _begin(self, text: str) -> "_Found":
        """Find the list by itself, when it is not looked for together with others."""
        self.share(_Index([self]))
        return self._found(text)

    def __contains__(self, phrase: object) -> bool:
        return phrase in self.words


_STEM = 4
_REMEMBERED = 2048
"""Texts whose lists are kept, half a kilobyte each: a document is gone over several times."""
_Found = dict[str, re.Match[str] | None]
_UNKNOWN: Any = object()
"""Stands for the first phrase in a text that nobody has looked for yet."""


class _Index:
    """Which of some lists may have a phrase in a text: those of a phrase all of whose words it has.

    Of a hundred lists most have no phrase in a sentence, and most of the others are asked for it
    several times: all are looked up at once by the words of the text, and what is found is kept.
    """

    def __init__(self, lists: Iterable[Phrases]) -> None:
        """Index these lists by a word that a phrase cannot do without, or by how one begins."""
        self._by_word: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        self._by_words: defaultdict[str, list[tuple[frozenset[str], str]]] = defaultdict(list)
        self._by_stem: defaultdict[str, dict[str, Any]] = defaultdict(dict)
        for phrases in lists:
            for phrase in phrases.words:
                self._add(phrase, phrases.name)
        self._always = self._by_stem.pop("", {})
        self._keys, self._stems = frozenset(self._by_word), frozenset(self._by_stem)
        self.found = lru_cache(maxsize=_REMEMBERED)(self._find)
        """Returns the names of lists that may be in a folded text; the first phrase, once known."""

    def _add(self, phrase: str, name: str) -> None:
        words = _needed_words(phrase)
        if not words:
            self._by_stem[_stem(phrase)][name] = _UNKNOWN
            return
        longest = max(words, key=lambda word: (len(word), word))
        alone, together = self._by_word[longest], self._by_words[longest]
        if len(words) > 1:
            together.append((words - {longest}, name))
        else:
            alone[name] = _UNKNOWN

    def _find(self, text: str) -> _Found:
        found, words = self._always.copy(), frozenset(_WORD.findall(text))
        for stem in self._stems.intersection([word[:_STEM] for word in words]):
            found.update(self._by_stem[stem])
        for word in self._keys & words:
            found.update(self._by_word[word])
            for others, name in self._by_words[word]:
                if name not in found and others <= words:
                    found[name] = _UNKNOWN
        return found


def _first_words(phrases: Iterable[str]) -> frozenset[str] | None:
    """Return the words that the phrases begin with; None where one may begin with any."""
    firsts = [_FIRST_WORD.match(phrase) for phrase in phrases]
    known = [first[0] for first in firsts if first]
    return frozenset(known) if len(known) == len(firsts) else None


def _needed_words(phrase: str) -> frozenset[str]:
    """Return the words that a phrase cannot do without; none for one of wild cards alone."""
    whole = (word for word in phrase.split(" ") if "*" not in word and "_" not in word)
    return frozenset(part for word in whole for part in _WORD.findall(word))


def _stem(phrase: str) -> str:
    """Return how a word begins that an open phrase cannot do without; "" if it needs none."""
    opened = (_OPEN.search(word) for word in phrase.split(" ") if "_" not in word)
    return next((match["stem"] for match in opened if match), "")


@lru_cache(maxsize=256)
def _first_word(text: str) -> str:
    """Return the word that the text begins with, "" where it begins with none."""
    first = _WORD.match(text)
    return first[0] if first else ""


def _pattern(phrase: str) -> str:
    pieces: list[str] = []
    for word in phrase.split(" "):
        if word == "_":
            pieces.append(_GAP)
            continue
        escaped = re.escape(word).replace("_", r"\w{1,30}").replace(r"\*", r"\w{0,20}")
        pieces.append(escaped + " ")
    return "".join(pieces).removesuffix(" ")


@dataclass(frozen=True)
class Lexicon:
    """One language's word lists, by table and name as in its file."""

    language: str
    tables: Mapping[str, Mapping[str, Phrases]]
    lists: Mapping[str, Phrases] = field(init=False, repr=False, compare=False)
    near: Callable[[str], Collection[str]] = field(init=False, repr=False, compare=False)
    """Returns the full names of the lists of which a phrase may be in the folded text."""

    def __post_init__(self) -> None:
        """Name every list in full: one is asked for some eighty times a sentence."""
        lists = {
            phrases.name: phrases for named in self.tables.values() for phrases in named.values()
        }
        index = _Index(lists.values())
        for phrases in lists.values():
            phrases.share(index)
        object.__setattr__(self, "lists", lists)
        object.__setattr__(self, "near", index.found)

    def __getitem__(self, name: str) -> Phrases:
        """Return the list of that dotted name ("modals.strong")."""
        return self.lists[name]

    def role(self, table: str, words: str) -> str | None:
        """Return the name of the list in `table` that has exactly these words."""
        said = folded(words).strip(" :.*-").strip()
        return next((name for name, phrases in self.tables[table].items() if said in phrases), None)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have word lists, sorted."""
    names = (path.name for path in _DATA.iterdir())
    return tuple(sorted(name[:2] for name in names if re.fullmatch(r"[a-z]{2}\.toml", name)))


@cache
def lexicon(language: str) -> Lexicon:
    """Return the word lists of a language; English for one that has none."""
    known = language if language in languages() else "en"
    content = tomllib.loads((_DATA / f"{known}.toml").read_text(encoding="utf-8"))
    tables = {
        table: {name: Phrases(phrases, f"{table}.{name}") for name, phrases in lists.items()}
        for table, lists in content.items()
    }
    return Lexicon(known, tables)


@cache
def everywhere(name: str) -> Phrases:
    """Return the list of that dotted name, of all languages together."""
    return Phrases(phrase for language in languages() for phrase in lexicon(language)[name].words)


@cache
def symbols() -> Mapping[str, tuple[str, ...]]:
    """Return units of measure (`units`) and comparison signs (`comparisons`)."""
    content = tomllib.loads((_DATA / "symbols.toml").read_text(encoding="utf-8"))
    return {name: tuple(entries) for name, entries in content.items()}
