"""XLSX: sheets of a workbook, streamed; a sheet's name is the heading of its rows.

Formulas are read by the result that the file keeps. Hidden sheets, rows and columns are read too,
and named in a warning: a tender's author hides what is for evaluation, or what is old.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from reqx.model.blocks import BlockKind, ParsedDocument
from reqx.parsing import XLSX, OnPage, archive
from reqx.parsing.assembly import Draft, DraftPage, Line, assemble
from reqx.parsing.markup import depth_named
from reqx.parsing.sheet.cells import CellReader, cell_reader
from reqx.parsing.sheet.headers import scopes
from reqx.parsing.sheet.notes import notes
from reqx.parsing.sheet.package import SheetPart, Workbook, workbook
from reqx.parsing.sheet.rows import Budget, drafts
from reqx.parsing.sheet.worksheet import Worksheet, worksheet

PARSER = "xlsx/1"

_EMPTY = "The document has no text."


@dataclass(slots=True)
class _Hidden:
    """What was read though the author hid it."""

    sheets: list[str] = field(default_factory=list)
    rows: int = 0
    columns: int = 0

    def warnings(self) -> Iterator[str]:
        """Yield a sentence for each kind."""
        for name in self.sheets:
            yield f"The sheet '{name}' is hidden; it was read all the same."
        if self.rows:
            yield f"{self.rows} hidden rows were read all the same."
        if self.columns:
            yield f"{self.columns} hidden columns were read all the same."


def read(path: Path, on_page: OnPage) -> ParsedDocument:
    """Read the XLSX at `path`; `on_page` is called after each sheet.

    Raises Encrypted, TooLarge, Unreadable or Unsupported. A document without text is valid and
    says so in `warnings`.
    """
    hidden = _Hidden()
    with archive.opened(path) as opened, depth_named(path.name):
        book = workbook(opened)
        found = list(_sheets(book, hidden, on_page))
    document = assemble(
        XLSX,
        PARSER,
        [DraftPage(number=None)],
        found,
        warnings=tuple(hidden.warnings()),
    )
    return document if document.blocks else replace(document, warnings=(_EMPTY, *document.warnings))


def _sheets(book: Workbook, hidden: _Hidden, on_page: OnPage) -> Iterator[Draft]:
    reader, budget = cell_reader(book), Budget(book.archive.name)
    for done, part in enumerate(book.sheets, 1):
        yield from _sheet(book, part, (reader, budget), hidden)
        on_page(done, len(book.sheets))


def _sheet(
    book: Workbook, part: SheetPart, reading: tuple[CellReader, Budget], hidden: _Hidden
) -> Iterator[Draft]:
    sheet: Worksheet = worksheet(book, part.member, *reading)
    beside = list(notes(book, part.member))
    if not sheet.rows and not beside:
        return
    hidden.sheets += [part.name] * part.is_hidden
    hidden.rows += sheet.hidden_rows
    hidden.columns += sheet.hidden_columns
    yield Draft(kind=BlockKind.HEADING, lines=(Line(part.name),), level=1)
    yield from drafts(scopes(sheet.rows, sheet.header_numbers))
    yield from beside
