"""Tables made of shaded boxes: where lines are missing, the sides of the boxes are their lattice.

Boxes are also drawn in charts, diagrams and logos. A table's stand side by side in rows, and fill
their lattice without a gap.
"""

from collections.abc import Sequence
from itertools import pairwise

from reqx.model.blocks import BBox
from reqx.parsing.pdf.grid import SNAP, Grid, grids_of, snapped
from reqx.parsing.pdf.ruling import Edge, Ruling

_LEAST_ROWS = 2
_LEAST_COLUMNS = 2
_TOUCH = 4.0
_MOST_DRAWN = 600
"""Lines and boxes: above it the page is a drawing."""
_LEVEL = 2.0


def every_grid(ruling: Ruling) -> list[Grid]:
    """Return the page's tables, from top to bottom: ruled ones, or those made of shaded boxes."""
    if not (ruling.horizontal or ruling.vertical or ruling.shades):
        return []
    ruled = grids_of(ruling)
    shaded = [] if ruled else _shaded_grids(ruling)
    if shaded:
        return shaded
    whole = _closed(ruling)
    grids = [] if whole is ruling else grids_of(whole)
    return grids if grids and all(map(_is_even, grids)) else ruled


def _shaded_grids(ruling: Ruling) -> list[Grid]:
    """Return the tables of shaded boxes without a line.

    A single row is one only above or below a table with the same columns.
    """
    if not _may_be_table(ruling):
        return []
    grids = [grid for grid in grids_of(_with_sides(ruling)) if _is_even(grid)]
    tables = [grid for grid in grids if len(grid.ys) > _LEAST_ROWS]
    return [grid for grid in grids if any(_has_columns_of(grid, table) for table in tables)]


def _closed(ruling: Ruling) -> Ruling:
    """Return the ruling with the sides of shaded boxes where the line between them ends open.

    Where only the lines between cells are drawn, the shading is what ends the outer ones.
    """
    if not ruling.shades or _is_drawing(ruling):
        return ruling
    lines = snapped(ruling.vertical)
    tops = [pair for line in lines for pair in _open_pairs(ruling, line.at, line.start, 1)]
    bottoms = [pair for line in lines for pair in _open_pairs(ruling, line.at, line.end, 3)]
    if not tops and not bottoms:
        return ruling
    ends = [Edge(left[1], left[0], right[2]) for left, right in tops]
    ends += [Edge(left[3], left[0], right[2]) for left, right in bottoms]
    sides = [edge for left, right in tops + bottoms for edge in (_left(left), _right(right))]
    return Ruling(ruling.horizontal + ends, ruling.vertical + sides)


def _open_pairs(ruling: Ruling, at: float, end: float, side: int) -> list[tuple[BBox, BBox]]:
    """Return the boxes left and right of a vertical line that end with it, if no line ends them.

    `side` is the place of the top or the bottom in a box.
    """
    if any(
        abs(row.at - end) <= SNAP and row.start - SNAP <= at <= row.end + SNAP
        for row in ruling.horizontal
    ):
        return []
    level = [box for box in ruling.shades if abs(box[side] - end) <= SNAP]
    left = [box for box in level if abs(box[2] - at) <= SNAP]
    right = [box for box in level if abs(box[0] - at) <= SNAP]
    return [(left[0], right[0])] if left and right else []


def _left(box: BBox) -> Edge:
    return Edge(box[0], box[1], box[3])


def _right(box: BBox) -> Edge:
    return Edge(box[2], box[1], box[3])


def _may_be_table(ruling: Ruling) -> bool:
    return not _is_drawing(ruling) and _stand_side_by_side(ruling.shades)


def _is_drawing(ruling: Ruling) -> bool:
    return len(ruling.horizontal) + len(ruling.vertical) + len(ruling.shades) > _MOST_DRAWN


def _stand_side_by_side(boxes: Sequence[BBox]) -> bool:
    """Tell whether boxes touch their neighbours in two rows: the boxes of a diagram stand apart."""
    rows: dict[int, list[BBox]] = {}
    for box in sorted(boxes):
        rows.setdefault(round(box[1] / _LEVEL), []).append(box)
    touching = sum(
        any(abs(right[0] - left[2]) <= _TOUCH for left, right in pairwise(row))
        for row in rows.values()
    )
    return touching >= _LEAST_ROWS


def _with_sides(ruling: Ruling) -> Ruling:
    sides = [_sides(box) for box in ruling.shades]
    return Ruling(
        ruling.horizontal + [edge for level, _ in sides for edge in level],
        ruling.vertical + [edge for _, upright in sides for edge in upright],
    )


def _sides(box: BBox) -> tuple[tuple[Edge, Edge], tuple[Edge, Edge]]:
    x0, top, x1, bottom = box
    return (Edge(top, x0, x1), Edge(bottom, x0, x1)), (_left(box), _right(box))


def _is_even(grid: Grid) -> bool:
    """Tell whether each field of the lattice is a cell, in two columns or more."""
    columns, rows = len(grid.xs) - 1, len(grid.ys) - 1
    return columns >= _LEAST_COLUMNS and len(grid.cells) == columns * rows


def _has_columns_of(grid: Grid, table: Grid) -> bool:
    return len(grid.xs) == len(table.xs) and all(
        abs(a - b) <= SNAP for a, b in zip(grid.xs, table.xs, strict=True)
    )
