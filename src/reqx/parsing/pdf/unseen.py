"""Words of a page that nobody sees: white on white, too small to read, or never painted.

They may be a remainder of editing, or meant for the reader alone (planted for a program that
reads). Either way they are read, and counted: nothing binds unseen. Words under something that is
drawn over them are not told.
"""

import ctypes
from collections.abc import Callable, Sequence
from contextlib import closing
from math import ceil

import pypdfium2.raw as pdfium
from pypdfium2 import PdfBitmap, PdfPage, PdfPosConv

from reqx.parsing.pdf.calls import direct, memory
from reqx.parsing.pdf.found import Found
from reqx.parsing.pdf.glyphs import Characters
from reqx.parsing.pdf.lacks import has_picture

_TINY = 2.0
"""Points: a third of the smallest print."""
_PALE, _CLEAR = 235, 8
"""The least red, green and blue of what may be lost on paper; the alpha below which nothing is."""
_CONTRAST = 16
"""Shades of grey between a letter and its ground that an eye may tell."""

_colour_of = direct(pdfium.FPDFPageObj_GetFillColor, ctypes.c_int, ctypes.c_void_p)
_COLOUR, _WRITTEN = memory("I", 4)

Pixels = tuple[int, int, int, int]


def unseen(page: PdfPage, characters: Characters, found: Found) -> int:
    """Return how many of the words nobody sees.

    Where a page is a scan, words that are not painted are what OCR read in it: they are seen.
    """
    tiny = unpainted = 0
    # Few pages have any: all words are looked at where one face is so.
    if any(face.size < _TINY or not face.is_painted for face in characters.seen):
        tiny = sum(face.size < _TINY for face in found.faces)
        unpainted = sum(not face.is_painted for face in found.faces)
    if unpainted and has_picture(page):
        unpainted = 0
    pale = _pale(found.objects)
    places = [i for i, item in enumerate(found.objects) if item in pale] if pale else []
    return tiny + unpainted + (_lost(page, characters, found, places) if places else 0)


def _pale(objects: Sequence[int | None]) -> set[int | None]:
    """Return the text objects that are filled with nearly white, or with nothing at all."""
    cells = _COLOUR
    red, green, blue, alpha = _WRITTEN
    return {
        item
        for item in set(objects)
        if _colour_of(item, red, green, blue, alpha)
        # First what costs little: most text is dark, or its red is.
        and (cells[3] < _CLEAR or (cells[0] >= _PALE and min(cells[:3]) >= _PALE))
    }


def _lost(page: PdfPage, characters: Characters, found: Found, places: Sequence[int]) -> int:
    """Return how many of the words at these places do not stand out from what is behind them."""
    lefts, tops, bottoms = characters.boxes([found.firsts[i] for i in places], (0, 1, 3))
    (rights,) = characters.boxes([found.lasts[i] for i in places], (2,))
    width, height = ceil(page.get_width()), ceil(page.get_height())
    to_bitmap = PdfPosConv(page, (0, 0, width, height, 0)).to_bitmap
    boxes = [_pixels(to_bitmap, box) for box in zip(lefts, bottoms, rights, tops, strict=True)]
    # What lies outside of the page is nothing.
    shown = [inside for box in boxes if (inside := _inside(box, width, height))]
    if not shown:
        return 0
    left, top = min(box[0] for box in shown), min(box[1] for box in shown)
    right, bottom = max(box[2] for box in shown), max(box[3] for box in shown)
    # No more of the page is drawn than they take: pictures elsewhere need not be unpacked.
    around = (left, height - bottom, width - right, top)
    drawn = page.render(crop=around, grayscale=True, draw_annots=False, may_draw_forms=False)
    with closing(drawn) as bitmap:
        return sum(_is_even(bitmap, _moved(box, -left, -top)) for box in shown)


def _pixels(
    to_bitmap: Callable[[float, float], tuple[int, int]], box: tuple[float, float, float, float]
) -> Pixels:
    """Return the pixels of a box in user space: left, top, and right and bottom exclusive."""
    (ax, ay), (bx, by) = to_bitmap(box[0], box[1]), to_bitmap(box[2], box[3])
    return min(ax, bx), min(ay, by), max(ax, bx) + 1, max(ay, by) + 1


def _inside(pixels: Pixels, width: int, height: int) -> Pixels | None:
    """Return the part of a box that is on the page, None for none."""
    left, top, right, bottom = pixels
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _moved(pixels: Pixels, x: int, y: int) -> Pixels:
    left, top, right, bottom = pixels
    return left + x, top + y, right + x, bottom + y


def _is_even(bitmap: PdfBitmap, pixels: Pixels) -> bool:
    """Tell whether a part of the picture is of one shade."""
    left, top, right, bottom = pixels
    shades = memoryview(bitmap.buffer).cast("B")
    rows = [
        shades[y * bitmap.stride + left : y * bitmap.stride + right] for y in range(top, bottom)
    ]
    return max(map(max, rows)) - min(map(min, rows)) < _CONTRAST
