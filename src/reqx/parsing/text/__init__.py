"""Plain text: lines of any encoding become paragraphs, lists, tables and headings.

A form feed is a page break; a file without one is one part without a number. Every word of the
file is in the document's text, or in a header or footer that repeats on its pages.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from reqx.model.blocks import ParsedDocument
from reqx.parsing import TEXT, OnPage, mojibake
from reqx.parsing.assembly import Draft, DraftPage, assemble
from reqx.parsing.encoding import read_text
from reqx.parsing.text.drafts import drafts_of
from reqx.parsing.text.furniture import without_furniture
from reqx.parsing.text.lines import Chunk, pages_of
from reqx.parsing.text.paragraphs import Piece, measure_of, over_pages, pieces_of

__all__ = ["drafts", "read"]

PARSER = "text/1"


def read(path: Path, on_page: OnPage) -> ParsedDocument:
    """Read the text file at `path`; `on_page` is called once, at the end.

    Raises TooLarge, or Unreadable when the file is empty or no text.
    """
    decoded = read_text(path)
    repair = mojibake.repair(decoded.text)
    pages, furniture = without_furniture(pages_of(repair.text))
    is_paged = len(pages) > 1
    document = assemble(
        TEXT,
        PARSER,
        [DraftPage(number if is_paged else None) for number in range(1, len(pages) + 1)],
        drafts(pages),
        furniture=furniture,
        warnings=(*decoded.warnings, *repair.warnings),
    )
    on_page(len(pages), len(pages))
    return document


def drafts(pages: Sequence[Sequence[Chunk]]) -> Iterator[Draft]:
    """Yield the drafts of all pages, in reading order."""
    measure = measure_of(pages)
    read_pages: list[list[Piece]] = [
        [piece for chunk in page for piece in pieces_of(chunk, measure)] for page in pages
    ]
    return drafts_of(over_pages(read_pages))
