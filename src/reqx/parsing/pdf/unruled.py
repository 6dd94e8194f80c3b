"""Columns of a ruled table that no line parts: only its rows are ruled.

In such a table the white between two columns runs through all rows, and what stands in a column
begins, ends or is centred at one place. The words of boxed sentences have neither in common.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from reqx.parsing.pdf.grid import Grid, grid_of_cells
from reqx.parsing.pdf.listing import Word

_LEAST_ROWS = 3
_WIDE = 0.7
"""White between two columns, in sizes of the text: a space is a third of it."""
_ALIGNED = 0.3
"""How far the places may differ, in sizes of the text."""
_MOST = 0.6
"""Share of the rows that have words in the column, and of those that are aligned."""


def with_columns(grid: Grid, words: Sequence[Word]) -> Grid:
    """Return the grid with the columns that its words stand in, if it has but one."""
    if len(grid.xs) > 2 or len(grid.cells) < _LEAST_ROWS:
        return grid
    rows: list[list[Word]] = [[] for _ in grid.cells]
    for word in words:
        cell = grid.cell_of(word)
        if cell is not None:
            rows[cell].append(word)
    xs = _borders(grid, [row for row in rows if row])
    if len(xs) < 3:
        return grid
    boxes = [(left, box[1], right, box[3]) for box in _boxes(grid) for left, right in pairwise(xs)]
    return grid_of_cells(boxes) or grid


def _boxes(grid: Grid) -> Iterator[tuple[float, float, float, float]]:
    return (cell.bbox for cell in grid.cells)


def _borders(grid: Grid, rows: Sequence[Sequence[Word]]) -> list[float]:
    """Return where the columns begin and end; those of the grid where there is but one."""
    outer = [grid.xs[0], grid.xs[-1]]
    words = [word for row in rows for word in row]
    if len(rows) < _LEAST_ROWS or any(word.quarters for word in words):
        return outer
    size = median(word.size for word in words)
    xs = [outer[0], *_gutters(words, _WIDE * size), outer[1]]
    are_columns = all(
        _is_column([_within(row, *span) for row in rows], _ALIGNED * size) for span in pairwise(xs)
    )
    return xs if are_columns else outer


def _gutters(words: Sequence[Word], width: float) -> Iterator[float]:
    """Yield the middles of the white spaces that no word of the table reaches into."""
    reached = min(word.x0 for word in words)
    for word in sorted(words, key=lambda word: word.x0):
        if word.x0 - reached >= width:
            yield (reached + word.x0) / 2
        reached = max(reached, word.x1)


def _within(row: Sequence[Word], left: float, right: float) -> list[Word]:
    return [word for word in row if left < word.x0 < right]


def _is_column(cells: Sequence[Sequence[Word]], near: float) -> bool:
    """Tell whether most rows have words there, and those are aligned; bullets are no column."""
    filled = [cell for cell in cells if cell]
    if len(filled) < _MOST * len(cells):
        return False
    if not any(c.isalnum() for cell in filled for word in cell for c in word.text):
        return False
    starts = [min(word.x0 for word in cell) for cell in filled]
    ends = [max(word.x1 for word in cell) for cell in filled]
    middles = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
    return any(_share_near(places, near) >= _MOST for places in (starts, ends, middles))


def _share_near(places: Sequence[float], near: float) -> float:
    usual = median(places)
    return sum(abs(place - usual) <= near for place in places) / len(places)
