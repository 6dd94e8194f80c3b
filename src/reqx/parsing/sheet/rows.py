"""Rows of a sheet become drafts; a row's `part` is the range of its cells, as in "A2:F2"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reqx.errors import TooLarge
from reqx.model.blocks import BlockKind, Style
from reqx.parsing.assembly import Draft, DraftCell, Line
from reqx.parsing.grid import Headers
from reqx.parsing.letters import letters

MAX_CELLS = 500_000
MAX_CHARACTERS = 50_000_000


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that has words: its column from 1, the columns it covers, what it shows."""

    column: int
    text: str
    is_number: bool = False
    is_bold: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that has words: its number from 1, its cells from left to right."""

    number: int
    cells: tuple[SheetCell, ...]

    @property
    def address(self) -> str:
        """The range from its first to its last cell."""
        first, last = self.cells[0], self.cells[-1]
        begin = f"{letters(first.column)}{self.number}"
        if first is last and first.span == 1:
            return begin
        return f"{begin}:{letters(last.column + last.span - 1)}{self.number}"

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        return all(cell.is_bold for cell in self.cells)


@dataclass(slots=True)
class Budget:
    """What a document may still hold: one long text can stand in a million cells."""

    name: str
    cells: int = field(default=MAX_CELLS)
    characters: int = field(default=MAX_CHARACTERS)

    def spend(self, text: str) -> None:
        """Take a cell off; raises TooLarge when there is no more."""
        self.cells -= 1
        self.characters -= len(text)
        if self.cells < 0:
            raise TooLarge(f"{self.name} has more than {MAX_CELLS:,} cells with words")
        if self.characters < 0:
            raise TooLarge(f"{self.name} has more than {MAX_CHARACTERS:,} characters")


def row_draft(row: SheetRow, headers: Headers | None) -> Draft:
    """Return the draft of a row under its headers; None for a header row itself."""
    return Draft(
        kind=BlockKind.TABLE_ROW,
        cells=tuple(
            DraftCell("" if headers is None else headers.over(cell.column), (Line(cell.text),))
            for cell in row.cells
        ),
        style=Style(is_bold=row.is_bold),
        part=row.address,
        is_header_row=headers is None,
    )


def headers_of(rows: Sequence[SheetRow]) -> Headers:
    """Return what header rows say above each column."""
    return Headers([[(cell.column, cell.span, cell.text) for cell in row.cells] for row in rows])


def drafts(scopes: Iterator[tuple[SheetRow, Headers | None]]) -> Iterator[Draft]:
    """Yield the drafts of rows with their headers."""
    return (row_draft(row, headers) for row, headers in scopes)
