"""A PDF file, open: its pages, its outline, and what can be wrong with it as a whole."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import pypdfium2
import pypdfium2.raw as pdfium

from reqx.errors import DocumentError, Encrypted, TooLarge, Unreadable
from reqx.parsing.collector import collector_paused
from reqx.parsing.ocr import Ocr, engine_for
from reqx.parsing.pdf import fonts
from reqx.parsing.pdf.grid import Grid
from reqx.parsing.pdf.pages import ReadPage, lost_page, read_page

PARSER = f"reqx-pdf 2, pypdfium2 {pypdfium2.version.PYPDFIUM_INFO.version}"
_MAX_PAGES = 5_000
_MAX_OUTLINE = 20_000
_FRESH = 100
"""Pages until the file is opened anew."""

fonts.forget()


class PdfSource:
    """The file at `path`, to be used in a `with` block.

    Raises Encrypted (a user password is set), TooLarge (too many pages), Unreadable, and
    ConfigurationError when OCR must be there and is not.
    """

    def __init__(self, path: Path, ocr: Ocr = Ocr.OFF) -> None:
        self._engine = engine_for(ocr)
        self._path = path
        self._document = _open(path)
        self._before: ReadPage | None = None
        self.pages = len(self._document)
        if self.pages > _MAX_PAGES:
            self._document.close()
            raise TooLarge(f"{path.name} has {self.pages} pages; reqx reads up to {_MAX_PAGES}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._document.close()

    def read(self, index: int) -> ReadPage:
        """Read the page with that index, from 0. A page that cannot be read is marked damaged."""
        if index and index % _FRESH == 0:
            self._open_anew()
        before, self._before = self._before, None
        try:
            page = read_page(self._document, index, self._engine, _grids(before, index))
        except Exception:  # noqa: BLE001 - a malformed page makes the library raise anything
            return lost_page(index + 1)
        if before is not None:
            before.grids = ()
        self._before = page
        return page

    def collector(self) -> AbstractContextManager[None]:
        """Return how cycles are searched for while pages are read: not at all, but for OCR's."""
        return nullcontext() if self._engine else collector_paused()

    def _open_anew(self) -> None:
        """Give back what pdfium keeps of the pages it has read until their document is closed."""
        try:
            document = _open(self._path)
        except (DocumentError, OSError):
            return  # What is open can be read on.
        self._document.close()
        self._document = document

    def parser(self, *, has_seen: bool) -> str:
        """Return the parser with its version, and the OCR engine with its own if it read a page."""
        return f"{PARSER}, {self._engine.name}" if self._engine and has_seen else PARSER

    def outline(self) -> list[str]:
        """Return the titles of the outline (the bookmarks), in their order."""
        titles: list[str] = []
        try:
            for bookmark in islice(self._document.get_toc(), _MAX_OUTLINE):
                titles.append(bookmark.get_title().strip())  # noqa: PERF401 - keep what was read
        except (pypdfium2.PdfiumError, UnicodeError, ValueError):
            return titles
        return titles


def _grids(before: ReadPage | None, index: int) -> Sequence[Grid]:
    """Return the grids of the page read last if that is the one before."""
    return before.grids if before is not None and before.number == index else ()


def _open(path: Path) -> pypdfium2.PdfDocument:
    try:
        # pdfium tries the empty user password by itself.
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise Encrypted(f"{path.name} needs a password") from error
        if error.err_code == pdfium.FPDF_ERR_SUCCESS:
            raise Unreadable(f"{path.name} has no pages") from error
        raise Unreadable(f"{path.name} cannot be opened as a PDF: {error}") from error
