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


def direct(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:  # noqa: ANN401 - ctypes
    """Return one of pdfium's functions, taking and giving plain addresses.

    The typed pointers of pypdfium2's own are half the price of a call, and there are five a word.
    """
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_box_of = direct(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
_origin_of = direct(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
_object_of = direct(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
_matrix_of = direct(pdfium.FPDFText_GetMatrix, _INT, _ADDRESS, _INT, _ADDRESS)
_font_size_of = direct(pdfium.FPDFText_GetFontSize, ctypes.c_double, _ADDRESS, _INT)
_mode_of = direct(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
_font_of = direct(pdfium.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)


class Characters:
    """pdfium's list of characters, and the faces of the text objects they belong to."""

    def __init__(self, text_page: PdfTextPage, to_shown: Matrix) -> None:
        self._page = address(text_page.raw)
        self._to_shown = to_shown
        self.text: str = text_page.get_text_range()
        self.index = _index_map(text_page.raw, self.text, text_page.count_chars())
        self._faces: dict[int | None, Face] = {}
        self._bold: dict[int | None, bool] = {}
        self._scales: dict[tuple[float, float, float, float], tuple[float, int]] = {}
        self._rect, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._to_rect, self._to_matrix, self._to_x, self._to_y = map(
            ctypes.addressof, (self._rect, self._matrix, self._x, self._y)
        )

    def box(self, index: int) -> BBox:
        """Return the character's loose box in user space: left, bottom, right, top."""
        _box_of(self._page, index, self._to_rect)
        rect = self._rect
        return rect.left, rect.bottom, rect.right, rect.top

    def origin(self, index: int) -> tuple[float, float]:
        """Return where the character stands on its baseline, in user space."""
        _origin_of(self._page, index, self._to_x, self._to_y)
        return self._x.value, self._y.value

    def face(self, index: int) -> Face:
        """Return the face of the text object the character belongs to."""
        text_object = _object_of(self._page, index)
        face = self._faces.get(text_object)
        if face is None:
            face = self._faces[text_object] = self._read_face(index, text_object)
        return face

    def _read_face(self, index: int, text_object: int | None) -> Face:
        _matrix_of(self._page, index, self._to_matrix)
        values = self._matrix
        linear = (values.a, values.b, values.c, values.d)
        if linear not in self._scales:
            self._scales[linear] = scale_of((*linear, 0.0, 0.0)), self._quarters(*linear[:2])
        scale, quarters = self._scales[linear]
        # The size may sit in the text matrix, with a font size of 1.
        size = _font_size_of(self._page, index) * scale
        if not _SIZES[0] <= size <= _SIZES[1]:
            box = self.box(index)
            size = min(max(abs(box[3] - box[1]), _SIZES[0]), _SIZES[1])
        return Face(size, self._is_bold(text_object), quarters)

    def _quarters(self, a: float, b: float) -> int:
        x, y = apply((*self._to_shown[:4], 0.0, 0.0), a, b)
        turns = -atan2(y, x) / (pi / 2)
        return round(turns) % 4 if abs(turns - round(turns)) < _MAX_SLANT else SLANTED

    def _is_bold(self, text_object: int | None) -> bool:
        if text_object is None:
            return False
        # Filled and stroked: the weight is painted on.
        if _mode_of(text_object) == _FILL_AND_STROKE:
            return True
        font = _font_of(text_object)
        if font not in self._bold:
            self._bold[font] = font is not None and _is_bold_font(
                ctypes.cast(font, pdfium.FPDF_FONT)
            )
        return self._bold[font]


def address(pointer: Any) -> int | None:  # noqa: ANN401 - a ctypes pointer
    """Return where a pointer of pypdfium2 leads; None for nowhere."""
    return ctypes.cast(pointer, ctypes.c_void_p).value


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
