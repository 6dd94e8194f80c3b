"""What stands on a page beside its text: values in the fields of forms, and comments."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfPage

from reqx.model.blocks import BBox, BlockKind
from reqx.parsing.characters import normalise
from reqx.parsing.pdf.appearances import drawn_words, is_drawn
from reqx.parsing.pdf.forms import CHECKED, UNCHECKED, Form
from reqx.parsing.pdf.geometry import Matrix, box_through, overlap
from reqx.parsing.pdf.listing import Word
from reqx.parsing.pdf.strings import string_from
from reqx.parsing.pdf.words import PageWords

_COMMENTS = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_FREETEXT,
        pdfium.FPDF_ANNOT_LINE,
        pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_POLYGON,
        pdfium.FPDF_ANNOT_POLYLINE,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT,
        pdfium.FPDF_ANNOT_STAMP,
        pdfium.FPDF_ANNOT_CARET,
        pdfium.FPDF_ANNOT_INK,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
    }
)
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_MAX_ANNOTATIONS, _MAX_ASIDES = 5_000, 500
"""Each aside is held against every word of the page; no page that people fill in has so many."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffe]")
_FAR = 40.0
"""A mark this far, in points, from the next word belongs to none."""
_MARGIN = 2.0
"""How far, in points, a value may be printed outside of its field."""


@dataclass(frozen=True, slots=True)
class Aside:
    """The value of a form's field, or a comment. Its box is on the page as read.

    `part` is "field" and the field's full name, or "comment".
    """

    kind: BlockKind
    text: str
    bbox: BBox
    part: str
    page: int


def read_asides(
    document: PdfDocument, index: int, page: PdfPage, found: PageWords
) -> tuple[list[Aside], bool]:
    """Return what the page with that index shows beside its text, in the order of the file.

    What its text says at the same place (a form printed with its values) is left out. The second
    tells whether there is more than is read of one page.
    """
    asides = list(islice(_asides(document, index, page, found.matrix), _MAX_ASIDES + 1))
    has_more = pdfium.FPDFPage_GetAnnotCount(page) > _MAX_ANNOTATIONS or len(asides) > _MAX_ASIDES
    asides = _with_drawn(asides[:_MAX_ASIDES], document, index, page, found)
    if not asides:
        return [], has_more
    known = set(found.texts)
    unprinted = [
        aside
        for aside in asides
        if not (known.issuperset(aside.text.split()) and _is_printed(aside, found.words))
    ]
    return unprinted, has_more


def _with_drawn(
    asides: Sequence[Aside], document: PdfDocument, index: int, page: PdfPage, found: PageWords
) -> list[Aside]:
    """Give those without a text the words that are drawn in their boxes; drop what has none."""
    said = [aside for aside in asides if aside.text]
    if len(said) == len(asides):
        return said
    words = drawn_words(document, index, page, found)
    for aside in asides:
        text = " ".join(word.text for word in words if _is_in(word, aside.bbox))
        said += [replace(aside, text=text)] if text and not aside.text else []
    return said


def set_among(found: PageWords, asides: Sequence[Aside]) -> list[Aside]:
    """Add the boxes to tick to the words they stand beside; return the asides that remain.

    In "☐ yes ☒ no" the mark means nothing apart from its word.
    """
    if not any(aside.text in {CHECKED, UNCHECKED} for aside in asides):
        return list(asides)
    words = found.words
    printed, remain = list(words), []
    for aside in asides:
        near = _nearest(aside, printed) if aside.text in {CHECKED, UNCHECKED} else None
        if near is None:
            remain.append(aside)
            continue
        x0, _, x1, _ = aside.bbox
        x1 = min(x1, near.x0) if near.x0 > x0 else x1
        # No neighbour in the order of the file: the mark was not printed with any word.
        order = len(printed) + 2 * len(words)
        words.append(replace(near, text=aside.text, x0=x0, x1=x1, is_bold=False, order=order))
    return remain


def _nearest(aside: Aside, words: Iterable[Word]) -> Word | None:
    x0, top, x1, bottom = aside.bbox
    gaps = [
        (max(word.x0 - x1, x0 - word.x1), word)
        for word in words
        if not word.quarters and overlap(word.top, word.bottom, top, bottom) > word.size / 2
    ]
    gap, word = min(gaps, key=lambda item: item[0], default=(_FAR, None))
    return word if gap < _FAR else None


def _asides(document: PdfDocument, index: int, page: PdfPage, matrix: Matrix) -> Iterator[Aside]:
    count = min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)
    form: Form | None = None
    for place in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page, place)
        try:
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind not in _COMMENTS and kind != pdfium.FPDF_ANNOT_WIDGET:
                continue
            # Most documents have no fields: their forms are never opened.
            form = form or Form(document)
            yield from _read(annotation, kind, form, matrix, index + 1)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _read(
    annotation: Any,  # noqa: ANN401 - a ctypes pointer
    kind: int,
    form: Form,
    matrix: Matrix,
    page: int,
) -> Iterator[Aside]:
    if pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
        return
    box = box_through(matrix, _box(annotation))
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        part = f"field {form.name(annotation)}".strip()
        field = Aside(BlockKind.FORM_FIELD, _clean(form.value(annotation)), box, part, page)
        if field.text:
            yield field
    else:
        contents = string_from(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
        comment = Aside(BlockKind.COMMENT, _clean(contents), box, "comment", page)
        if comment.text or is_drawn(annotation, kind):
            yield comment


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub("", normalise(text)).split())


def _box(annotation: Any) -> BBox:  # noqa: ANN401 - a ctypes pointer
    rect = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(annotation, rect)
    return rect.left, rect.bottom, rect.right, rect.top


def _is_printed(aside: Aside, words: Iterable[Word]) -> bool:
    """Tell whether the words that stand in the box hold all of the aside's."""
    printed = {word.text for word in words if _is_in(word, aside.bbox)}
    return bool(printed) and _all_in(aside.text.split(), printed)


def _all_in(words: Iterable[str], printed: Collection[str]) -> bool:
    return all(word in printed for word in words)


def _is_in(word: Word, box: BBox) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    x0, top, x1, bottom = box
    return x0 - _MARGIN <= x <= x1 + _MARGIN and top - _MARGIN <= y <= bottom + _MARGIN
