"""Ruled tables with their words: cells, header rows, and tables that go on over a page break."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reqx.model.blocks import BBox
from reqx.parsing.pdf.grid import Grid
from reqx.parsing.pdf.lines import TextLine, line_of, loose_lines
from reqx.parsing.pdf.listing import Word
from reqx.parsing.pdf.rows import rows_of

_SAME_COLUMN = 4.0
_TALL = 0.3
_AT_TOP, _FAR_DOWN = 0.25, 0.5
"""Shares of the page's height: where a table that goes on begins, and how far it has come."""
_MAX_HEADER_WORDS = 8


@dataclass(slots=True)
class TableCell:
    """A cell with words: the columns it spans (the end not included) and its lines."""

    col0: int
    col1: int
    lines: tuple[TextLine, ...]
    header: str = ""

    @property
    def text(self) -> str:
        """The cell's words, line by line."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class TableRow:
    """The cells that begin in one row, from left to right, empty ones included.

    A cell's lines may go on on the next page.
    """

    cells: tuple[TableCell, ...]
    is_header: bool = False

    @property
    def is_bold(self) -> bool:
        """Whether every word is bold."""
        return all(line.is_bold for cell in self.cells for line in cell.lines)

    @property
    def texts(self) -> list[str]:
        """The words of each cell."""
        return [cell.text for cell in self.cells]


@dataclass(slots=True)
class Table:
    """A ruled table on one page: where its columns begin and end, and its rows with words."""

    bbox: BBox
    xs: tuple[float, ...]
    rows: list[TableRow] = field(default_factory=list)

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bbox[1]

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.bbox[3]

    @property
    def lines(self) -> Iterator[TextLine]:
        """The lines of all cells, row by row."""
        return (line for row in self.rows for cell in row.cells for line in cell.lines)


def claim(
    grids: Sequence[Grid],
    words: Sequence[Word],
    size: tuple[float, float],
    before: Sequence[Grid] = (),
) -> tuple[list[Table], list[Word]]:
    """Give the words that lie in tables to them; return the tables and the other words.

    A grid that is no table (one column, one cell with words, a frame around the page) gets none.
    One cell with words is enough where a grid of the page `before` goes on.
    """
    if not grids:
        return [], list(words)
    owned: dict[tuple[int, int], list[Word]] = {}
    owners = [_owner(grids, word) for word in words]
    for word, owner in zip(words, owners, strict=True):
        if owner is not None:
            owned.setdefault(owner, []).append(word)
    tables: list[Table] = []
    taken: set[tuple[int, int]] = set()
    for i, grid in enumerate(grids):
        least = 1 if _goes_on(grid, before, size[1]) else 2
        kept = _kept_cells(grid, size[1], {cell for g, cell in owned if g == i}, least)
        for cells in _runs(grid, kept):
            tables.append(_table(grid, cells, {c: owned.get((i, c), []) for c in cells}))
            taken |= {(i, cell) for cell in cells}
    free = [word for word, owner in zip(words, owners, strict=True) if owner not in taken]
    return tables, free


def _owner(grids: Sequence[Grid], word: Word) -> tuple[int, int] | None:
    """Return the grid and the cell the word's middle lies in; of nested grids the smallest."""
    best: tuple[float, int, int] | None = None
    for i, grid in enumerate(grids):
        cell = grid.cell_of(word)
        if cell is not None:
            x0, top, x1, bottom = grid.cells[cell].bbox
            area = (x1 - x0) * (bottom - top)
            best = min(best or (area, i, cell), (area, i, cell))
    return best and (best[1], best[2])


def _goes_on(grid: Grid, before: Iterable[Grid], height: float) -> bool:
    """Tell whether the grid is the rest of one that reaches down the page before."""
    return grid.ys[0] < _AT_TOP * height and any(
        above.ys[-1] > _FAR_DOWN * height and _are_near(grid.xs, above.xs) for above in before
    )


def _kept_cells(grid: Grid, height: float, filled: set[int], least: int) -> set[int]:
    """Return the grid's cells, without the tall full-width ones: those frame ordinary text.

    None are where fewer than `least` of them are filled.
    """
    columns = len(grid.xs) - 1
    kept = {
        i
        for i, cell in enumerate(grid.cells)
        if cell.col1 - cell.col0 < columns or cell.bbox[3] - cell.bbox[1] < _TALL * height
    }
    used = [grid.cells[i] for i in kept & filled]
    beside = any(cell.col1 - cell.col0 < columns for cell in used)
    return kept if len(used) >= least and beside else set()


def _runs(grid: Grid, kept: set[int]) -> Iterator[list[int]]:
    """Part the kept cells where a released one stands between them: each run is a table."""
    run: list[int] = []
    reached = 0
    for i in sorted(kept, key=lambda i: (grid.cells[i].row0, grid.cells[i].col0)):
        cell = grid.cells[i]
        if run and cell.row0 > reached:
            yield run
            run = []
        run.append(i)
        reached = max(reached, cell.row1)
    if run:
        yield run


def _table(grid: Grid, cells: Iterable[int], words: dict[int, list[Word]]) -> Table:
    rows: dict[int, list[TableCell]] = {}
    top, bottom = grid.ys[-1], grid.ys[0]
    for i in cells:
        cell = grid.cells[i]
        row = rows.setdefault(cell.row0, [])
        row.append(TableCell(cell.col0, cell.col1, tuple(_lines(words[i]))))
        top, bottom = min(top, cell.bbox[1]), max(bottom, cell.bbox[3])
    filled = [row for _, row in sorted(rows.items()) if any(cell.lines for cell in row)]
    box = grid.xs[0], top, grid.xs[-1], bottom
    return Table(box, grid.xs, [TableRow(tuple(row)) for row in filled])


def _lines(words: Sequence[Word]) -> Iterator[TextLine]:
    for row in rows_of(word for word in words if not word.quarters):
        yield line_of(row)
    yield from loose_lines(word for word in words if word.quarters)


def find_headers(tables: Sequence[Table]) -> None:
    """Mark the header rows and give each cell its column's header, in the document's order.

    A table with the columns of the one before, without a header of its own, continues it.
    """
    before: Table | None = None
    headers: list[TableCell] = []
    for table in tables:
        continues = before is not None and has_columns_of(table, before)
        count = _header_rows(table, headers if continues else [])
        if count:
            headers = [cell for row in table.rows[:count] for cell in row.cells if cell.lines]
        elif not continues:
            headers = []
        for i, row in enumerate(table.rows):
            row.is_header = i < count
            for cell in () if row.is_header else row.cells:
                cell.header = _header(cell, headers)
        if before is not None and continues:
            _join_split_row(before, table)
        before = table if table.rows else before


def _join_split_row(before: Table, table: Table) -> None:
    """Give the row that the page break splits, when there is one, the lines of its second half.

    The half on the next page has no words in its first column, and goes on with a sentence.
    """
    place = next((i for i, row in enumerate(table.rows) if not row.is_header), None)
    if place is None or not before.rows:
        return
    upper, lower = before.rows[-1], table.rows[place]
    if not _is_split(upper, lower):
        return
    for above, below in zip(upper.cells, lower.cells, strict=True):
        above.lines += below.lines
    del table.rows[place]


def _is_split(upper: TableRow, lower: TableRow) -> bool:
    spans = [[(cell.col0, cell.col1) for cell in row.cells] for row in (upper, lower)]
    if spans[0] != spans[1] or lower.cells[0].lines or not upper.cells[0].lines:
        return False
    return any(
        above.lines and below.text[:1].islower() and not above.text.endswith((".", ";", ":"))
        for above, below in zip(upper.cells, lower.cells, strict=True)
    )


def has_columns_of(table: Table, before: Table) -> bool:
    """Tell whether both tables have the same columns at the same places."""
    return _are_near(table.xs, before.xs)


def _are_near(xs: Sequence[float], others: Sequence[float]) -> bool:
    return len(xs) == len(others) and all(
        abs(a - b) <= _SAME_COLUMN for a, b in zip(xs, others, strict=True)
    )


def _header(cell: TableCell, headers: Iterable[TableCell]) -> str:
    """Return the texts of the header cells above the cell, outermost first."""
    above = [head.text for head in headers if head.col0 <= cell.col0 < head.col1]
    return " ".join(above)


def _header_rows(table: Table, running: Sequence[TableCell]) -> int:
    """Return how many rows at the top are headers; `running` is the header of the table before."""
    if len(table.rows) < 2:
        return 0
    first, second = table.rows[0], table.rows[1]
    if running and [c.text for c in running][-len(first.cells) :] == first.texts:
        return 1
    if not _may_be_header(first):
        return 0
    spans = any(cell.col1 - cell.col0 > 1 for cell in first.cells)
    if spans and len(table.rows) > 2 and _may_be_header(second) and second.is_bold:
        return 2
    return 1 if first.is_bold and not all(row.is_bold for row in table.rows) else _by_words(table)


def _may_be_header(row: TableRow) -> bool:
    """Tell whether every cell holds a few words that are no sentence."""
    texts = row.texts
    return len(texts) > 1 and all(
        text and len(text.split()) <= _MAX_HEADER_WORDS and not text.endswith((".", ";"))
        for text in texts
    )


def _by_words(table: Table) -> int:
    """Tell by the words alone: no digits in the first row, longer texts or digits below.

    Two columns are more often fields and their values.
    """
    first, rest = table.rows[0], table.rows[1:]
    if min(len(table.rows), len(first.cells)) < 3 or any(
        c.isdigit() for text in first.texts for c in text
    ):
        return 0
    below = [text for row in rest for text in row.texts if text]
    longer = sum(len(text) for text in below) / max(len(below), 1)
    own = sum(map(len, first.texts)) / len(first.texts)
    return int(longer > 1.5 * own or any(text[:1].isdigit() for text in below))
