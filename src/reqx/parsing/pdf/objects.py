"""What a page is made of: pdfium's page objects, by their addresses, and those within forms."""

from collections.abc import Iterator, Sequence
from ctypes import byref, c_int, c_void_p, cast
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

from reqx.model.blocks import BBox
from reqx.parsing.pdf.calls import direct, memory

_MAX_OBJECTS = 60_000
TEXT = int(pdfium.FPDF_PAGEOBJ_TEXT)
PATH = int(pdfium.FPDF_PAGEOBJ_PATH)
FORM = int(pdfium.FPDF_PAGEOBJ_FORM)

_page_object = direct(pdfium.FPDFPage_GetObject, c_void_p)
_form_object = direct(pdfium.FPDFFormObj_GetObject, c_void_p)
_bounds_of = direct(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p)
_BOUNDS, _WRITTEN = memory("f", 4)
kind_of = direct(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
"""The kind of the object at an address: TEXT, PATH, FORM or another."""


def objects_of(page: Any) -> list[int]:  # noqa: ANN401 - a ctypes pointer
    """Return where the page's objects are, in the order in which they are drawn."""
    count = min(pdfium.FPDFPage_CountObjects(page), _MAX_OBJECTS)
    return list(map(_page_object, repeat(byref(page.contents)), range(count)))


def objects_in(form: Any) -> list[int]:  # noqa: ANN401 - a ctypes pointer
    """Return where the objects of a form are."""
    count = min(pdfium.FPDFFormObj_CountObjects(form), _MAX_OBJECTS)
    return list(map(_form_object, repeat(byref(form.contents)), range(count)))


def pointer(where: int) -> Any:  # noqa: ANN401 - a ctypes pointer
    """Return the address as pypdfium2's functions want it."""
    return cast(where, pdfium.FPDF_PAGEOBJECT)


def bounds_of(where: int) -> BBox:
    """Return left, bottom, right and top in the space the object is drawn in."""
    if not _bounds_of(where, *_WRITTEN):
        return 0.0, 0.0, 0.0, 0.0
    left, bottom, right, top = _BOUNDS
    return left, bottom, right, top


def text_bounds(items: Sequence[int], depth: int) -> Iterator[BBox]:
    """Yield the bounds of the texts among these objects and within forms, so deep."""
    for where in items:
        kind = kind_of(where)
        if kind == TEXT:
            yield bounds_of(where)
        elif kind == FORM and depth:
            yield from text_bounds(objects_in(pointer(where)), depth - 1)
