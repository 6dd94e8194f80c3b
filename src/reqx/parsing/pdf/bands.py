"""What stands near the top and the bottom of a page, where running headers and footers do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from reqx.parsing.labels import LabelKind, label_of
from reqx.parsing.pdf.lines import TextLine
from reqx.parsing.pdf.pages import ReadPage
from reqx.parsing.pdf.tables import Table

NUMBER = re.compile(r"(\d+|\b[ivxlc]+\b)")
_TOP, _BOTTOM, _LOOSE = "top", "bottom", "loose"
_BAND = 0.12
_WIDE_BAND = 0.18
"""For the outermost lines: pages may be printed smaller than their paper."""
_OUTERMOST = 2
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(slots=True)
class Seen:
    """A line or table in a band: its text (`whole`) or one part of it, and the numbers in that.

    `template` is the text in small letters, with "#" for each number.
    """

    element: int
    page: int
    band: str
    whole: str
    text: str
    template: str
    numbers: tuple[int, ...]
    distance: float
    is_part: bool


def in_bands(page: ReadPage) -> Iterator[Seen]:
    """Yield what stands near the top or the bottom of the page, or is outermost there.

    What is printed across the page (a watermark) may repeat at any height.
    """
    elements = sorted(_elements(page), key=itemgetter(0))
    for place, (_, is_far, element) in enumerate(elements):
        # Most lines lie in no band.
        if is_far and not (isinstance(element, TextLine) and element.is_loose):
            continue
        is_outermost = not _OUTERMOST <= place < len(elements) - _OUTERMOST
        band = band_of(page, element, is_outermost=is_outermost)
        if band is not None:
            yield from _seen(page, element, band)


def _elements(page: ReadPage) -> Iterator[tuple[float, bool, TextLine | Table]]:
    """Yield the lines and tables with their tops, and whether they are far from both edges."""
    near = _WIDE_BAND * max(page.size)
    far = page.size[1] - near
    for column in page.columns:
        for element in column.elements:
            top = element.top
            is_far = near < top and element.bottom < far
            # A list goes on over pages; no header begins with a bullet.
            if is_far or isinstance(element, Table) or not _is_item(element):
                yield top, is_far, element


def _is_item(line: TextLine) -> bool:
    label = label_of(line.text)
    is_bullet = label is not None and label.kind is LabelKind.BULLET
    return is_bullet and not line.is_loose and any(map(str.isalpha, line.text))


def band_of(page: ReadPage, element: TextLine | Table, *, is_outermost: bool) -> str | None:
    """Return the band the element stands in, None outside of them; the outermost may be wider."""
    if isinstance(element, TextLine) and element.is_loose:
        return _LOOSE
    from_top, from_bottom = _distances(page, element)
    band = (_WIDE_BAND if is_outermost else _BAND) * max(page.size)
    if min(from_top, from_bottom) > band:
        return None
    return _TOP if from_top < from_bottom else _BOTTOM


def _distances(page: ReadPage, element: TextLine | Table) -> tuple[float, float]:
    middle = (element.top + element.bottom) / 2
    return middle, page.size[1] - middle


def _seen(page: ReadPage, element: TextLine | Table, band: str) -> Iterator[Seen]:
    """Yield the element with its text, then with each part of it."""
    parts = _parts(element) if isinstance(element, TextLine) else [_table_text(element)]
    distance = min(_distances(page, element))
    for i, part in enumerate(parts):
        template, numbers = templated(part)
        yield Seen(
            id(element), page.number, band, parts[0], part, template, numbers, distance, i > 0
        )


def templated(text: str) -> tuple[str, tuple[int, ...]]:
    """Return the text in small letters, with "#" for each number; and the numbers."""
    parts = NUMBER.split(text.lower())
    return "#".join(parts[::2]), tuple(map(_value, parts[1::2]))


def _parts(line: TextLine) -> list[str]:
    return [line.text, *line.segments] if len(line.segments) > 1 else [line.text]


def _table_text(table: Table) -> str:
    return " ".join(text for row in table.rows for text in row.texts if text)


def _value(number: str) -> int:
    if number.isdigit():
        return int(number[:9])
    values = [_ROMAN[c] for c in number]
    return sum(
        -value if value < max(values[i + 1 :], default=0) else value
        for i, value in enumerate(values)
    )
