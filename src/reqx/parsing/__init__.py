"""Bytes in, a `ParsedDocument` out. No database, no terminal.

`parse` must run in a child process (`sandbox`): a malformed file may hang, crash or fill memory.
"""

from collections.abc import Callable
from pathlib import Path

from reqx.errors import Unsupported
from reqx.model.blocks import ParsedDocument

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

OnPage = Callable[[int, int | None], None]
"""Called with (pages read so far, pages in all or None) as reading goes on."""


def parse(path: Path, media_type: str, on_page: OnPage) -> ParsedDocument:
    """Read the file at `path`, whose content is of `media_type`.

    Raises a `DocumentError` (Unreadable, Encrypted, NeedsOcr, TooLarge, Unsupported).
    """
    # Each parser is imported when needed: a DOCX need not pay for the PDF libraries.
    if media_type == PDF:
        from reqx.parsing import pdf  # noqa: PLC0415

        return pdf.read(path, on_page)
    if media_type == DOCX:
        from reqx.parsing import docx  # noqa: PLC0415

        return docx.read(path, on_page)
    raise Unsupported(f"{path.name}: {media_type} is not a type that reqx reads")
