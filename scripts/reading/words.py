"""Words, the same for every reader: what two texts have in common, and in which order."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from unicodedata import normalize

_DASHES = "\u002d\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufffe"
_BROKEN = re.compile(rf"(?<=\w)[{re.escape(_DASHES)}][^\S\f]*\n\s*")
_DASH = re.compile(f"[{re.escape(_DASHES)}]")
_WORD = re.compile(r"[^\W_]+(?:[.,'\u2019/:@&+][^\W_]+)*")
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """Return the words in order: letters and digits with what joins them, but without dashes.

    Whether a dash at the end of a line belongs to the word is for each reader to guess.
    """
    joined = _DASH.sub("", _BROKEN.sub("", normalize("NFKC", text)))
    return _WORD.findall(joined)


@dataclass
class Tally:
    """Words in all, read by both, and read by both in the same order."""

    ours: int = 0
    theirs: int = 0
    common: int = 0
    kept: int = 0
    ordered: int = 0

    @property
    def recall(self) -> float:
        """The share of the other's words that reqx has, in its text or among the furniture."""
        return (self.common + self.kept) / max(self.theirs, 1)

    @property
    def precision(self) -> float:
        """The share of reqx's words that the other has."""
        return self.common / max(self.ours, 1)

    @property
    def order(self) -> float:
        """The longest common subsequence of the pages, as a share of their common words."""
        return self.ordered / max(self.common, 1)

    def add(self, other: "Tally") -> None:
        self.ours += other.ours
        self.theirs += other.theirs
        self.common += other.common
        self.kept += other.kept
        self.ordered += other.ordered


def compare(ours: Sequence[str], theirs: Sequence[str], furniture: Counter[str]) -> Tally:
    """Compare the words of one page; `furniture` is what reqx may have kept apart on a page."""
    mine, other = Counter(ours), Counter(theirs)
    missing = Counter(map(template, (other - mine).elements()))
    return Tally(
        ours=len(ours),
        theirs=len(theirs),
        common=(mine & other).total(),
        kept=(missing & furniture).total(),
        ordered=in_order(ours, theirs),
    )


def furniture_of(texts: Iterable[str]) -> Counter[str]:
    """Return the words of the running headers and footers, the numbers that count alike.

    A line that is nothing but the page's number is no text of the furniture: it counts as one.
    """
    found = Counter(template(word) for text in texts for word in words_of(text))
    found[template("1")] += 1
    return found


def template(word: str) -> str:
    return _NUMBER.sub("#", word)


def in_order(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Return the length of the longest common subsequence (Hunt and Szymanski, 1977)."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(theirs):
        places.setdefault(word, []).append(place)
    ends: list[int] = []
    for place in _matches(ours, places):
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)


def _matches(ours: Iterable[str], places: dict[str, list[int]]) -> Iterator[int]:
    """Yield where each word stands in the other text, the last place first."""
    for word in ours:
        yield from reversed(places.get(word, ()))
