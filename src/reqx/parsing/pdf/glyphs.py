"""pdfium's list of a page's characters: their text, their places, and how they look."""

import ctypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from math import atan2, pi
from typing import Any

import pypdfium2.raw as pdfium
from pypdfium2 import PdfTextPage

from reqx.model.blocks import BBox
from reqx.parsing.pdf.geometry import Matrix, apply, scale_of

_BOLD_NAME = re.compile(r"bold|black|heavy|demi|-bd\b", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FILL_AND_STROKE = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
_SIZES = (1.0, 300.0)
SLANTED = 4
_MAX_SLANT = 0.1
"""Quarter turns: scanned pages lie a little askew."""


@dataclass(frozen=True, slots=True)
class Face:
    """How the characters of one text object look.

    `quarters` of a turn clockwise set them upright on the page as shown; SLANTED when none do.
    """

    size: float
    is_bold: bool
    quarters: int


class Characters:
    """pdfium's list of characters, and the faces of the text objects they belong to."""

    def __init__(self, text_page: PdfTextPage, to_shown: Matrix) -> None:
        self._raw = text_page.raw
        self._to_shown = to_shown
        self.text: str = text_page.get_text_range()
        self.index = _index_map(self._raw, self.text, text_page.count_chars())
        self._faces: dict[int | None, Face] = {}
        self._bold: dict[int | None, bool] = {}
        self._rect = pdfium.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def box(self, index: int) -> BBox:
        """Return the character's loose box in user space: left, bottom, right, top."""
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self._raw, index, rect)
        return rect.left, rect.bottom, rect.right, rect.top

    def origin(self, index: int) -> tuple[float, float]:
        """Return where the character stands on its baseline, in user space."""
        pdfium.FPDFText_GetCharOrigin(self._raw, index, self._x, self._y)
        return self._x.value, self._y.value

    def face(self, index: int) -> Face:
        """Return the face of the text object the character belongs to."""
        text_object = pdfium.FPDFText_GetTextObject(self._raw, index)
        key = _address(text_object)
        if key not in self._faces:
            self._faces[key] = self._read_face(index, text_object)
        return self._faces[key]

    def _read_face(self, index: int, text_object: Any) -> Face:  # noqa: ANN401 - a ctypes pointer
        values = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._raw, index, values)
        matrix = (values.a, values.b, values.c, values.d, 0.0, 0.0)
        # The size may sit in the text matrix, with a font size of 1.
        size = pdfium.FPDFText_GetFontSize(self._raw, index) * scale_of(matrix)
        if not _SIZES[0] <= size <= _SIZES[1]:
            box = self.box(index)
            size = min(max(abs(box[3] - box[1]), _SIZES[0]), _SIZES[1])
        return Face(size, self._is_bold(text_object), self._quarters(values.a, values.b))

    def _quarters(self, a: float, b: float) -> int:
        x, y = apply((*self._to_shown[:4], 0.0, 0.0), a, b)
        turns = -atan2(y, x) / (pi / 2)
        return round(turns) % 4 if abs(turns - round(turns)) < _MAX_SLANT else SLANTED

    def _is_bold(self, text_object: Any) -> bool:  # noqa: ANN401 - a ctypes pointer
        if not text_object:
            return False
        # Filled and stroked: the weight is painted on.
        if pdfium.FPDFTextObj_GetTextRenderMode(text_object) == _FILL_AND_STROKE:
            return True
        font = pdfium.FPDFTextObj_GetFont(text_object)
        key = _address(font)
        if key not in self._bold:
            self._bold[key] = bool(font) and _is_bold_font(font)
        return self._bold[key]


def _address(pointer: Any) -> int | None:  # noqa: ANN401 - a ctypes pointer
    return ctypes.cast(pointer, ctypes.c_void_p).value if pointer else None


def _is_bold_font(font: Any) -> bool:  # noqa: ANN401 - a ctypes pointer
    # The weight is 0 for fonts that are not embedded: the name tells.
    if pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT:
        return True
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return bool(_BOLD_NAME.search(buffer.value.decode("utf-8", "replace")))


def _index_map(raw: Any, text: str, count: int) -> Callable[[int], int]:  # noqa: ANN401 - ctypes
    """Return the function from a place in the text to pdfium's index of the character."""
    if len(text) == count:
        return int
    # pdfium counts in UTF-16 units, and leaves some characters out of the text.
    units = list(accumulate((1 + (c > "\uffff") for c in text), initial=0))
    return lambda place: max(pdfium.FPDFText_GetCharIndexFromTextIndex(raw, units[place]), 0)
