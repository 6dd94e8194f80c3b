"""PDF: words, lines, columns, tables, paragraphs, furniture; then blocks.

Each page is read on its own (`pages`); what repeats, what continues and what is usual can only be
told of the whole document (`furniture`, `flow`, `kinds`).
"""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from reqx.errors import NeedsOcr, Unreadable
from reqx.model.blocks import ParsedDocument
from reqx.parsing import PDF, OnPage
from reqx.parsing.assembly import Draft, DraftPage, assemble
from reqx.parsing.characters import BROKEN
from reqx.parsing.collector import collector_paused
from reqx.parsing.ocr import Ocr
from reqx.parsing.pdf.annotations import Aside
from reqx.parsing.pdf.drafts import BREAKS, Drafter
from reqx.parsing.pdf.flow import flow_of
from reqx.parsing.pdf.furniture import find_furniture
from reqx.parsing.pdf.kinds import kinds_of
from reqx.parsing.pdf.layout import lines_of
from reqx.parsing.pdf.mending import mend
from reqx.parsing.pdf.pages import DAMAGED, LEFT_OUT, SEEN, ReadPage, lost_page
from reqx.parsing.pdf.paragraphs import body_size
from reqx.parsing.pdf.placing import Piece
from reqx.parsing.pdf.shelf import Shelf
from reqx.parsing.pdf.source import PdfSource
from reqx.parsing.pdf.tables import Table, find_headers
from reqx.parsing.pdf.warnings import sentences
from reqx.parsing.vocabulary import Vocabulary

__all__ = ["read"]


def read(
    path: Path, on_page: OnPage, left_out: Collection[int] = (), ocr: Ocr = Ocr.OFF
) -> ParsedDocument:
    """Read the PDF at `path` but for the pages `left_out`; `on_page` hears of each page.

    A page that is left out, cannot be read, has no text or only garbled text gets a warning; so
    does one that OCR read. Raises Encrypted (a user password is set), Unreadable, TooLarge, and
    NeedsOcr when no page has text; ConfigurationError when OCR must be there and is not.
    """
    with PdfSource(path, ocr) as source, source.collector():
        outline, shelf = source.outline(), Shelf(source.pages)
        on_page(0, source.pages)
        for index in range(source.pages):
            is_left_out = index + 1 in left_out
            shelf.put(lost_page(index + 1, LEFT_OUT) if is_left_out else source.read(index))
            on_page(index + 1, source.pages)
        pages = shelf.pages
        parser = source.parser(has_seen=any(SEEN in page.warnings for page in pages))
    if all(DAMAGED in page.warnings for page in pages):
        raise Unreadable(f"{path.name}: none of its {len(pages)} pages can be read")
    if not any(page.words or (page.asides and not page.warnings) for page in pages):
        raise NeedsOcr(f"{path.name}: none of its {len(pages)} pages has text{_scanned(pages)}")
    return _assembled(shelf, outline, parser)


def _scanned(pages: Sequence[ReadPage]) -> str:
    """Say which pages are pictures, and what became of them."""
    told = " ".join(sentences(pages))
    return f". {told}" if told else ""


@collector_paused()
def _assembled(shelf: Shelf, outline: Sequence[str], parser: str) -> ParsedDocument:
    pages = shelf.take()
    mended = mend(pages)
    furniture = find_furniture(pages)
    body = body_size(
        line
        for page in pages
        for line in lines_of(page.columns)
        if id(line) not in furniture.elements
    )
    flow = flow_of(pages, furniture, body)
    for page in pages:
        page.columns = []
    find_headers([piece for piece in flow if isinstance(piece, Table)])
    drafter = Drafter(_vocabulary(flow), {page.number: page for page in pages})
    return assemble(
        PDF,
        parser,
        [DraftPage(page.number, page.label, page.warnings) for page in pages],
        _drafts(flow, drafter, outline, body),
        furniture=tuple(furniture.texts),
        warnings=(*sentences(pages), *mended),
    )


def _vocabulary(flow: Sequence[Piece]) -> Vocabulary:
    """Return the document's words, if any of them may be broken at the end of a line."""
    texts = [line.text for piece in flow if not isinstance(piece, Aside) for line in piece.lines]
    text = "\n".join([*texts, ""])
    has_breaks = BROKEN in text or any(f"{mark}\n" in text for mark in BREAKS)
    return Vocabulary(texts if has_breaks else ())


def _drafts(
    flow: list[Piece], drafter: Drafter, outline: Sequence[str], body: float
) -> Iterator[Draft]:
    """Yield the drafts; each piece leaves the flow, so that its lines do not outlive its block."""
    found = kinds_of(flow, outline, body)
    flow.reverse()
    for place in range(len(flow)):
        piece = flow.pop()
        if isinstance(piece, Table):
            yield from map(drafter.row, piece.rows)
        elif isinstance(piece, Aside):
            yield drafter.aside(piece)
        else:
            yield drafter.paragraph(piece, found.kinds[place], found.levels.get(place, 0))
