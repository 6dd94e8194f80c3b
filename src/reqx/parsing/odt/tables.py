"""Tables: the cells as they stand in the file, each once."""

from collections.abc import Iterator
from typing import Protocol

from reqx.parsing import grid
from reqx.parsing.assembly import Draft
from reqx.parsing.grid import GridCell, GridRow
from reqx.parsing.markup import Element, integer
from reqx.parsing.odt.opendocument import TABLE
from reqx.parsing.odt.styles import StyleSheet

_ROW = TABLE + "table-row"
_CELL = TABLE + "table-cell"
_COVERED = TABLE + "covered-table-cell"
_HEADER_ROWS = TABLE + "table-header-rows"
_GROUPS = frozenset([_HEADER_ROWS, TABLE + "table-rows", TABLE + "table-row-group"])


class BlockReader(Protocol):
    """Reads the paragraphs and tables in a cell."""

    styles: StyleSheet

    def blocks(self, container: Element, part: str) -> Iterator[Draft]:
        """Yield the drafts of what `container` holds."""
        ...


def drafts(table: Element, part: str, reader: BlockReader) -> Iterator[Draft]:
    """Yield the drafts of a `table:table`."""
    rows = [
        GridRow(tuple(_cells(row, part, reader)), is_marked=is_marked)
        for row, is_marked in _rows(table, is_marked=False)
    ]
    yield from grid.drafts(rows, part)


def _rows(parent: Element, *, is_marked: bool) -> Iterator[tuple[Element, bool]]:
    for child in parent:
        if child.tag == _ROW:
            yield child, is_marked
        elif child.tag in _GROUPS:
            yield from _rows(child, is_marked=is_marked or child.tag == _HEADER_ROWS)


def _cells(row: Element, part: str, reader: BlockReader) -> Iterator[GridCell]:
    """Yield the cells; one that is repeated is read once and stands over all its columns."""
    column = 0
    for element in row.iterchildren(_CELL, _COVERED):
        repeated = _count(element, "number-columns-repeated")
        if element.tag == _COVERED:
            column += repeated
            continue
        held = tuple(reader.blocks(element, part))
        span = max(repeated, _count(element, "number-columns-spanned"))
        is_dark = reader.styles.is_dark_cell(element.get(TABLE + "style-name"))
        yield GridCell(column, span, held, part, is_dark=is_dark)
        column += repeated


def _count(element: Element, name: str) -> int:
    return integer(element.get(TABLE + name), 1, lambda count: count > 0)
