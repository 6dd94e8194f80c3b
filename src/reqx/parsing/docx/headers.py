"""Which rows of a table are column headers, and what they say above a cell."""

from collections.abc import Iterator, Sequence

from reqx.parsing.docx.grid import TableCell, TableRow
from reqx.parsing.docx.styles import StyleSheet
from reqx.parsing.docx.wordml import OFF, VAL, Element, W, properties, value

_MAX_WORDS = 12
_MAX_PLAIN_WORDS = 5
_MIN_PLAIN_COLUMNS = 3
_FIRST_ROW_BIT = 0x0020


class Headers:
    """The words above each column, top down; a cell takes those over its first column."""

    def __init__(self, rows: Sequence[TableRow]) -> None:
        # One cell over the whole table is its title, unless there is no other header.
        columns = [row for row in rows if len(row.cells) > 1] or rows
        self._cells = [cell for row in columns for cell in row.cells if cell.text]
        self._known: dict[int, str] = {}

    def over(self, cell: TableCell) -> str:
        """Return the header of a cell, "" where there is none."""
        column = cell.column
        if column not in self._known:
            above = [x.text for x in self._cells if x.column <= column < x.column + x.span]
            self._known[column] = " ".join(dict.fromkeys(above))
        return self._known[column]


def scopes(
    table: Element, rows: Sequence[TableRow], styles: StyleSheet
) -> Iterator[tuple[TableRow, Headers | None]]:
    """Yield each row with the headers it stands under; a header row itself with None.

    Headers come at the top, again where the author repeated them by hand, and anew where the table
    changes its columns.
    """
    count = _header_rows(table, rows, styles)
    head = rows[:count]
    headers = Headers(head)
    for index, row in enumerate(rows):
        if index >= count and _is_inner_header(rows, index):
            head = [row]
            headers = Headers(head)
        is_repeated = bool(head) and row.texts == head[-1].texts
        yield row, None if index < count or is_repeated else headers


def _header_rows(table: Element, rows: Sequence[TableRow], styles: StyleSheet) -> int:
    """Return how many rows at the top are headers: marked as such, or set apart, or plainly so."""
    marked = next((i for i, row in enumerate(rows) if not row.is_marked_header), len(rows))
    if marked:
        return marked if marked < len(rows) else 1
    if len(rows) < 2 or len(rows[0].cells) < 2 or not _may_be_header(rows[0]):
        return 0
    signs = (
        _is_set_apart(rows[0], rows[1]),
        _is_styled(table, styles),
        _is_plainly_header(rows[0]),
        _is_over_numbers(rows),
    )
    return int(any(signs))


def _is_inner_header(rows: Sequence[TableRow], index: int) -> bool:
    is_last = index + 1 == len(rows)
    return (
        not is_last and _is_plainly_header(rows[index]) and _is_set_apart(*rows[index : index + 2])
    )


def _may_be_header(row: TableRow) -> bool:
    texts = row.texts
    return any(texts) and all(len(text.split()) <= _MAX_WORDS for text in texts)


def _is_set_apart(row: TableRow, following: TableRow) -> bool:
    is_bolder = row.is_bold and not following.is_bold
    return is_bolder or (row.is_dark and not following.is_dark)


def _is_styled(table: Element, styles: StyleSheet) -> bool:
    held = properties(table, "tblPr")
    look = held.get(W + "tblLook")
    if look is None or not styles.formats_first_row(value(held, "tblStyle")):
        return False
    stated = look.get(W + "firstRow")
    if stated is not None:
        return stated not in OFF
    try:
        return bool(int(look.get(VAL, "0"), 16) & _FIRST_ROW_BIT)
    except ValueError:
        return False


def _is_plainly_header(row: TableRow) -> bool:
    return len(row.cells) >= _MIN_PLAIN_COLUMNS and _are_names(row.texts)


def _is_over_numbers(rows: Sequence[TableRow]) -> bool:
    """Tell whether names stand above a column of numbers or identifiers."""
    below = [row.texts[0] for row in rows[1:] if row.cells]
    numbered = sum(any(char.isdigit() for char in text) for text in below)
    return _are_names(rows[0].texts) and 2 * numbered > len(below)


def _are_names(texts: Sequence[str]) -> bool:
    """Tell whether every cell is a few words without figures, as column names are."""
    return all(
        text
        and len(text.split()) <= _MAX_PLAIN_WORDS
        and not text.endswith((".", ";", ":"))
        and not any(char.isdigit() for char in text)
        for text in texts
    )
