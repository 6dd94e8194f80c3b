"""Bytes in, a `ParsedDocument` out. No database, no terminal.

`parse` must run in a child process (`sandbox`): a malformed file may hang, crash or fill memory.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from reqx.errors import Unsupported
from reqx.model.blocks import ParsedDocument

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
"""Called with (pages read so far, pages in all or None) as reading goes on."""


def parse(path: Path, media_type: str, on_page: OnPage) -> ParsedDocument:
    """Read the file at `path`, whose content is of `media_type`.

    Raises a `DocumentError` (Unreadable, Encrypted, NeedsOcr, TooLarge, Unsupported).
    """
    if media_type not in READERS:
        raise Unsupported(f"{path.name}: {media_type} is not a type that reqx reads")
    document: ParsedDocument = import_module(READERS[media_type]).read(path, on_page)
    return document
