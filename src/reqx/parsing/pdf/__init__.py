"""PDF: words, lines, columns, tables, paragraphs, furniture; then blocks.

Each page is read on its own (`pages`); what repeats, what continues and what is usual can only be
told of the whole document (`furniture`, `flow`, `kinds`).
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reqx.errors import NeedsOcr, Unreadable
from reqx.model.blocks import ParsedDocument
from reqx.parsing import PDF, OnPage
from reqx.parsing.assembly import Draft, DraftPage, assemble
from reqx.parsing.pdf.drafts import Drafter
from reqx.parsing.pdf.flow import Piece, flow_of
from reqx.parsing.pdf.furniture import find_furniture
from reqx.parsing.pdf.kinds import kinds_of
from reqx.parsing.pdf.layout import lines_of
from reqx.parsing.pdf.pages import DAMAGED, ReadPage
from reqx.parsing.pdf.paragraphs import body_size
from reqx.parsing.pdf.source import PARSER, PdfSource
from reqx.parsing.pdf.tables import Table, find_headers
from reqx.parsing.pdf.warnings import sentences
from reqx.parsing.vocabulary import Vocabulary

__all__ = ["read"]


def read(path: Path, on_page: OnPage) -> ParsedDocument:
    """Read the PDF at `path`; `on_page` hears of each page.

    A page that cannot be read, has no text or only garbled text gets a warning. Raises Encrypted
    (a user password is set), Unreadable, TooLarge, and NeedsOcr when no page has text.
    """
    pages = []
    with PdfSource(path) as source:
        outline = source.outline()
        for index in range(source.pages):
            pages.append(source.read(index))
            on_page(index + 1, source.pages)
    if all(DAMAGED in page.warnings for page in pages):
        raise Unreadable(f"{path.name}: none of its {len(pages)} pages can be read")
    if not any(page.words for page in pages):
        raise NeedsOcr(f"{path.name}: none of its {len(pages)} pages has text")
    return _assembled(pages, outline)


def _assembled(pages: Sequence[ReadPage], outline: Sequence[str]) -> ParsedDocument:
    furniture = find_furniture(pages)
    body = body_size(
        line
        for page in pages
        for line in lines_of(page.columns)
        if id(line) not in furniture.elements
    )
    flow = flow_of(pages, furniture, body)
    find_headers([piece for piece in flow if isinstance(piece, Table)])
    drafter = Drafter(Vocabulary(_texts(flow)), {page.number: page for page in pages})
    return assemble(
        PDF,
        PARSER,
        [DraftPage(page.number, page.label, page.warnings) for page in pages],
        _drafts(flow, drafter, outline, body),
        furniture=tuple(furniture.texts),
        warnings=tuple(sentences(pages)),
    )


def _texts(flow: Sequence[Piece]) -> Iterator[str]:
    """Yield the text of each line."""
    for piece in flow:
        yield from (line.text for line in piece.lines)


def _drafts(
    flow: Sequence[Piece], drafter: Drafter, outline: Sequence[str], body: float
) -> Iterator[Draft]:
    found = kinds_of(flow, outline, body)
    for place, piece in enumerate(flow):
        if isinstance(piece, Table):
            yield from map(drafter.row, piece.rows)
        else:
            yield drafter.paragraph(piece, found.kinds[place], found.levels.get(place, 0))
