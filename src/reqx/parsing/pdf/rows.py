"""A page's words by printed line: its rows, told by their baselines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from math import inf
from operator import attrgetter, sub
from statistics import median

from reqx.parsing.pdf.geometry import overlap
from reqx.parsing.pdf.listing import Listing, Strip, Word

_OPEN_LINES = 3
_SAME_LINE = 0.6
_LEVEL = 0.2


class Row:
    """The words of one printed line, from left to right.

    `x0`, `baseline` and `size` (points) are those of the first word, `x1` is the furthest right
    edge; `orders` are the places of the first and the last word in the file. `is_whole`: the file
    writes the words one after the other.
    """

    x0: float
    x1: float
    baseline: float
    size: float
    orders: tuple[int, int]
    is_whole: bool

    def __init__(self, words: Sequence[Word]) -> None:
        first = words[0]
        self._words = words
        self.x0, self.baseline, self.size = first.x0, first.baseline, first.size
        self.x1 = max([word.x1 for word in words])
        self.orders = first.order, words[-1].order
        self.is_whole = [word.order for word in words] == list(
            range(first.order, first.order + len(words))
        )

    @property
    def words(self) -> Sequence[Word]:
        """The words."""
        return self._words

    @cached_property
    def top(self) -> float:
        """The least baseline."""
        return min([word.baseline for word in self.words])

    @cached_property
    def usual_size(self) -> float:
        """The median, in points."""
        return median(word.size for word in self.words)

    @property
    def spans(self) -> list[tuple[float, float]]:
        """Where each word begins and ends."""
        return [(word.x0, word.x1) for word in self.words]

    @cached_property
    def openness(self) -> float:
        """The widest gap between two neighbours, in sizes of the least word; never below 0."""
        starts, ends = [word.x0 for word in self.words], [word.x1 for word in self.words]
        return _widest_gap(starts, ends) / min([word.size for word in self.words])


class PlainRow(Row):
    """A part of a listing that follows itself in the file on one baseline, in one size.

    `gaps` are the white spaces behind each word of the listing but the last.
    """

    def __init__(self, listing: Listing, start: int, end: int, gaps: Sequence[float]) -> None:
        self._words = ()
        self.listing, self.start, self.end = listing, start, end
        self.is_whole = True
        self.baseline = self.top = listing.baselines[start]
        self.size = self.usual_size = listing.sizes[start]
        self.x0, self.x1 = listing.x0s[start], max(listing.x1s[start:end])
        self.orders = start, end - 1
        self.openness = max([0.0, *gaps[start : end - 1]]) / self.size

    @property
    def words(self) -> Sequence[Word]:
        """The words, made when they are asked for."""
        self._words = self._words or self.listing.words(self.start, self.end)
        return self._words

    @property
    def spans(self) -> list[tuple[float, float]]:
        """As of any row."""
        part = slice(self.start, self.end)
        return list(zip(self.listing.x0s[part], self.listing.x1s[part], strict=True))


def _widest_gap(starts: Sequence[float], ends: Sequence[float]) -> float:
    return max(max(map(sub, starts[1:], ends), default=0.0), 0.0)


def plain_rows(listing: Listing, strips: Sequence[Strip]) -> list[Row]:
    """Return the rows of a page whose listing is plain, from top to bottom.

    They are those that `rows_of` makes of its words.
    """
    rows: list[Row] = []
    gaps = list(map(sub, listing.x0s[1:], listing.x1s))
    for group in _beside(strips):
        if _is_one_row(group):
            rows.append(PlainRow(listing, group[0].start, group[-1].end, gaps))
        else:
            words = [word for strip in group for word in listing.words(strip.start, strip.end)]
            rows += rows_of(words)
    return rows


def _beside(strips: Iterable[Strip]) -> Iterator[list[Strip]]:
    """Yield the strips beside each other, in the order of the file, from top to bottom."""
    group: list[Strip] = []
    reached = -inf
    for strip in sorted(strips, key=attrgetter("top")):
        if group and strip.top >= reached:
            # Most stand alone.
            yield group if len(group) == 1 else sorted(group, key=attrgetter("start"))
            group = []
        group.append(strip)
        reached = max(reached, strip.bottom)
    if group:
        yield sorted(group, key=attrgetter("start"))


def _is_one_row(strips: Sequence[Strip]) -> bool:
    """Tell whether the strips go on in each other on one line."""
    return len(strips) == 1 or all(
        strip.end == after.start
        and strip.baseline == after.baseline
        and strip.size == after.size
        and strip.last_x0 <= after.x0
        for strip, after in pairwise(strips)
    )


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Return the words by printed line, top to bottom, each from left to right.

    A raised or lowered word (smaller, over the height of the line) belongs to its line.
    """
    rows: list[_Open] = []
    level = -inf
    for word in sorted(words, key=attrgetter("baseline", "x0")):
        if word.baseline < level:
            row = rows[-1]
        else:
            shared = _shared(rows[-_OPEN_LINES:], word)
            if shared is None:
                rows.append(_Open([word], word))
                level = word.baseline + _LEVEL
                continue
            row = shared
        row.words.append(word)
        if word.size > row.tallest.size:
            row.tallest = word
            level = rows[-1].tallest.baseline + _LEVEL
    rows.sort(key=lambda row: row.tallest.baseline)
    return [_mended(sorted(row.words, key=attrgetter("x0"))) for row in rows]


def _shared(rows: Sequence["_Open"], word: Word) -> "_Open | None":
    """Return the first of the rows that the word lies beside the most, if it does enough."""
    best, most = None, 0.0
    for row in rows:
        share = row.share(word)
        if share >= _SAME_LINE and (best is None or share > most):
            best, most = row, share
    return best


def _mended(row: Sequence[Word]) -> Row:
    """Put words together again whose letters the file draws out of order."""
    whole = Row(row)
    if whole.is_whole:
        return whole
    words = [row[0]]
    for last, word in pairwise(row):
        before = words[-1]
        if word.order == last.order + 1 or not _touch(before, word):
            words.append(word)
        else:
            longer = max(before, word, key=lambda part: len(part.text))
            words[-1] = replace(
                longer, text=before.text + word.text, x0=before.x0, x1=max(before.x1, word.x1)
            )
    return Row(words)


def _touch(a: Word, b: Word) -> bool:
    nearest = 0.08 * a.size
    is_level = abs(a.baseline - b.baseline) < nearest and abs(a.size - b.size) < nearest
    return is_level and abs(b.x0 - a.x1) < nearest and a.text[-1].isalnum() and b.text[0].isalnum()


@dataclass(slots=True)
class _Open:
    """A line that words may still join; the tallest says where the line stands."""

    words: list[Word]
    tallest: Word

    def share(self, word: Word) -> float:
        """Return how much of the lower one's height lies beside the higher one."""
        mine = self.tallest
        # Most rows lie wholly above the word.
        if mine.bottom <= word.top:
            return 0.0
        common = overlap(mine.top, mine.bottom, word.top, word.bottom)
        return common / min(mine.size, word.size)
