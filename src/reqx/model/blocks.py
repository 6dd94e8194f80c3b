"""What a parser hands over: a document's text, and the blocks that lie in it.

The document's text is the page texts joined by one form feed. Every block is a range of it:

    block.text == " ".join(document.text[block.start:block.end].split())

Inside a page, blocks are separated by a line feed and the cells of a table row by a tab. A
paragraph that runs over a page break holds the form feed where one of its spaces would be.
Running headers and footers are not in the text; they are in `ParsedDocument.furniture`.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from reqx.model.portable import Portable

BBox = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin at the page's top left."""

PAGE_BREAK = "\f"
BLOCK_BREAK = "\n"
CELL_BREAK = "\t"

BODY = "body"
"""The part of a document that is none of its asides."""


# Regions, cells and blocks are values. They are not frozen only because there are so many of them:
# setting the fields of a frozen one takes four times as long.


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    CAPTION = "caption"
    NOTE = "note"
    COMMENT = "comment"
    FORM_FIELD = "form_field"
    CONTENTS = "contents"


class Revision(StrEnum):
    """Whether tracked changes touched a block's words."""

    NONE = "none"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(slots=True)
class Region:
    """Where the range start..end of the document's text stands on a page: one printed line."""

    page: int
    bbox: BBox
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Style:
    """How a block looks: the style's name (DOCX), the usual size in points, the weight."""

    name: str = ""
    size: float = 0.0
    is_bold: bool = False


PLAIN = Style()


@dataclass(slots=True)
class Cell:
    """One cell of a table row: its column's header ("" if none) and its range of the text."""

    header: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class Block:
    """A heading, paragraph, list item, table row ...: the unit a reader would point at.

    `text` begins with `label`, the number or bullet as printed ("3.2.1", "a)", "•"), "" if none.
    `level` is the heading's or the list item's depth from 1, 0 for the rest. `section` is the
    path of headings above, outermost first, each with its number. `intro` is the index (in
    `ParsedDocument.blocks`) of the block that introduces this list or table.
    """

    kind: BlockKind
    text: str
    start: int
    end: int
    page: int | None = None
    page_label: str | None = None
    label: str = ""
    level: int = 0
    section: tuple[str, ...] = ()
    style: Style = PLAIN
    part: str = BODY
    revision: Revision = Revision.NONE
    regions: tuple[Region, ...] = ()
    cells: tuple[Cell, ...] = ()
    is_header_row: bool = False
    intro: int | None = None


@dataclass(frozen=True, slots=True)
class Page(Portable):
    """One page, or one part (`number` None) of a format without pages; its range of the text."""

    number: int | None
    label: str | None
    text: str
    start: int
    warnings: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The offset after the page's last character, before the form feed."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document as read: pages, blocks in reading order, and what was left out of the text.

    `furniture` keeps the running headers and footers, once each. `parser` names the parser and its
    version. `warnings` are sentences for the operator (a scanned page among others, for instance).
    """

    media_type: str
    parser: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...]
    furniture: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    text: str = field(init=False)

    def __post_init__(self) -> None:
        """Join the page texts."""
        object.__setattr__(self, "text", PAGE_BREAK.join(page.text for page in self.pages))

    def slice(self, start: int, end: int) -> str:
        """Return the words from `start` to `end`, white space and page breaks joined."""
        return " ".join(self.text[start:end].split())
