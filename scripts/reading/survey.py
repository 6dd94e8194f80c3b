"""How many pages a PDF has, and how much is ruled on them."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from reqx.parsing.pdf.geometry import IDENTITY
from reqx.parsing.pdf.grid import snapped
from reqx.parsing.pdf.ruling import Edge, Ruling, read_ruling

_TOUCH = 3.0
"""Points by which lines that are meant to meet may miss each other."""


def survey(paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield, a file, the number of joints on each page."""
    import pypdfium2  # noqa: PLC0415 - not in the memory of the others

    for path in paths:
        counts = []
        with pypdfium2.PdfDocument(path) as document:
            for index in range(len(document)):
                page = document[index]
                counts.append(joints(read_ruling(page, IDENTITY)))
                page.close()
        yield {"path": path, "joints": counts}


def joints(ruling: Ruling) -> int:
    """Return where a horizontal meets a vertical line: a grid of 2 x 2 has 9, a box 4."""
    pairs = product(snapped(ruling.horizontal), snapped(ruling.vertical))
    return sum(_meet(row, column) for row, column in pairs)


def _meet(row: Edge, column: Edge) -> bool:
    return (
        row.start - _TOUCH <= column.at <= row.end + _TOUCH
        and column.start - _TOUCH <= row.at <= column.end + _TOUCH
    )
