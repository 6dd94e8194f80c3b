"""One page of a PDF, read: its lines and tables in reading order, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from reqx.model.blocks import BBox
from reqx.parsing.characters import is_garbled
from reqx.parsing.ocr import Engine, GaveUp
from reqx.parsing.pdf.annotations import Aside, read_asides, set_among
from reqx.parsing.pdf.filled import set_in_cells
from reqx.parsing.pdf.geometry import IDENTITY, Matrix, box_through
from reqx.parsing.pdf.grid import Grid
from reqx.parsing.pdf.lacks import has_picture, is_mute, is_stamped_scan
from reqx.parsing.pdf.layout import Column, columns_of, every_line, is_crowded, plain_columns
from reqx.parsing.pdf.ruling import Ruling, read_ruling
from reqx.parsing.pdf.scans import over, see_page
from reqx.parsing.pdf.shaded import every_grid
from reqx.parsing.pdf.strings import string_from
from reqx.parsing.pdf.tables import claim
from reqx.parsing.pdf.unruled import with_columns
from reqx.parsing.pdf.words import PageWords, read_words

NEEDS_OCR = "needs_ocr"
GARBLED = "garbled"
CROWDED = "crowded"
DRAWN = "drawn"
DAMAGED = "damaged"
LEFT_OUT = "left out"
SEEN = "ocr"
WORDLESS = "wordless"
GIVEN_UP = "ocr_failed"
ANNOTATED = "annotated"
UNSEEN = "unseen"


@dataclass(slots=True)
class ReadPage:
    """A page's columns; its width and height as read.

    `back` leads from the page as read to the page as shown. `words` is their number, `unseen` that
    of those nobody sees. `confidence` (0 to 1) is that of OCR, where OCR read the page. `grids` are
    its ruled tables.
    """

    number: int
    label: str | None
    size: tuple[float, float]
    back: Matrix
    columns: list[Column] = field(default_factory=list)
    warnings: tuple[str, ...] = ()
    words: int = 0
    unseen: int = 0
    asides: list[Aside] = field(default_factory=list)
    confidence: float | None = None
    grids: Sequence[Grid] = ()

    def shown_box(self, box: BBox) -> BBox:
        """Return where a box on the page as read lies on the page as shown, in 0.01 points."""
        x0, y0, x1, y1 = box if self.back == IDENTITY else box_through(self.back, box)
        return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)


def read_page(
    document: PdfDocument, index: int, engine: Engine | None = None, before: Sequence[Grid] = ()
) -> ReadPage:
    """Read the page with that index, from 0; `engine` is asked where there is no text of use.

    `before` are the grids of the page before, which may go on.
    """
    label = string_from(pdfium.FPDF_GetPageLabel, document, index) or None
    page = document[index]
    try:
        found, lacks, confidence = _words_of(page, engine)
        ruling = read_ruling(page, found.matrix)
        grids = every_grid(ruling)
        asides, has_more = read_asides(document, index, page, found)
    finally:
        page.close()
    warnings = (*lacks, *_warnings(found, ruling, has_more=has_more))
    read = ReadPage(index + 1, label, found.size, found.turn.back, warnings=warnings)
    read.confidence = confidence
    read.grids = [with_columns(grid, found.words) for grid in grids]
    read.asides = set_in_cells(found, set_among(found, asides), read.grids)
    _lay_out(read, found, before)
    return read


def _words_of(
    page: PdfPage, engine: Engine | None
) -> tuple[PageWords, tuple[str, ...], float | None]:
    """Return the page's words, what is wrong with them, and how sure OCR is where it read them."""
    text_page = page.get_textpage()
    try:
        found = read_words(page, text_page)
    finally:
        text_page.close()
    lack = _lack(page, found)
    if not lack:
        return found, (), None
    if engine is None:
        return found, (lack,), None
    try:
        seen = see_page(page, engine)
    except GaveUp:
        return found, (lack, GIVEN_UP), None
    if not seen.words.texts:
        return found, (lack if lack == GARBLED else WORDLESS,), None
    words = seen.words if lack == GARBLED else over(seen.words, found)
    return words, (SEEN,), seen.confidence


def _lack(page: PdfPage, found: PageWords) -> str:
    """Return why the words are not what is printed, or not all of it; "" if they are."""
    words = found.texts
    text = " ".join(words)
    if is_mute(page, text) or is_garbled(words):
        return GARBLED
    is_picture = is_stamped_scan(page, len(words)) if text else has_picture(page)
    return NEEDS_OCR if is_picture else ""


def _lay_out(read: ReadPage, found: PageWords, before: Sequence[Grid]) -> None:
    read.words, read.unseen = len(found.texts), found.unseen
    columns = None if read.grids else plain_columns(found)
    if columns is None:
        tables, free = claim(read.grids, found.words, read.size, before)
        columns = columns_of(free, tables)
    read.columns = columns
    for line in every_line(read.columns):
        line.page = read.number


def _warnings(found: PageWords, ruling: Ruling, *, has_more: bool) -> list[str]:
    told = {
        CROWDED: is_crowded(len(found.texts)),
        DRAWN: ruling.is_capped,
        ANNOTATED: has_more,
        UNSEEN: found.unseen > 0,
    }
    return [warning for warning, is_so in told.items() if is_so]


def lost_page(number: int, why: str = DAMAGED) -> ReadPage:
    """Return what stands for a page that is not read."""
    return ReadPage(number, None, (0.0, 0.0), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), warnings=(why,))
