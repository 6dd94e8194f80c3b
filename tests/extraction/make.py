"""Builders of parsed documents, from our own sentences."""

from collections.abc import Sequence

from reqx.model.blocks import BlockKind, ParsedDocument
from reqx.parsing.assembly import Draft, DraftCell, DraftPage, Line, assemble


def paragraph(text: str, *, label: str = "", page: int = 1) -> Draft:
    return _text(BlockKind.PARAGRAPH, text, label=label, page=page)


def heading(text: str, *, level: int = 1, label: str = "", page: int = 1) -> Draft:
    return _text(BlockKind.HEADING, text, label=label, level=level, page=page)


def item(text: str, *, label: str = "", level: int = 1, page: int = 1) -> Draft:
    return _text(BlockKind.LIST_ITEM, text, label=label, level=level, page=page)


def contents(text: str) -> Draft:
    return _text(BlockKind.CONTENTS, text)


def row(*cells: str, headers: Sequence[str] = (), page: int = 1) -> Draft:
    heads = headers or [""] * len(cells)
    return Draft(
        BlockKind.TABLE_ROW,
        cells=tuple(
            DraftCell(head, (Line(text, page, (0.0, 0.0, 9.0, 9.0)),))
            for head, text in zip(heads, cells, strict=True)
        ),
    )


def header_row(*cells: str) -> Draft:
    return Draft(
        BlockKind.TABLE_ROW,
        cells=tuple(DraftCell("", (Line(text, 1),)) for text in cells),
        is_header_row=True,
    )


def document(*drafts: Draft, pages: int = 1) -> ParsedDocument:
    laid = [DraftPage(number, str(number)) for number in range(1, pages + 1)]
    return assemble("application/pdf", "test", laid, drafts)


def draft(kind: BlockKind, text: str) -> Draft:
    return _text(kind, text)


def _text(kind: BlockKind, text: str, *, label: str = "", level: int = 0, page: int = 1) -> Draft:
    line = Line(f"{label} {text}".strip(), page, (0.0, 0.0, 100.0, 10.0))
    return Draft(kind, (line,), label=label, level=level)
