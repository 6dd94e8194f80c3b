"""Bytes in, a `ParsedDocument` out. No database, no terminal.

`parse` must run in a child process (`sandbox`): a malformed file may hang, crash or fill memory.
"""

from collections.abc import Callable, Collection
from importlib import import_module
from pathlib import Path

from reqx.errors import Unsupported
from reqx.model.blocks import ParsedDocument
from reqx.parsing.ocr.engine import Ocr

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
MARKDOWN = "text/markdown"
CSV = "text/csv"
TEXT = "text/plain"

READERS = {
    PDF: "reqx.parsing.pdf",
    DOCX: "reqx.parsing.docx",
    XLSX: "reqx.parsing.sheet.xlsx",
    ODT: "reqx.parsing.odt",
    HTML: "reqx.parsing.html",
    MARKDOWN: "reqx.parsing.markdown",
    CSV: "reqx.parsing.sheet.csv",
    TEXT: "reqx.parsing.text",
}
"""The module whose `read` reads a type; imported when needed: a DOCX need not pay for PDF."""

OnPage = Callable[[int, int | None], None]
"""Called with (pages read so far, pages in all or None) as reading goes on.

A reader that knows the second says so before the first page: while it is the page after those read
that is being read.
"""


def parse(
    path: Path,
    media_type: str,
    on_page: OnPage,
    left_out: Collection[int] = (),
    ocr: Ocr = Ocr.OFF,
) -> ParsedDocument:
    """Read the file at `path`, whose content is of `media_type`.

    `left_out`: numbers of pages not to read; `ocr`: whether pictures of text are read. Both are for
    a type that has pages, which is PDF.

    Raises a `DocumentError` (Unreadable, Encrypted, NeedsOcr, TooLarge, Unsupported), and
    ConfigurationError when OCR must be there and is not.
    """
    if media_type not in READERS:
        raise Unsupported(f"{path.name}: {media_type} is not a type that reqx reads")
    reader = import_module(READERS[media_type])
    paged = (left_out, ocr) if media_type == PDF else ()
    document: ParsedDocument = reader.read(path, on_page, *paged)
    return document
