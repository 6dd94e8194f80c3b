"""Tables become rows with headers, or plain blocks where a table only frames text."""

from collections.abc import Iterator
from dataclasses import replace

from reqx.model.blocks import PLAIN, BlockKind, Revision, Style
from reqx.parsing.assembly import Draft, DraftCell
from reqx.parsing.docx.grid import BlockReader, TableCell, TableRow, rows
from reqx.parsing.docx.headers import Headers, scopes
from reqx.parsing.docx.wordml import Element


def drafts(table: Element, part: str, reader: BlockReader) -> Iterator[Draft]:
    """Yield the drafts of a table, each row followed by what hangs on it.

    A table of one column is a frame; so is a row of one cell with a heading or several paragraphs.
    """
    filled = [row for row in rows(table, part, reader) if any(cell.drafts for cell in row.cells)]
    if all(len(row.cells) <= 1 for row in filled):
        yield from (draft for row in filled for cell in row.cells for draft in cell.drafts)
        return
    for row, headers in scopes(table, filled, reader.styles):
        if _is_frame(row):
            yield from row.cells[0].drafts
        else:
            yield _row_draft(row, headers, part)
            yield from (draft for cell in row.cells for draft in _hanging(cell))


def _hanging(cell: TableCell) -> Iterator[Draft]:
    direct = {id(draft) for draft in cell.direct}
    return (draft for draft in cell.drafts if id(draft) not in direct)


def _is_frame(row: TableRow) -> bool:
    if len(row.cells) != 1:
        return False
    direct = row.cells[0].direct
    return len(direct) > 1 or any(draft.kind is BlockKind.HEADING for draft in direct)


def _row_draft(row: TableRow, headers: Headers | None, part: str) -> Draft:
    is_revised = row.is_inserted or any(
        draft.revision is Revision.INSERTED for cell in row.cells for draft in cell.direct
    )
    return Draft(
        kind=BlockKind.TABLE_ROW,
        cells=tuple(
            DraftCell("" if headers is None else headers.over(cell), cell.lines)
            for cell in row.cells
        ),
        style=_style(row),
        part=part,
        revision=Revision.INSERTED if is_revised else Revision.NONE,
        is_header_row=headers is None,
    )


def _style(row: TableRow) -> Style:
    first = next((draft.style for cell in row.cells for draft in cell.direct), PLAIN)
    return replace(first, is_bold=row.is_bold)
