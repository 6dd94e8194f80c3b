"""The reading order of a page: columns within vertical bands, told by their white gutters.

A gutter is looked for in each band, never over the whole page: a full-width heading or table
between two columns ends the band and does not splice them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from operator import attrgetter
from statistics import median
from typing import TypeAlias

from reqx.parsing.pdf.geometry import overlap
from reqx.parsing.pdf.implied import elements_of
from reqx.parsing.pdf.lines import TextLine, loose_lines
from reqx.parsing.pdf.listing import Listing, Strip, Word
from reqx.parsing.pdf.rows import Row, plain_rows, rows_of
from reqx.parsing.pdf.tables import Table
from reqx.parsing.pdf.words import PageWords

_MIN_ROWS = 5
"""Lines a column must have: fewer are a table without rules, an address, a pair of labels."""
_MIN_WORDS = 2 * _MIN_ROWS + 1
"""Words that its lines have at least, if it is prose: three in most of them."""
_MIN_GUTTER = 0.8
"""Width of a gutter, in sizes of the text."""
_LEAST_SHARED = 6.4
"""Points of it that must stay white from row to row."""
_MAX_DEPTH = 4
_MAX_WORDS = 12_000
_HUGE, _MIN_LETTERS = 2.2, 4
"""Single letters, so many times the usual size and so many: one alone begins a paragraph."""

_top_of = attrgetter("top")


@dataclass(slots=True)
class Column:
    """Lines, and tables that stand among them, from top to bottom."""

    elements: list[TextLine | Table]


_Band: TypeAlias = Sequence[Row | Table]
"""Printed lines over the whole width, and ruled tables, from top to bottom."""


@dataclass(frozen=True, slots=True)
class _Gutter:
    """White from `x0` to `x1` through the rows `first` to `last`."""

    x0: float
    x1: float
    first: int
    last: int

    @property
    def rows(self) -> int:
        return self.last - self.first + 1


def columns_of(words: Sequence[Word], tables: Iterable[Table]) -> list[Column]:
    """Return the page's columns in reading order; each word is in exactly one line."""
    in_lines, loose = _parted(words)
    depth = 0 if is_crowded(len(words)) else _MAX_DEPTH
    columns = _columns([*rows_of(in_lines), *tables], depth)
    return [*columns, Column(list(loose_lines(loose)))] if loose else columns


def plain_columns(found: PageWords) -> list[Column] | None:
    """Return the same for a page without tables, of its strips; None where that is not enough."""
    listing = found.listing
    if listing is None or not found.strips or _has_huge_letters(listing, found.strips):
        return None
    depth = 0 if is_crowded(len(listing.texts)) else _MAX_DEPTH
    return _columns(plain_rows(listing, found.strips), depth)


def _has_huge_letters(listing: Listing, strips: Sequence[Strip]) -> bool:
    """Tell whether some letters may be no part of the page's lines."""
    sizes = [strip.size for strip in strips]
    least = _HUGE * min(sizes)
    if max(sizes) <= least:
        return False
    return any(
        len(text) == 1
        for text, size in zip(listing.texts, listing.sizes, strict=True)
        if size > least
    )


def _columns(rows: Iterable[Row | Table], depth: int) -> list[Column]:
    band = sorted(rows, key=_top_of)
    return [Column(list(_elements(part))) for part in _split(band, depth)]


def _parted(words: Sequence[Word]) -> tuple[list[Word], list[Word]]:
    """Part the words in lines from those across them: sideways, slanted, a watermark's letters."""
    usual = median(word.size for word in words) if words else 0.0
    letters = [w for w in words if len(w.text) == 1 and w.size > _HUGE * usual]
    across = {w.order for w in letters} if len(letters) >= _MIN_LETTERS else set()
    loose = [word for word in words if word.quarters or word.order in across]
    return [w for w in words if not w.quarters and w.order not in across], loose


def lines_of(columns: Iterable[Column]) -> Iterator[TextLine]:
    """Yield the lines of the columns, without the tables."""
    for column in columns:
        for element in column.elements:
            if isinstance(element, TextLine):
                yield element


def every_line(columns: Iterable[Column]) -> Iterator[TextLine]:
    """Yield the lines of the columns and of the cells of their tables."""
    for column in columns:
        for element in column.elements:
            if isinstance(element, TextLine):
                yield element
            else:
                yield from element.lines


def is_crowded(words: int) -> bool:
    """Tell whether a page has too many words to look for columns."""
    return words > _MAX_WORDS


def _elements(band: _Band) -> Iterator[TextLine | Table]:
    lines: list[Row] = []
    for item in band:
        if isinstance(item, Row):
            lines.append(item)
            continue
        yield from elements_of(lines)
        yield item
        lines = []
    yield from elements_of(lines)


def _split(band: _Band, depth: int) -> Iterator[_Band]:
    """Yield the rows of each column, in reading order."""
    gutter = _best_gutter(band) if depth else None
    if gutter is None:
        if band:
            yield band
        return
    middle = (gutter.x0 + gutter.x1) / 2
    yield from _split(band[: gutter.first], depth - 1)
    for side in _sides(band[gutter.first : gutter.last + 1], middle):
        yield from _split(side, depth - 1)
    yield from _split(band[gutter.last + 1 :], depth - 1)


def _sides(band: _Band, middle: float) -> tuple[_Band, _Band]:
    """Part the rows at the gutter. Each side finds its own lines: baselines may differ."""
    words = _words(band)
    tables = [item for item in band if isinstance(item, Table)]
    left = rows_of(word for word in words if word.x1 <= middle)
    right = rows_of(word for word in words if word.x1 > middle)
    before = [table for table in tables if table.bbox[2] <= middle]
    after = [table for table in tables if table.bbox[2] > middle]
    return sorted([*left, *before], key=_top_of), sorted([*right, *after], key=_top_of)


def _words(band: _Band) -> list[Word]:
    return [word for item in band if isinstance(item, Row) for word in item.words]


def _best_gutter(band: _Band) -> _Gutter | None:
    """Return the gutter through the most rows that has a column of text on both sides."""
    gaps = [_gaps(item) for item in band]
    found = {gutter for i in _open_rows(gaps) for gutter in _grown(gaps, i)}
    for gutter in sorted(found, key=lambda g: (-g.rows, g.first, g.x0)):
        if gutter.rows < _MIN_ROWS:
            return None
        if _has_columns(band, gutter):
            return gutter
    return None


def _gaps(item: Row | Table) -> list[tuple[float, float]]:
    """Return the white ranges of a row, the margins included."""
    if isinstance(item, Table):
        return [(-inf, item.bbox[0]), (item.bbox[2], inf)]
    if item.openness < _MIN_GUTTER:
        return [(-inf, item.x0), (item.x1, inf)]
    gaps, reached, wide = [], -inf, _MIN_GUTTER * item.usual_size
    for x0, x1 in item.spans:
        if x0 - reached >= wide:
            gaps.append((reached, x0))
        reached = max(reached, x1)
    return [*gaps, (reached, inf)]


def _open_rows(gaps: Sequence[Sequence[tuple[float, float]]]) -> Iterator[int]:
    """Yield the rows that have a gap inside, or stand beside the next one: few on most pages."""
    for i, (row, below) in enumerate(zip(gaps, [*gaps[1:], *gaps[-1:]], strict=True)):
        if len(row) > 2 or row[-1][0] < below[0][1] or below[-1][0] < row[0][1]:
            yield i


def _grown(gaps: Sequence[Sequence[tuple[float, float]]], start: int) -> Iterator[_Gutter]:
    """Follow each gap of the row `start` down and up for as long as it stays open.

    Where the columns' baselines differ, a gap lies between a row and the next.
    """
    for x0, x1 in (*gaps[start][1:-1], *_between(gaps[start : start + 2])):
        if x1 - x0 < _LEAST_SHARED:
            continue
        last, low, high = _followed(gaps, range(start + 1, len(gaps)), (x0, x1))
        first, low, high = _followed(gaps, range(start - 1, -1, -1), (low, high))
        yield _Gutter(low, high, start if first is None else first, start if last is None else last)


def _between(rows: Sequence[Sequence[tuple[float, float]]]) -> Iterator[tuple[float, float]]:
    """Yield the gap between two rows that stand beside each other."""
    if len(rows) == 2:
        (above, below) = ((row[0][1], row[-1][0]) for row in rows)
        left, right = sorted((above, below))
        if left[1] < right[0]:
            yield left[1], right[0]


def _followed(
    gaps: Sequence[Sequence[tuple[float, float]]], rows: range, gap: tuple[float, float]
) -> tuple[int | None, float, float]:
    """Return the last of the rows that the gap stays open in, and what is left of it there."""
    reached = None
    low, high = gap
    for row in rows:
        most = 0.0
        for x0, x1 in gaps[row]:
            # No calls of min and max: no other loop of the layout runs as often.
            start, end = x0 if x0 > low else low, x1 if x1 < high else high  # noqa: FURB136 - see above
            if end - start > most:
                most, shared = end - start, (start, end)
        if most < _LEAST_SHARED:
            break
        (low, high), reached = shared, row
    return reached, low, high


def _has_columns(band: _Band, gutter: _Gutter) -> bool:
    """Tell whether lines of prose stand on both sides, at the same height."""
    middle = (gutter.x0 + gutter.x1) / 2
    rows = [row for row in band[gutter.first : gutter.last + 1] if isinstance(row, Row)]
    # First what costs little: most gutters set off labels, numbers or bullets.
    is_left = [x1 <= middle for row in rows for _, x1 in row.spans]
    if not _MIN_WORDS <= sum(is_left) <= len(is_left) - _MIN_WORDS:
        return False
    words = _words(rows)
    left = rows_of(word for word in words if word.x1 <= middle)
    if not _is_prose(left):
        return False
    right = rows_of(word for word in words if word.x1 > middle)
    if not _is_prose(right):
        return False
    (top, bottom), (start, end) = _heights(left), _heights(right)
    shorter = min(bottom - top, end - start)
    return overlap(top, bottom, start, end) > 0.5 * shorter


def _is_prose(rows: Sequence[Row]) -> bool:
    """Tell whether most lines fill the column with several words each."""
    if len(rows) < _MIN_ROWS:
        return False
    ends = [row.words[-1].x1 for row in rows]
    width = max(ends) - min(row.x0 for row in rows)
    filled = sum(end - row.x0 > 0.7 * width for row, end in zip(rows, ends, strict=True))
    words = median(len(row.words) for row in rows)
    return words >= 3 and filled >= 0.55 * len(rows)


def _heights(rows: Sequence[Row]) -> tuple[float, float]:
    return rows[0].baseline, rows[-1].baseline
