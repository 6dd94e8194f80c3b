"""pdfium's list of a page's characters: their text, their places, and how they look."""

import ctypes
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, repeat
from math import atan2, pi
from typing import Any, TypeAlias

import pypdfium2.raw as pdfium
from pypdfium2 import PdfTextPage

from reqx.parsing.pdf.calls import Cells, direct
from reqx.parsing.pdf.geometry import Matrix, apply, scale_of

_BOLD_NAME = re.compile(r"bold|black|heavy|demi|-bd\b", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FILL_AND_STROKE = pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
_UNPAINTED = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}
_SIZES = (1.0, 300.0)
SLANTED = 4
_MAX_SLANT = 0.1
"""Quarter turns: scanned pages lie a little askew."""


@dataclass(frozen=True, slots=True)
class Face:
    """How the characters of one text object look.

    `quarters` of a turn clockwise set them upright on the page as shown; SLANTED when none do.
    `is_painted`: the file draws them, and does not only say where they would stand.
    """

    size: float
    is_bold: bool
    quarters: int
    is_painted: bool = True


_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int
_box_of = direct(pdfium.FPDFText_GetLooseCharBox, None)
_origin_of = direct(pdfium.FPDFText_GetCharOrigin, None)
_object_of = direct(pdfium.FPDFText_GetTextObject, _ADDRESS)
_matrix_of = direct(pdfium.FPDFText_GetMatrix, None)
_font_size_of = direct(pdfium.FPDFText_GetFontSize, ctypes.c_double)
_mode_of = direct(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
_font_of = direct(pdfium.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
_weight_of = direct(pdfium.FPDFFont_GetWeight, _INT, _ADDRESS)
_name_of = direct(
    pdfium.FPDFFont_GetBaseFontName, ctypes.c_size_t, _ADDRESS, _ADDRESS, ctypes.c_size_t
)
_NAME = ctypes.create_string_buffer(256)
_boxes, _origins, _matrices = Cells("f", 4), Cells("d", 2, (0, 1)), Cells("f", 6)


class Characters:
    """pdfium's list of characters, and the faces of the text objects they belong to.

    `seen` are all the faces that were told, few of a page's thousands of objects.
    """

    def __init__(self, text_page: PdfTextPage, to_shown: Matrix) -> None:
        self._page = ctypes.byref(text_page.raw.contents)
        self._to_shown = to_shown
        self.text: str = text_page.get_text_range()
        self._index = _index_map(text_page.raw, self.text, text_page.count_chars())
        self._faces: dict[_Look, Face] = {}
        self.seen: list[Face] = []
        self._bold: dict[int | None, bool] = {}

    def indices(self, places: Iterable[int]) -> list[int]:
        """Return pdfium's index of the character at each place of the text."""
        return list(places if self._index is None else map(self._index, places))

    def boxes(self, indices: Sequence[int], sides: Iterable[int] = range(4)) -> list[list[float]]:
        """Return the loose boxes in user space: all lefts, all tops, all rights, all bottoms.

        `sides`: which of these are wanted.
        """
        found = _boxes.of(_box_of, self._page, indices)
        return [found[i::4].tolist() for i in sides]

    def origins(self, indices: Sequence[int]) -> tuple[list[float], list[float]]:
        """Return where the characters stand on their baselines, in user space: all x, all y."""
        found = _origins.of(_origin_of, self._page, indices)
        return found[0::2].tolist(), found[1::2].tolist()

    def objects(self, indices: Sequence[int]) -> list[int | None]:
        """Return the addresses of the text objects the characters belong to."""
        return list(map(_object_of, repeat(self._page), indices))

    def faces(self, objects: Sequence[int | None], indices: Sequence[int]) -> list[Face]:
        """Return the faces of the text objects that these characters belong to."""
        # Reversed: of the characters of one object, the first is asked.
        firsts = dict(zip(reversed(objects), reversed(indices), strict=True))
        looks = list(self._looks(list(firsts), list(firsts.values())))
        faces = [
            self._faces.get(look) or self._face(look, index)
            for look, index in zip(looks, firsts.values(), strict=True)
        ]
        of = dict(zip(firsts, faces, strict=True))
        return list(map(of.__getitem__, objects))

    def _looks(self, objects: Sequence[int | None], indices: Sequence[int]) -> Iterator["_Look"]:
        found = _matrices.of(_matrix_of, self._page, indices)
        return zip(
            *(found[i::6].tolist() for i in range(4)),
            map(_font_size_of, repeat(self._page), indices),
            map(_mode_of, objects),
            map(_font_of, objects),
            strict=True,
        )

    def _face(self, look: "_Look", index: int) -> Face:
        a, b, c, d, size, mode, font = look
        # The size may sit in the text matrix, with a font size of 1.
        size *= scale_of((a, b, c, d, 0.0, 0.0))
        # Filled and stroked: the weight is painted on.
        is_bold = mode == _FILL_AND_STROKE or self._is_bold(font)
        quarters, is_painted = self._quarters(a, b), mode not in _UNPAINTED
        if _SIZES[0] <= size <= _SIZES[1]:
            face = self._faces[look] = Face(size, is_bold, quarters, is_painted)
        else:
            _, (top,), _, (bottom,) = self.boxes([index])
            height = min(max(abs(top - bottom), _SIZES[0]), _SIZES[1])
            face = Face(height, is_bold, quarters, is_painted)
        self.seen.append(face)
        return face

    def _quarters(self, a: float, b: float) -> int:
        x, y = apply((*self._to_shown[:4], 0.0, 0.0), a, b)
        turns = -atan2(y, x) / (pi / 2)
        return round(turns) % 4 if abs(turns - round(turns)) < _MAX_SLANT else SLANTED

    def _is_bold(self, font: int | None) -> bool:
        if font not in self._bold:
            self._bold[font] = font is not None and _is_bold_font(font)
        return self._bold[font]


_Look: TypeAlias = tuple[float, float, float, float, float, int, int | None]
"""What a face is made from: a, b, c, d of the text's matrix, font size, render mode, font."""


def _is_bold_font(font: int) -> bool:
    # The weight is 0 for fonts that are not embedded: the name tells.
    if _weight_of(font) >= _BOLD_WEIGHT:
        return True
    # A name that is too long is not written.
    is_written = 0 < _name_of(font, _NAME, len(_NAME)) <= len(_NAME)
    return is_written and _is_bold_name(_NAME.value)


@lru_cache(maxsize=256)
def _is_bold_name(name: bytes) -> bool:
    return bool(_BOLD_NAME.search(name.decode("utf-8", "replace")))


def _index_map(raw: Any, text: str, characters: int) -> Callable[[int], int] | None:  # noqa: ANN401 - ctypes
    """Return the function from a place in the text to pdfium's index; None: they are the same."""
    if len(text) == characters:
        return None
    # pdfium counts in UTF-16 units, and leaves some characters out of the text.
    units = list(accumulate((1 + (c > "\uffff") for c in text), initial=0))
    return lambda place: max(pdfium.FPDFText_GetCharIndexFromTextIndex(raw, units[place]), 0)
