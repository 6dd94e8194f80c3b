"""Stamps and typed remarks that say nothing in their entry: their words are only drawn."""

from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from reqx.parsing.pdf.listing import Word
from reqx.parsing.pdf.words import PageWords, read_words

_DRAWN = frozenset({pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_FREETEXT})
"""Kinds that may be drawn as words; the others are drawn as marks."""
_NORMAL = pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL


def is_drawn(annotation: Any, kind: int) -> bool:  # noqa: ANN401 - a ctypes pointer
    """Tell whether an annotation of that kind has a drawing that may hold words."""
    # Two bytes are an empty string.
    return kind in _DRAWN and pdfium.FPDFAnnot_GetAP(annotation, _NORMAL, None, 0) > 2


def drawn_words(document: PdfDocument, index: int, page: PdfPage, found: PageWords) -> list[Word]:
    """Return the words that the drawings of annotations add to the page with that index.

    They are drawn into the page as it is held in memory: nothing else may be asked of it then.
    """
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return []
    flat = document[index]
    try:
        words = _words(flat)
    finally:
        flat.close()
    if words.turn.quarters != found.turn.quarters:
        return []
    known = {_spot(word) for word in found.words}
    return [word for word in words.words if _spot(word) not in known]


def _words(page: PdfPage) -> PageWords:
    text_page = page.get_textpage()
    try:
        return read_words(page, text_page)
    finally:
        text_page.close()


def _spot(word: Word) -> tuple[str, int, int]:
    return word.text, round(word.x0), round(word.baseline)
