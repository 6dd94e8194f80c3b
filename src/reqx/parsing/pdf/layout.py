"""The reading order of a page: columns within vertical bands, told by their white gutters.

A gutter is looked for in each band, never over the whole page: a full-width heading or table
between two columns ends the band and does not splice them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from reqx.parsing.pdf.geometry import overlap
from reqx.parsing.pdf.implied import elements_of
from reqx.parsing.pdf.lines import Row, TextLine, loose_lines, rows_of
from reqx.parsing.pdf.tables import Table
from reqx.parsing.pdf.words import Word

_MIN_ROWS = 5
"""Lines a column must have: fewer are a table without rules, an address, a pair of labels."""
_MIN_GUTTER = 0.8
"""Width of a gutter, in sizes of the text."""
_LEAST_SHARED = 6.4
"""Points of it that must stay white from row to row."""
_MAX_DEPTH = 4
_MAX_WORDS = 12_000
_HUGE, _MIN_LETTERS = 2.2, 4
"""Single letters, so many times the usual size and so many: one alone begins a paragraph."""


@dataclass(slots=True)
class Column:
    """Lines, and tables that stand among them, from top to bottom."""

    elements: list[TextLine | Table]


@dataclass(slots=True)
class _Row:
    """A printed line over the whole width of a band, or a ruled table."""

    words: Row
    table: Table | None = None

    @property
    def spans(self) -> list[tuple[float, float]]:
        if self.table is not None:
            return [(self.table.bbox[0], self.table.bbox[2])]
        return [(word.x0, word.x1) for word in self.words]

    @property
    def top(self) -> float:
        if self.table is not None:
            return self.table.bbox[1]
        return min([word.baseline for word in self.words])


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
    rows = [_Row(row) for row in rows_of(in_lines)]
    rows += [_Row(Row(), table) for table in tables]
    rows.sort(key=lambda row: row.top)
    depth = 0 if is_crowded(words) else _MAX_DEPTH
    columns = [Column(list(_elements(rows))) for rows in _split(rows, depth)]
    return [*columns, Column(list(loose_lines(loose)))] if loose else columns


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


def is_crowded(words: Sequence[Word]) -> bool:
    """Tell whether the page has too many words to look for columns."""
    return len(words) > _MAX_WORDS


def _elements(rows: Iterable[_Row]) -> Iterator[TextLine | Table]:
    lines: list[Row] = []
    for row in rows:
        if row.table is None:
            lines.append(row.words)
            continue
        yield from elements_of(lines)
        yield row.table
        lines = []
    yield from elements_of(lines)


def _split(rows: list[_Row], depth: int) -> Iterator[list[_Row]]:
    """Yield the rows of each column, in reading order."""
    gutter = _best_gutter(rows) if depth else None
    if gutter is None:
        if rows:
            yield rows
        return
    middle = (gutter.x0 + gutter.x1) / 2
    band = rows[gutter.first : gutter.last + 1]
    yield from _split(rows[: gutter.first], depth - 1)
    for side in _sides(band, middle):
        yield from _split(side, depth - 1)
    yield from _split(rows[gutter.last + 1 :], depth - 1)


def _sides(band: Iterable[_Row], middle: float) -> tuple[list[_Row], list[_Row]]:
    """Part the rows at the gutter. Each side finds its own lines: baselines may differ."""
    words = [word for row in band for word in row.words]
    boxes = [row for row in band if row.table is not None]
    left = [_Row(row) for row in rows_of(word for word in words if word.x1 <= middle)]
    right = [_Row(row) for row in rows_of(word for word in words if word.x1 > middle)]
    left += [row for row in boxes if row.spans[0][1] <= middle]
    right += [row for row in boxes if row.spans[0][1] > middle]
    return sorted(left, key=lambda row: row.top), sorted(right, key=lambda row: row.top)


def _best_gutter(rows: Sequence[_Row]) -> _Gutter | None:
    """Return the gutter through the most rows that has a column of text on both sides."""
    gaps = [_gaps(row) for row in rows]
    found = {gutter for i in range(len(rows)) for gutter in _grown(gaps, i)}
    for gutter in sorted(found, key=lambda g: (-g.rows, g.first, g.x0)):
        if gutter.rows < _MIN_ROWS:
            return None
        if _has_columns(rows, gutter):
            return gutter
    return None


def _gaps(row: _Row) -> list[tuple[float, float]]:
    """Return the white ranges of a row, the margins included."""
    if row.words and row.words.openness < _MIN_GUTTER:
        return [(-inf, row.words[0].x0), (max([word.x1 for word in row.words]), inf)]
    gaps, reached, wide = [], -inf, _MIN_GUTTER * _size(row)
    for x0, x1 in row.spans:
        if x0 - reached >= wide:
            gaps.append((reached, x0))
        reached = max(reached, x1)
    return [*gaps, (reached, inf)]


def _size(row: _Row) -> float:
    return median(word.size for word in row.words) if row.words else 10.0


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


def _has_columns(rows: Sequence[_Row], gutter: _Gutter) -> bool:
    """Tell whether lines of prose stand on both sides, at the same height."""
    middle = (gutter.x0 + gutter.x1) / 2
    band = rows[gutter.first : gutter.last + 1]
    words = [word for row in band for word in row.words]
    left = rows_of(word for word in words if word.x1 <= middle)
    if not _is_prose(left):
        return False
    right = rows_of(word for word in words if word.x1 > middle)
    if not _is_prose(right):
        return False
    common = overlap(_top(left), _bottom(left), _top(right), _bottom(right))
    shorter = min(_bottom(left) - _top(left), _bottom(right) - _top(right))
    return common > 0.5 * shorter


def _is_prose(lines: Sequence[Sequence[Word]]) -> bool:
    """Tell whether most lines fill the column with several words each."""
    if len(lines) < _MIN_ROWS:
        return False
    width = max(line[-1].x1 for line in lines) - min(line[0].x0 for line in lines)
    filled = sum(line[-1].x1 - line[0].x0 > 0.7 * width for line in lines)
    words = median(len(line) for line in lines)
    return words >= 3 and filled >= 0.55 * len(lines)


def _top(lines: Sequence[Sequence[Word]]) -> float:
    return lines[0][0].baseline


def _bottom(lines: Sequence[Sequence[Word]]) -> float:
    return lines[-1][0].baseline
