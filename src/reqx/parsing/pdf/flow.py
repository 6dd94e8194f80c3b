"""The document as one flow: paragraphs and tables of all pages, joined over columns and pages."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from reqx.parsing.characters import BROKEN
from reqx.parsing.contents import is_caption, is_entry
from reqx.parsing.pdf.footnotes import with_notes
from reqx.parsing.pdf.furniture import Furniture
from reqx.parsing.pdf.layout import Column, lines_of
from reqx.parsing.pdf.lines import TextLine
from reqx.parsing.pdf.pages import ReadPage
from reqx.parsing.pdf.paragraphs import Paragraph, paragraphs_of
from reqx.parsing.pdf.placing import Piece, placed
from reqx.parsing.pdf.sentences import ends_sentence, is_open
from reqx.parsing.pdf.tables import Table

_USUAL = 0.75
"""Share of the pages that reach no further than what is called usual."""


def flow_of(pages: Sequence[ReadPage], furniture: Furniture, body: float) -> list[Piece]:
    """Return the document's pieces in reading order, without the furniture."""
    flow: list[Piece] = []
    rights = _usual_rights(pages, furniture)
    for page in pages:
        start = len(flow)
        right = rights.get(_format(page), 0.0) if len(page.columns) == 1 else 0.0
        for column in page.columns:
            pieces = with_notes(list(_pieces(column, furniture, right)), body)
            if pieces and isinstance(pieces[0], Paragraph):
                _continue(flow, pieces)
            flow += pieces
        if page.asides:
            flow[start:] = placed(flow[start:], page.asides)
    return flow


def _usual_rights(pages: Iterable[ReadPage], furniture: Furniture) -> dict[tuple[int, int], float]:
    """Return how far text usually reaches on the pages of one column, by the pages' format."""
    reached: dict[tuple[int, int], list[float]] = defaultdict(list)
    for page in pages:
        lines = lines_of(page.columns)
        ends = [line.x1 for line in lines if id(line) not in furniture.elements]
        if len(page.columns) == 1 and ends:
            reached[_format(page)].append(max(ends))
    return {size: sorted(ends)[round(_USUAL * (len(ends) - 1))] for size, ends in reached.items()}


def _format(page: ReadPage) -> tuple[int, int]:
    return round(page.size[0]), round(page.size[1])


def _pieces(column: Column, furniture: Furniture, right: float) -> Iterator[Piece]:
    lines: list[TextLine] = []
    for element in column.elements:
        if id(element) in furniture.elements:
            continue
        if isinstance(element, Table):
            yield from paragraphs_of(lines, right)
            lines = []
            yield element
        else:
            lines.append(element)
    yield from paragraphs_of(lines, right)


def _continue(flow: list[Piece], pieces: list[Piece]) -> None:
    """Join the first of `pieces` to the paragraph it continues.

    The footnotes and asides between them go before it: pieces stay in the order of their pages.
    """
    place = _last_text(flow)
    if place is None:
        return
    before, after = flow[place], pieces[0]
    if isinstance(before, Paragraph) and isinstance(after, Paragraph) and continues(before, after):
        before.lines += after.lines
        pieces.pop(0)
        flow.append(flow.pop(place))


def _last_text(flow: Sequence[Piece]) -> int | None:
    for place in range(len(flow) - 1, -1, -1):
        piece = flow[place]
        if isinstance(piece, Table):
            return None
        if isinstance(piece, Paragraph) and not piece.is_note:
            return place
    return None


def continues(before: Paragraph, after: Paragraph) -> bool:
    """Tell whether `after`, in the next column or page, goes on with the sentence of `before`."""
    last, first = before.last, after.first
    if last.text.endswith(BROKEN):
        return True
    if ends_sentence(last.text) or _is_other(before, after):
        return False
    if first.text[:1].islower() or last.text.endswith((",", "-")) or is_open(last.text):
        return after.label is None
    is_full = before.right - last.x1 < 3 * last.size
    return is_full and after.label is None and not before.is_bold


def _is_other(before: Paragraph, after: Paragraph) -> bool:
    last, first = before.last, after.first
    return (
        abs(last.size - first.size) > 0.06 * last.size
        or (last.is_bold != first.starts_bold and before.is_bold != after.is_bold)
        or is_entry(last.text)
        or is_caption(before.text)
        or (is_caption(after.text) and not is_open(last.text))
    )
