"""The words of the languages reqx knows, read from `rules/data/<language>.toml`.

Every list is phrases of a small syntax (see `Phrases`) that can only become a pattern that takes
linear time: no repetition without a bound. Code holds no word of a language.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from reqx.extraction.index import MAYBE, SURE, Found, Index

_DATA = files("reqx.extraction") / "rules" / "data"
_FOLDED = (("\u2019", "'"), ("\u2018", "'"), ("\u02bc", "'"), ("\u2010", "-"), ("\u2011", "-"))
_WORD = re.compile(r"\w+")
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
        self._found: Callable[[str], Found] = self._begin

    @cached_property
    def pattern(self) -> str:
        """The list as a regular expression."""
        # Longest first, so that `search` reports the whole of the phrase it met.
        ordered = sorted(self.words, key=lambda phrase: (-len(phrase), phrase))
        body = _alternatives([_pattern(phrase) for phrase in ordered]) or r"(?!)"
        return rf"(?<!\w)(?:{body})(?!\w)"

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled when the list is first searched for."""
        return re.compile(self.pattern)

    @cached_property
    def firsts(self) -> frozenset[str] | None:
        """The words that the phrases begin with; None where one may begin with any."""
        return _first_words(self.words)

    def prepare(self) -> None:
        """Make now what is made at the first use else: many lists are never searched for."""
        self.compiled = re.compile(self.pattern)
        self.firsts = _first_words(self.words)
        self._found("")

    def holds(self, text: str) -> bool:
        """Say whether the folded text has a phrase."""
        found = self._found(text)
        return found.get(self.name) is SURE or self._first(found, text) is not None

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first phrase in the folded text from `start` on."""
        found = self._found(text)
        if start and self.name in found:
            return self.compiled.search(text, start)
        return self._first(found, text)

    def _first(self, found: Found, text: str) -> re.Match[str] | None:
        match = found.get(self.name)
        if match is SURE or match is MAYBE:
            match = found[self.name] = self.compiled.search(text)
        return match

    def opens(self, text: str) -> bool:
        """Say whether the folded text begins with a phrase."""
        if self.firsts is not None and _first_word(text) not in self.firsts:
            return False
        return self.compiled.match(text) is not None

    def count(self, text: str) -> int:
        """Return how many phrases, none inside another, the folded text holds."""
        return len(self.spans(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the phrases stand in the folded text."""
        if self.name not in self._found(text):
            return []
        return [match.span() for match in self.compiled.finditer(text)]

    def share(self, index: Index) -> None:
        """Be looked for together with other lists."""
        self._found = index.found

    def _begin(self, text: str) -> Found:
        """Find the list by itself, when it is not looked for together with others."""
        self.share(Index({self.name: self.words}))
        return self._found(text)

    def __contains__(self, phrase: object) -> bool:
        return phrase in self.words


def _first_words(phrases: Iterable[str]) -> frozenset[str] | None:
    """Return the words that the phrases begin with; None where one may begin with any."""
    firsts = [_FIRST_WORD.match(phrase) for phrase in phrases]
    known = [first[0] for first in firsts if first]
    return frozenset(known) if len(known) == len(firsts) else None


def _openers(lists: Collection[Phrases]) -> dict[str, frozenset[str]]:
    anyhow = frozenset(each.name for each in lists if each.firsts is None)
    begun: defaultdict[str, set[str]] = defaultdict(set)
    for each in lists:
        for word in each.firsts or ():
            begun[word].add(each.name)
    return {"": anyhow, **{word: anyhow | names for word, names in begun.items()}}


@lru_cache(maxsize=256)
def _first_word(text: str) -> str:
    """Return the word that the text begins with, "" where it begins with none."""
    first = _WORD.match(text)
    return first[0] if first else ""


def _alternatives(patterns: Sequence[str]) -> str:
    """Return one pattern of several, tried in their order.

    Those of one letter together: a search tries every letter at each word, and not every phrase.
    """
    if not all(pattern[:1].isalnum() for pattern in patterns):
        return "|".join(patterns)
    begun: defaultdict[str, list[str]] = defaultdict(list)
    for pattern in patterns:
        begun[pattern[0]].append(pattern[1:])
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in begun.items())


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
    found: Callable[[str], Found] = field(init=False, repr=False, compare=False)
    """Returns what is known of the lists of which a phrase may be in the folded text."""
    learn: Callable[[Iterable[str]], None] = field(init=False, repr=False, compare=False)
    """Takes a document's folded words, with the signs around them, before it is gone through."""
    openers: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    """The names of the lists of which a phrase may begin with a word; "": with any."""

    def __post_init__(self) -> None:
        """Name every list in full: one is asked for some eighty times a sentence."""
        lists = {
            phrases.name: phrases for named in self.tables.values() for phrases in named.values()
        }
        frequent = self.tables["text"]["stop_words"].words
        index = Index({name: phrases.words for name, phrases in lists.items()}, frequent)
        for phrases in lists.values():
            phrases.share(index)
        object.__setattr__(self, "lists", lists)
        object.__setattr__(self, "found", index.found)
        object.__setattr__(self, "learn", index.learn)
        object.__setattr__(self, "openers", _openers(lists.values()))

    def hits(self, said: str) -> "Hits":
        """Return what the lists have in the folded words."""
        first = _WORD.match(said)
        openers = self.openers.get(first[0]) if first else None
        return Hits(self, said, self.found(said), openers or self.openers[""])

    def __getitem__(self, name: str) -> Phrases:
        """Return the list of that dotted name ("modals.strong")."""
        return self.lists[name]

    def role(self, table: str, words: str) -> str | None:
        """Return the name of the list in `table` that has exactly these words."""
        said = folded(words).strip(" :.*-").strip()
        return next((name for name, phrases in self.tables[table].items() if said in phrases), None)


@dataclass(slots=True)
class Hits:
    """What the lists of a language have in folded words, `said`.

    `found` is what is known of the lists that may have a phrase there, `openers` the names of those
    that the words may begin with.
    """

    words: Lexicon
    said: str
    found: Found
    openers: frozenset[str]

    def has(self, name: str) -> bool:
        """Say whether a phrase of the list is there."""
        found = self.found.get(name)
        if found is MAYBE:
            found = self.found[name] = self.words[name].compiled.search(self.said)
        return found is not None

    def find(self, name: str) -> re.Match[str] | None:
        """Return the first phrase of the list."""
        found = self.found.get(name)
        if found is MAYBE or found is SURE:
            found = self.found[name] = self.words[name].compiled.search(self.said)
        return found

    def within(self, name: str, begin: int, end: int) -> re.Match[str] | None:
        """Return the first phrase of the list in whole words, those from `begin` to `end`."""
        # Most lists that are asked about have none: that is seen at once.
        first = self.find(name) if name in self.found else None
        if first is None or first.start() >= end:
            return None
        if first.start() >= begin and first.end() <= end:
            return first
        return self.words[name].compiled.search(self.said, begin, end)

    def spans(self, name: str) -> list[tuple[int, int]]:
        """Return where the phrases of the list stand."""
        first = self.found.get(name)
        if first is None:
            return []
        begin = 0 if first is MAYBE or first is SURE else first.start()
        return [match.span() for match in self.words[name].compiled.finditer(self.said, begin)]

    def opens(self, name: str, begin: int = 0) -> bool:
        """Say whether the words from `begin` on begin with a phrase of the list."""
        if name not in self.found or (begin == 0 and name not in self.openers):
            return False
        return self.words[name].compiled.match(self.said, begin) is not None


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
