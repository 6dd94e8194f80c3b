"""An Excel workbook in which every foreign text is text: no formula, no link, no markup."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from reqx.errors import OutputError, StorageError
from reqx.export.row import COLUMNS, Cell, Row, Written, cells

_TEXT_LIMIT = 32_767
"""What a cell holds, in UTF-16 units; what is over it, XlsxWriter drops."""

ROW_LIMIT = 1_048_575
"""The rows of a sheet under the title row."""

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
# The creation time is the only thing in the file that would differ between two runs.
_PROPERTIES = {"title": "Requirements", "created": datetime(2000, 1, 1)}  # noqa: DTZ001 - the format has no zone


def write(rows: Iterable[Row], stream: BinaryIO, row_limit: int = ROW_LIMIT) -> Written:
    """Write one sheet: frozen titles, a filter, a line a row.

    A text that no cell can hold goes on in the next lines, under the same ID, and is in
    `Written.warnings`. Raises OutputError for more rows than a sheet holds.
    """
    workbook = xlsxwriter.Workbook(stream, _OPTIONS)
    try:
        return _Sheet(workbook, row_limit).write(rows)
    finally:
        _close(workbook)


def _close(workbook: xlsxwriter.Workbook) -> None:
    try:
        workbook.close()
    except FileCreateError as error:
        raise StorageError(
            f"the workbook cannot be written: {error}", hint="Check the free space of its disk."
        ) from error


class _Sheet:
    """The one sheet of the workbook."""

    def __init__(self, workbook: xlsxwriter.Workbook, row_limit: int) -> None:
        self._row_limit = row_limit
        workbook.set_properties(_PROPERTIES)
        self._sheet = workbook.add_worksheet("Requirements")
        self._title = workbook.add_format({"bold": True, "valign": "top", "bg_color": "#D9E1F2"})
        self._wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self._line = 0
        self._set_up()

    def write(self, rows: Iterable[Row]) -> Written:
        count, warnings = 0, []
        for row in rows:
            lines = list(_lines(cells(row)))
            if len(lines) > 1:
                warnings.append(
                    f"requirement {row.requirement.uid} is too long for a cell: "
                    f"it runs over {len(lines)} lines of the sheet"
                )
            for line in lines:
                self._write_line(line)
            count += 1
        self._sheet.autofilter(0, 0, self._line, len(COLUMNS) - 1)
        return Written(count, tuple(warnings))

    def _set_up(self) -> None:
        for index, column in enumerate(COLUMNS):
            self._sheet.set_column(index, index, column.width, self._wrapped)
            self._sheet.write_string(0, index, column.title, self._title)
        self._sheet.freeze_panes(1, 1)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)

    def _write_line(self, line: list[Cell]) -> None:
        if self._line == self._row_limit:
            raise OutputError(
                f"a sheet holds {self._row_limit} rows, and there are more requirements",
                hint="Export one project or document at a time, or use --format csv.",
            )
        self._line += 1
        for index, cell in enumerate(line):
            self._write_cell(index, cell)

    def _write_cell(self, index: int, cell: Cell) -> None:
        if isinstance(cell, str):
            self._write_text(index, cell)
        elif cell is not None:
            self._sheet.write_number(self._line, index, cell)

    def _write_text(self, index: int, text: str) -> None:
        if text.startswith("<r>"):
            # XlsxWriter 3.3 takes "<r>...</r>" for markup of its own and writes it unescaped.
            # Given in two runs, the same text is escaped.
            self._sheet.write_rich_string(self._line, index, "<", self._wrapped, text[1:])
        elif text:
            self._sheet.write_string(self._line, index, text)


def _lines(row: list[Cell]) -> Iterator[list[Cell]]:
    """Give the row in as many lines as its longest text needs; short cells stand in each."""
    pieces = [list(_pieces(cell)) for cell in row]
    for index in range(max(map(len, pieces))):
        yield [_piece(cell, index) for cell in pieces]


def _pieces(cell: Cell) -> Iterator[Cell]:
    if not isinstance(cell, str) or _units(cell) <= _TEXT_LIMIT:
        yield cell
        return
    # Half the limit in characters is within it, whatever the characters.
    step = _TEXT_LIMIT // 2
    for start in range(0, len(cell), step):
        yield cell[start : start + step]


def _piece(pieces: list[Cell], index: int) -> Cell:
    if len(pieces) == 1:
        return pieces[0]
    return pieces[index] if index < len(pieces) else None


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
