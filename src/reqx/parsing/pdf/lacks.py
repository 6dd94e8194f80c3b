"""How to tell that a page shows more than its words: it is a picture, or its letters are lost."""

import re

import pypdfium2.raw as pdfium
from pypdfium2 import PdfObject, PdfPage

from reqx.parsing.pdf.objects import objects_of, text_bounds

_DEPTH = 3
_LARGE = 0.05
"""Share of the page that a logo does not reach."""
_MANY = 100
"""More paths than a page's borders and rules; more spaces than it has empty lines."""
_WHOLE, _STAMP = 0.7, 15
"""Share of the page that its scan covers at least; words of a stamp or a running number."""
_COARSE = 20 / 72
_LIGHT, _PAPER, _PRINTED = 200, 0.5, 0.005
"""A grey that is paper; the least shares of paper and of print on a page that was scanned."""
_SHORT = 200
_EAST_ASIAN = re.compile("[\u2e80-\ud7ff\uf900-\uffef\U00020000-\U0003ffff]")
_FLAT = 0.01
"""Width in points of letters of which the reader knows none."""


def has_picture(page: PdfPage) -> bool:
    """Tell whether the page shows an image, or letters drawn as outlines."""
    kinds = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING)
    area = page.get_width() * page.get_height()
    outlines = 0
    for item in page.get_objects(filter=kinds, max_depth=_DEPTH):
        outlines += item.type == pdfium.FPDF_PAGEOBJ_PATH
        is_image = item.type != pdfium.FPDF_PAGEOBJ_PATH
        if outlines > _MANY or (is_image and _size(item) > _LARGE * area):
            return True
    return False


def is_stamped_scan(page: PdfPage, words: int) -> bool:
    """Tell whether so few words are a stamp or a number on the scan of a printed page.

    A photograph behind the title of a cover is no such scan: it is not mostly paper.
    """
    if words > _STAMP:
        return False
    area = page.get_width() * page.get_height()
    images = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=_DEPTH)
    return any(_size(image) > _WHOLE * area for image in images) and _is_print_on_paper(page)


def is_mute(page: PdfPage, text: str) -> bool:
    """Tell whether most of what is set as text on the page is missing in its `text`.

    pdfium passes over letters that are missing in a font of the system: East Asian ones, of fonts
    that the file does not bring along.
    """
    if len(text) > _SHORT and (text.isascii() or not _EAST_ASIAN.search(text)):
        return False
    boxes = list(text_bounds(objects_of(page.raw), _DEPTH - 1))
    mute = [(bottom, top) for left, bottom, right, top in boxes if right - left < _FLAT]
    # A space has neither width nor height: a page of empty lines has some.
    upright = sum(top - bottom > _FLAT for bottom, top in mute)
    has_lost = upright > len(mute) / 2 or len(mute) > max(_MANY, len(text))
    return has_lost and len(mute) > len(boxes) / 2


def _size(item: PdfObject) -> float:
    left, bottom, right, top = item.get_bounds()
    return float((right - left) * (top - bottom))


def _is_print_on_paper(page: PdfPage) -> bool:
    bitmap = page.render(scale=_COARSE, grayscale=True, draw_annots=False, may_draw_forms=False)
    try:
        shades = bytes(memoryview(bitmap.buffer).cast("B"))
        rows = [shades[row * bitmap.stride :][: bitmap.width] for row in range(bitmap.height)]
    finally:
        bitmap.close()
    pixels = b"".join(rows)
    light = sum(shade >= _LIGHT for shade in pixels) / max(len(pixels), 1)
    return _PAPER <= light <= 1 - _PRINTED
