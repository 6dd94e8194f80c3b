"""One sheet: its rows as a stream, then what the end of the part says about them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reqx.parsing.letters import count
from reqx.parsing.markup import Element, integer, local
from reqx.parsing.sheet.cells import CellReader, is_number
from reqx.parsing.sheet.package import Workbook, part, related
from reqx.parsing.sheet.rows import Budget, SheetCell, SheetRow
from reqx.parsing.sheet.stream import elements

_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TAGS = ("c", "row", "col", "mergeCell", "autoFilter")
_TRUE = frozenset(["1", "true"])


@dataclass(frozen=True, slots=True)
class Range:
    """A rectangle of cells, rows and columns from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Worksheet:
    """The rows with words, and how many of them, and of the columns with words, are hidden.

    `header_numbers` are the rows that a table or a filter of the file calls headers.
    """

    rows: list[SheetRow] = field(default_factory=list)
    header_numbers: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    hidden_columns: int = 0


@dataclass(slots=True)
class _Reading:
    """A sheet while it is read."""

    reader: CellReader
    budget: Budget
    sheet: Worksheet = field(default_factory=Worksheet)
    merges: list[Range] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    row: int = 0
    column: int = 0
    cells: list[SheetCell] = field(default_factory=list)

    def take(self, element: Element) -> None:
        """Take the next element of the part."""
        name = local(element)
        if name == "c":
            self._cell(element)
        elif name == "row":
            self._end_row(element)
        elif name == "col":
            if element.get("hidden") in _TRUE:
                self.hidden.append((integer(element.get("min"), 0), integer(element.get("max"), 0)))
        elif (found := to_range(element.get("ref", ""))) is not None:
            if name == "mergeCell":
                self.merges.append(found)
            else:
                self.sheet.header_numbers.add(found.top)

    def _cell(self, element: Element) -> None:
        address = _ADDRESS.fullmatch(element.get("r", ""))
        self.column = self.column + 1 if address is None else count(address[1])
        text = self.reader.text(element)
        if not text:
            return
        self.budget.spend(text)
        is_bold = self.reader.style(element).is_bold
        self.cells.append(SheetCell(self.column, text, is_number(element), is_bold))

    def _end_row(self, element: Element) -> None:
        self.row = integer(element.get("r"), self.row + 1)
        if self.cells:
            ordered = sorted(self.cells, key=lambda cell: cell.column)
            self.sheet.rows.append(SheetRow(self.row, tuple(ordered)))
            self.sheet.hidden_rows += element.get("hidden") in _TRUE
        self.cells = []
        self.column = 0


def worksheet(book: Workbook, member: str, reader: CellReader, budget: Budget) -> Worksheet:
    """Read a sheet. Cells that a merged one covers are left out."""
    reading = _Reading(reader, budget)
    for element in elements(book.archive, member, _TAGS):
        reading.take(element)
    sheet = reading.sheet
    sheet.rows = list(_merged(sheet.rows, reading.merges))
    sheet.hidden_columns = _hidden_columns(sheet.rows, reading.hidden)
    sheet.header_numbers.update(_table_headers(book, member))
    return sheet


def to_range(text: str) -> Range | None:
    """Return the range that "A1:C3" or "B2" writes, None when it writes none."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    top, left = int(found[2]), count(found[1])
    return Range(top, left, int(found[4] or top), count(found[3] or found[1]))


def _table_headers(book: Workbook, member: str) -> Iterator[int]:
    for relation in related(book.archive, member):
        root = part(book.archive, relation.member) if relation.kind == "table" else None
        if root is None or root.get("headerRowCount", "1") == "0":
            continue
        found = to_range(root.get("ref", ""))
        if found is not None:
            yield found.top


def _merged(rows: Sequence[SheetRow], merges: Sequence[Range]) -> Iterator[SheetRow]:
    """Yield the rows without covered cells, those that cover others with their span."""
    waiting = sorted(merges, key=lambda found: found.top, reverse=True)
    reaching: list[Range] = []
    for row in sorted(rows, key=lambda row: row.number):
        while waiting and waiting[-1].top <= row.number:
            reaching.append(waiting.pop())
        reaching = [found for found in reaching if found.bottom >= row.number]
        cells = tuple(_uncovered(row, reaching)) if reaching else row.cells
        if cells:
            yield replace(row, cells=cells)


def _uncovered(row: SheetRow, merges: Sequence[Range]) -> Iterator[SheetCell]:
    ordered = sorted(merges, key=lambda found: found.left)
    lefts = [found.left for found in ordered]
    for cell in row.cells:
        # Merged ranges do not overlap: only the nearest on the left can reach the cell.
        place = bisect_right(lefts, cell.column) - 1
        found = ordered[place] if place >= 0 else None
        if found is None or found.right < cell.column:
            yield cell
        elif (found.top, found.left) == (row.number, cell.column):
            yield replace(cell, span=found.right - found.left + 1)


def _hidden_columns(rows: Sequence[SheetRow], hidden: Sequence[tuple[int, int]]) -> int:
    """Return how many hidden columns hold words."""
    if not hidden:
        return 0
    used = {cell.column for row in rows for cell in row.cells}
    return sum(any(first <= column <= last for first, last in hidden) for column in used)
