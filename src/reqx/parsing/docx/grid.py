"""The rows and cells of a table as they stand in the file.

Every `w:tc` is read once. A merged cell has its text where it begins: `w:gridSpan` only moves the
column count on, a `w:vMerge` that goes on is an empty cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from reqx.model.blocks import BlockKind
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.docx.styles import StyleSheet
from reqx.parsing.docx.wordml import CELL, ROW, Element, W, number, properties, structure, switch

_DIRECT = frozenset(
    {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION}
    | {BlockKind.CONTENTS}
)


_PLAIN_FILLS = frozenset({"", "auto", "ffffff"})


class BlockReader(Protocol):
    """Reads the paragraphs and tables in a cell."""

    styles: StyleSheet

    def blocks(self, container: Element, part: str) -> Iterator[Draft]:
        """Yield the drafts of what `container` holds."""
        ...


@dataclass(slots=True)
class TableCell:
    """A `w:tc`: the grid columns it covers, and the drafts of what it holds.

    `direct` are the paragraphs of the cell itself; the other drafts (notes, boxes, rows of inner
    tables) are blocks of their own.
    """

    column: int
    span: int
    drafts: tuple[Draft, ...]
    direct: tuple[Draft, ...]
    fill: str = ""
    text: str = field(init=False)
    """The cell's words; kept, because every look for a header asks for them."""

    def __post_init__(self) -> None:
        """Join the words."""
        self.text = " ".join([line.text for line in self.lines if line.text])

    @property
    def lines(self) -> tuple[Line, ...]:
        """The cell's paragraphs, one after the other."""
        return tuple([line for draft in self.direct for line in draft.lines])

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        return all(draft.style.is_bold for draft in self.direct)


@dataclass(slots=True)
class TableRow:
    """A `w:tr`."""

    cells: tuple[TableCell, ...]
    is_marked_header: bool
    is_inserted: bool

    @property
    def texts(self) -> list[str]:
        """The words of each cell."""
        return [cell.text for cell in self.cells]

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        return all(cell.is_bold for cell in self.cells)

    @property
    def is_dark(self) -> bool:
        """Whether all its cells are shaded."""
        return all(cell.fill not in _PLAIN_FILLS for cell in self.cells)


def rows(table: Element, part: str, reader: BlockReader) -> Iterator[TableRow]:
    """Yield the rows of a table that were not deleted."""
    for element, is_inserted in structure(table):
        stated = properties(element, "trPr")
        if element.tag != ROW or W + "del" in stated:
            continue
        yield TableRow(
            cells=tuple(_cells(element, part, reader)),
            is_marked_header=bool(switch(stated, "tblHeader")),
            is_inserted=is_inserted or W + "ins" in stated,
        )


def _cells(row: Element, part: str, reader: BlockReader) -> Iterator[TableCell]:
    column = number(properties(row, "trPr"), "gridBefore") or 0
    for element, _ in structure(row):
        stated = properties(element, "tcPr")
        if element.tag != CELL or W + "cellDel" in stated:
            continue
        shade = stated.get(W + "shd")
        span = max(1, number(stated, "gridSpan") or 1)
        fill = "" if shade is None else shade.get(W + "fill", "").lower()
        held = tuple(reader.blocks(element, part))
        direct = tuple(x for x in held if x.kind in _DIRECT and x.part == part)
        yield TableCell(column, span, held, direct, fill)
        column += span
