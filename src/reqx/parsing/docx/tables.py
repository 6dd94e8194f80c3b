"""Tables: the cells as they stand in the file.

Every `w:tc` is read once. A merged cell has its text where it begins: `w:gridSpan` only moves the
column count on, a `w:vMerge` that goes on is an empty cell.
"""

from collections.abc import Iterator
from typing import Protocol

from reqx.parsing import grid
from reqx.parsing.assembly import Draft
from reqx.parsing.docx.styles import StyleSheet
from reqx.parsing.docx.wordml import (
    CELL,
    OFF,
    ROW,
    VAL,
    Element,
    Properties,
    Structure,
    W,
    number,
    opened,
    switch,
    value,
)
from reqx.parsing.grid import GridCell, GridRow

_FIRST_ROW_BIT = 0x0020
_SPAN, _SHADE, _DELETED = W + "gridSpan", W + "shd", W + "cellDel"
_PLAIN_FILLS = frozenset({"", "auto", "ffffff"})


class BlockReader(Protocol):
    """Reads the paragraphs and tables in a cell."""

    styles: StyleSheet

    def drafts(self, held: Structure, part: str) -> list[Draft]:
        """Return the drafts of what a cell holds."""
        ...

    def leave_out(self, deleted: Element) -> None:
        """Take note of a row that was deleted."""
        ...


def drafts(table: Element, part: str, reader: BlockReader) -> Iterator[Draft]:
    """Yield the drafts of a `w:tbl`, without the rows that were deleted."""
    stated, held = opened(table)
    rows = _rows(held, part, reader)
    return grid.drafts(rows, part, has_styled_head=_has_styled_head(stated, reader.styles))


def _rows(table: Structure, part: str, reader: BlockReader) -> Iterator[GridRow]:
    for element, is_inserted in table:
        if element.tag != ROW:
            continue
        stated, held = opened(element)
        if W + "del" in stated:
            reader.leave_out(element)
            continue
        yield GridRow(
            cells=tuple(_cells(held, number(stated, "gridBefore") or 0, part, reader)),
            is_marked=bool(switch(stated, "tblHeader")),
            is_inserted=is_inserted or W + "ins" in stated,
        )


def _cells(row: Structure, column: int, part: str, reader: BlockReader) -> Iterator[GridCell]:
    """Yield the cells of a row; the first one stands at `column`."""
    for element, _ in row:
        if element.tag != CELL:
            continue
        stated, held = opened(element)
        if _DELETED in stated:
            continue
        span = max(1, number(stated, "gridSpan") or 1) if _SPAN in stated else 1
        drafts = tuple(reader.drafts(held, part))
        is_dark = _SHADE in stated and _is_dark(stated[_SHADE])
        yield GridCell(column, span, drafts, part, is_dark=is_dark)
        column += span


def _is_dark(shade: Element) -> bool:
    return shade.get(W + "fill", "").lower() not in _PLAIN_FILLS


def _has_styled_head(held: Properties, styles: StyleSheet) -> bool:
    look = held.get(W + "tblLook")
    if look is None or not styles.formats_first_row(value(held, "tblStyle")):
        return False
    stated = look.get(W + "firstRow")
    if stated is not None:
        return stated not in OFF
    try:
        return bool(int(look.get(VAL, "0"), 16) & _FIRST_ROW_BIT)
    except ValueError:
        return False
