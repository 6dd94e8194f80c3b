"""A second opinion on tables, by pdfplumber, where our own lattice of ruling lines finds none.

The lattice is some thirty times faster and finds what pdfplumber finds; but a table can also be
made of shaded boxes without a line. pdfplumber is asked on the pages where such boxes stand side by
side, and are few enough for it to end soon.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pypdfium2 import PdfPage

from reqx.model.blocks import BBox
from reqx.parsing.pdf.grid import Grid, grid_of_cells
from reqx.parsing.pdf.ruling import Ruling

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

_LEAST_ROWS = 2
_TOUCH = 4.0
_MOST_DRAWN = 600
"""Above it pdfplumber takes minutes on one page (its issue 807), and the page is a drawing."""
_MOST_WORDS = 2_500
_LEVEL = 2.0


class TableFinder:
    """Finds tables in the file at `path` by pdfplumber, opened at the first question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open = ExitStack()
        self._document: PDF | None = None

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    def grids(self, index: int, page: PdfPage, ruling: Ruling, words: int) -> list[Grid]:
        """Return the tables of the page with that index; none where it need not be asked."""
        if not _may_be_table(ruling) or words > _MOST_WORDS or not _is_plain(page):
            return []
        return list(self._find(index))

    def _find(self, index: int) -> Iterator[Grid]:
        if self._document is None:
            import pdfplumber  # noqa: PLC0415 - most documents never need it

            # Not closed by itself: that would lay out every page, and raise what they raise.
            self._document = pdfplumber.open(self._open.enter_context(self._path.open("rb")))
        page = self._document.pages[index]
        try:
            for table in page.find_tables():
                grid = grid_of_cells([(x0, top, x1, bottom) for x0, top, x1, bottom in table.cells])
                if grid is not None:
                    yield grid
        finally:
            page.close()


def _may_be_table(ruling: Ruling) -> bool:
    """Tell whether to ask. Lines alone are no reason: our lattice has judged them.

    On the pages with lines where it sees a drawing or a frame, pdfplumber's table was one too.
    """
    drawn = len(ruling.horizontal) + len(ruling.vertical) + len(ruling.shades)
    return drawn <= _MOST_DRAWN and _stand_side_by_side(ruling.shades)


def _stand_side_by_side(boxes: list[BBox]) -> bool:
    """Tell whether boxes touch their neighbours in two rows: the boxes of a diagram stand apart."""
    rows: dict[int, list[BBox]] = {}
    for box in sorted(boxes):
        rows.setdefault(round(box[1] / _LEVEL), []).append(box)
    touching = sum(
        any(abs(right[0] - left[2]) <= _TOUCH for left, right in pairwise(row))
        for row in rows.values()
    )
    return touching >= _LEAST_ROWS


def _is_plain(page: PdfPage) -> bool:
    """Tell whether both libraries measure the page from the same corner."""
    left, bottom, _, _ = page.get_mediabox()
    return (
        page.get_rotation() == 0
        and (left, bottom) == (0.0, 0.0)
        and (page.get_cropbox() == page.get_mediabox())
    )
