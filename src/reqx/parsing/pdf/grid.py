"""Ruled tables: ruling lines that meet make a lattice, its closed fields are the cells.

Edges are snapped together, edges that meet are gathered, and in each gathering neighbouring fields
without a line between them are one (merged) cell.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reqx.model.blocks import BBox
from reqx.parsing.pdf.listing import Word
from reqx.parsing.pdf.ruling import Edge, Ruling

SNAP = 3.0
"""Points between two lines that are meant as one."""
_MAX_FIELDS = 40_000
_MIN_JOINTS = 3
_OPEN_SIDE = 10.0
"""Points that lines stand out beyond the last one across: there is a cell without a border."""
_MIN_SHARE = 0.9
"""Share of the fields that belong to rectangular cells: in a drawing many do not."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell over the rows `row0` to `row1` and columns `col0` to `col1`, the ends not included."""

    row0: int
    row1: int
    col0: int
    col1: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: where its columns (`xs`) and rows (`ys`) begin and end, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owners: dict[tuple[int, int], int] = field(repr=False)

    @property
    def bbox(self) -> BBox:
        """The table's box."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_of(self, word: Word) -> int | None:
        """Return the index of the cell the word's middle lies in, None outside every cell."""
        x, y = (word.x0 + word.x1) / 2, word.baseline - 0.3 * word.size
        return self.owners.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def grids_of(ruling: Ruling) -> list[Grid]:
    """Return the page's lattices of more than one cell, from top to bottom."""
    horizontal, vertical = snapped(ruling.horizontal), snapped(ruling.vertical)
    grids = [
        grid
        for rows, columns in _gatherings(horizontal, vertical)
        if (grid := _grid(rows, columns)) is not None
    ]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def snapped(edges: Iterable[Edge]) -> list[Edge]:
    """Join edges on one line that overlap or nearly touch; near lines become one."""
    joined: list[Edge] = []
    for line in _near(sorted(edges, key=lambda edge: edge.at)):
        at = sum(edge.at for edge in line) / len(line)
        current: Edge | None = None
        for edge in sorted(line, key=lambda edge: edge.start):
            if current is not None and edge.start <= current.end + SNAP:
                current = Edge(at, current.start, max(current.end, edge.end))
                continue
            if current is not None:
                joined.append(current)
            current = Edge(at, edge.start, edge.end)
        if current is not None:
            joined.append(current)
    return joined


def grid_of_cells(boxes: Sequence[BBox]) -> Grid | None:
    """Return the lattice of cells that are known by their boxes; None when it is no table."""
    xs = _distinct(x for box in boxes for x in (box[0], box[2]))
    ys = _distinct(y for box in boxes for y in (box[1], box[3]))
    if (len(xs) - 1) * (len(ys) - 1) > _MAX_FIELDS:
        return None
    return _with_cells(xs, ys, [_places(box, xs, ys) for box in boxes])


def _places(box: BBox, xs: Sequence[float], ys: Sequence[float]) -> list[tuple[int, int]]:
    """Return the fields (row, column) of the lattice whose middle lies in the box."""
    return [
        (row, column)
        for row, (top, bottom) in enumerate(pairwise(ys))
        for column, (left, right) in enumerate(pairwise(xs))
        if box[0] <= (left + right) / 2 <= box[2] and box[1] <= (top + bottom) / 2 <= box[3]
    ]


def _near(edges: Iterable[Edge]) -> Iterator[list[Edge]]:
    line: list[Edge] = []
    for edge in edges:
        if line and edge.at - line[-1].at > SNAP:
            yield line
            line = []
        line.append(edge)
    if line:
        yield line


def _gatherings(
    horizontal: Sequence[Edge], vertical: Sequence[Edge]
) -> Iterator[tuple[list[Edge], list[Edge]]]:
    """Yield the edges that meet, directly or by way of others, when they make enough joints."""
    sets = _Sets(len(horizontal) + len(vertical))
    meeting: list[int] = []
    for j, edge in enumerate(vertical, len(horizontal)):
        for i, row in enumerate(horizontal):
            if _meet(row, edge):
                sets.unite(i, j)
                meeting.append(j)
    counts: dict[int, int] = {}
    for j in meeting:
        counts[sets.find(j)] = counts.get(sets.find(j), 0) + 1
    for root, count in counts.items():
        if count >= _MIN_JOINTS:
            yield (
                [edge for i, edge in enumerate(horizontal) if sets.find(i) == root],
                [e for j, e in enumerate(vertical, len(horizontal)) if sets.find(j) == root],
            )


def _meet(row: Edge, column: Edge) -> bool:
    return (
        row.start - SNAP <= column.at <= row.end + SNAP
        and column.start - SNAP <= row.at <= column.end + SNAP
    )


class _Sets:
    """Disjoint sets of 0..size-1."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def find(self, item: int) -> int:
        while self._parents[item] != item:
            self._parents[item] = self._parents[self._parents[item]]
            item = self._parents[item]
        return item

    def unite(self, a: int, b: int) -> None:
        self._parents[self.find(b)] = self.find(a)


def _grid(horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> Grid | None:
    xs, ys = _positions(vertical, horizontal), _positions(horizontal, vertical)
    rows, columns = len(ys) - 1, len(xs) - 1
    if min(rows, columns) < 1 or rows * columns > _MAX_FIELDS:
        return None
    sets = _Sets(rows * columns)
    for row, column in _open_below(horizontal, xs, ys):
        sets.unite(row * columns + column, (row + 1) * columns + column)
    for column, row in _open_below(vertical, ys, xs):
        sets.unite(row * columns + column, row * columns + column + 1)
    fields: dict[int, list[tuple[int, int]]] = {}
    for place in range(rows * columns):
        fields.setdefault(sets.find(place), []).append(divmod(place, columns))
    return _with_cells(xs, ys, fields.values())


def _positions(edges: Sequence[Edge], across: Sequence[Edge]) -> list[float]:
    """Return where the edges stand; a side that is not drawn stands where the others end."""
    drawn = _distinct(edge.at for edge in edges)
    first, last = min(edge.start for edge in across), max(edge.end for edge in across)
    if drawn[0] - first > _OPEN_SIDE and _are_most(edge.start - first for edge in across):
        drawn.insert(0, first)
    if last - drawn[-1] > _OPEN_SIDE and _are_most(last - edge.end for edge in across):
        drawn.append(last)
    return drawn


def _are_most(distances: Iterable[float]) -> bool:
    """Tell whether most of the lines end there: in a drawing only a few do."""
    near = [distance <= SNAP for distance in distances]
    return sum(near) >= max(2, 0.6 * len(near))


def _distinct(positions: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for position in sorted(positions):
        if not kept or position - kept[-1] > SNAP:
            kept.append(position)
    return kept


def _open_below(
    edges: Sequence[Edge], across: Sequence[float], along: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Yield the fields (band, place) that no edge parts from the field in the next band.

    Bands lie between the positions `along`, on which the edges stand; places between `across`.
    """
    for band in range(len(along) - 2):
        lines = [edge for edge in edges if abs(edge.at - along[band + 1]) <= SNAP]
        for place in range(len(across) - 1):
            middle = (across[place] + across[place + 1]) / 2
            if not any(edge.start <= middle <= edge.end for edge in lines):
                yield band, place


def _with_cells(
    xs: Sequence[float], ys: Sequence[float], fields: Iterable[Sequence[tuple[int, int]]]
) -> Grid | None:
    cells: list[GridCell] = []
    owners: dict[tuple[int, int], int] = {}
    for places in fields:
        rows, columns = [row for row, _ in places], [column for _, column in places]
        row0, row1, col0, col1 = min(rows), max(rows) + 1, min(columns), max(columns) + 1
        if len(places) != (row1 - row0) * (col1 - col0):
            continue  # Not a rectangle: the lines are a drawing.
        owners |= dict.fromkeys(places, len(cells))
        bbox = (xs[col0], ys[row0], xs[col1], ys[row1])
        cells.append(GridCell(row0, row1, col0, col1, bbox))
    if len(cells) < 2 or len(owners) < _MIN_SHARE * (len(xs) - 1) * (len(ys) - 1):
        return None  # A box around text, or a drawing.
    return Grid(tuple(xs), tuple(ys), tuple(cells), owners)
