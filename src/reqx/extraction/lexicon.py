"""The words of the languages reqx knows, read from `rules/data/<language>.toml`.

Every list is phrases of a small syntax (see `Phrases`). Code holds no word of a language.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from reqx.extraction.index import MAYBE, SURE, Found, Index
from reqx.extraction.phrases import Phrases

_DATA = files("reqx.extraction") / "rules" / "data"
_FOLDED = (("\u2019", "'"), ("\u2018", "'"), ("\u02bc", "'"), ("\u2010", "-"), ("\u2011", "-"))
_PLAIN_TABLES = ("attributes", "fields", "likeness", "marks", "text")
_PLAIN_ENDS = ("_endings", "_exceptions")
_PLAIN = frozenset(
    (
        *("references.joiners", "verbs.final_articles"),
        *(f"sections.{name}" for name in ("closing", "leading", "terms", "terms_beside")),
    )
)
"""Lists, by table, end and name, that are asked whether they have a word: no text is searched for
their phrases together with others'. Small words are in every sentence."""
_SEARCHED_ALL_THE_SAME = "fields.requirement"
_WORD = re.compile(r"\w+")


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


def _openers(lists: Collection[Phrases]) -> dict[str, frozenset[str]]:
    anyhow = frozenset(each.name for each in lists if each.firsts is None)
    begun: defaultdict[str, set[str]] = defaultdict(set)
    for each in lists:
        for word in each.firsts or ():
            begun[word].add(each.name)
    return {"": anyhow, **{word: anyhow | names for word, names in begun.items()}}


@dataclass(frozen=True)
class Lexicon:
    """One language's word lists, by table and name as in its file."""

    language: str
    tables: Mapping[str, Mapping[str, Phrases]]
    lists: Mapping[str, Phrases] = field(init=False, repr=False, compare=False)
    searched: Mapping[str, Phrases] = field(init=False, repr=False, compare=False)
    """The lists of which `Hits` know phrases."""
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
        searched = {name: phrases for name, phrases in lists.items() if _is_searched(name)}
        index = Index({name: phrases.words for name, phrases in searched.items()}, frequent)
        for phrases in searched.values():
            phrases.share(index)
        object.__setattr__(self, "lists", lists)
        object.__setattr__(self, "found", index.found)
        object.__setattr__(self, "learn", index.learn)
        object.__setattr__(self, "searched", searched)
        object.__setattr__(self, "openers", _openers(searched.values()))

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


def _is_searched(name: str) -> bool:
    table, _, own = name.partition(".")
    is_plain = table in _PLAIN_TABLES or own.endswith(_PLAIN_ENDS) or name in _PLAIN
    return not is_plain or name == _SEARCHED_ALL_THE_SAME


@dataclass(slots=True)
class Hits:
    """What the searched lists of a language have in folded words, `said`.

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
