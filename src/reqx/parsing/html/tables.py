"""Tables: cells at the columns that row and column spans give them (HTML 4.9.12)."""

from collections.abc import Callable, Iterator

from reqx.parsing.assembly import Draft
from reqx.parsing.grid import GridCell, GridRow
from reqx.parsing.html.visibility import is_unseen
from reqx.parsing.markup import Element, integer

_CELLS = frozenset(["td", "th"])
_GROUPS = frozenset(["thead", "tbody", "tfoot"])
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MAX_COLUMN_SPAN = 1_000
_MAX_ROW_SPAN = 65_534


def is_layout(table: Element) -> bool:
    """Tell whether the table only places things: its cells are then read one after the other."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if next(table.iterchildren("caption", "thead"), None) is not None:
        return False
    if any(cell.tag == "th" for row in _rows(table) for cell in row):
        return False
    return next(table.iterdescendants("table", *_HEADINGS), None) is not None


def rows(table: Element, part: str, read: Callable[[Element], list[Draft]]) -> list[GridRow]:
    """Return the rows, the foot last; `read` returns the drafts of a cell."""
    held: list[tuple[int, int, int]] = []
    made = []
    for row in sorted(_rows(table), key=_is_foot):
        cells, held = _cells(row, held, part, read)
        is_head = (parent := row.getparent()) is not None and parent.tag == "thead"
        is_all_headers = bool(cells) and all(cell.is_header for cell in cells)
        made.append(GridRow(tuple(cells), is_marked=is_head or is_all_headers))
    return made


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr" and not is_unseen(child):
            yield child
        elif child.tag in _GROUPS and not is_unseen(child):
            yield from (row for row in child.iterchildren("tr") if not is_unseen(row))


def _is_foot(row: Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == "tfoot"


def _cells(
    row: Element,
    held: list[tuple[int, int, int]],
    part: str,
    read: Callable[[Element], list[Draft]],
) -> tuple[list[GridCell], list[tuple[int, int, int]]]:
    """Return the row's cells, and the columns (first, end, rows left) held in the rows below.

    `held` are those that cells of the rows above hold in this row.
    """
    below = [(first, end, left - 1) for first, end, left in held if left > 1]
    cells, column = [], 0
    for element in row:
        if element.tag not in _CELLS or is_unseen(element):
            continue
        column = _free(column, held)
        span = integer(element.get("colspan"), 1, lambda n: 0 < n <= _MAX_COLUMN_SPAN)
        down = integer(element.get("rowspan"), 1, lambda n: 0 <= n <= _MAX_ROW_SPAN)
        # A row span of 0 reaches down to the table's end.
        if down != 1:
            below.append((column, column + span, (down or _MAX_ROW_SPAN) - 1))
        is_header = element.tag == "th"
        cells.append(GridCell(column, span, tuple(read(element)), part, is_header))
        column += span
    return cells, below


def _free(column: int, held: list[tuple[int, int, int]]) -> int:
    """Return the first column from `column` on that no cell above holds."""
    for first, end, _ in sorted(held):
        if first <= column < end:
            column = end
    return column
