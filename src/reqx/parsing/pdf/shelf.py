"""Pages that wait for the rest of their document; those of a long one are packed.

What a line is can be told when the last page has been read. Until then nobody looks at it, and
packed (as `marshal` writes plain values: four times as fast as pickled) it takes a quarter of the
memory.
"""

import marshal
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import pairwise
from operator import attrgetter
from typing import Any

from reqx.parsing.pdf.layout import Column
from reqx.parsing.pdf.lines import TextLine
from reqx.parsing.pdf.pages import ReadPage
from reqx.parsing.pdf.tables import Table, TableCell, TableRow

_LONG = 200
"""Pages whose lines take 3 to 7 MiB: so much may lie unpacked, for the time that packing takes."""
_values = attrgetter(*(field.name for field in fields(TextLine)))


class Shelf:
    """The read pages of a document of so many pages, in their order.

    `pages` tell everything but their columns until these are taken from the shelf.
    """

    def __init__(self, pages: int) -> None:
        self.pages: list[ReadPage] = []
        self._is_long = pages > _LONG
        # One block: what thousands of small ones leave between pdfium's is not given back.
        self._packed = bytearray()
        self._ends = [0]

    def put(self, page: ReadPage) -> None:
        """Add the page that is read next. A long document's gives its columns away."""
        self.pages.append(page)
        if self._is_long:
            self._packed += marshal.dumps([_packed(column) for column in page.columns])
            self._ends.append(len(self._packed))
            page.columns = []

    def take(self) -> Sequence[ReadPage]:
        """Return the pages with the columns they were put with, and forget these."""
        with memoryview(self._packed) as packed:
            for page, (start, end) in zip(self.pages, pairwise(self._ends), strict=False):
                # Nobody else writes there.
                columns = marshal.loads(packed[start:end])  # noqa: S302 - see above
                page.columns = [Column(list(_elements(*column))) for column in columns]
        self._packed.clear()
        self._ends = [0]
        return self.pages


def _packed(column: Column) -> tuple[list[Any], list[Any]]:
    """Return the lines, None in place of each table, and the tables, all as plain values."""
    elements = column.elements
    lines = [_values(item) if isinstance(item, TextLine) else None for item in elements]
    tables = [
        (table.bbox, table.xs, [(list(map(_cell, row.cells)), row.is_header) for row in table.rows])
        for table in elements
        if isinstance(table, Table)
    ]
    return lines, tables


def _cell(cell: TableCell) -> tuple[Any, ...]:
    return cell.col0, cell.col1, list(map(_values, cell.lines)), cell.header


def _elements(lines: Sequence[Any], tables: Sequence[Any]) -> Iterator[TextLine | Table]:
    rest = iter(tables)
    for line in lines:
        if line is not None:
            yield TextLine(*line)
            continue
        bbox, xs, rows = next(rest)
        yield Table(bbox, xs, [_row(*row) for row in rows])


def _row(cells: Sequence[Any], is_header: bool) -> TableRow:  # noqa: FBT001 - as it was packed
    return TableRow(
        tuple(
            TableCell(col0, col1, tuple([TextLine(*line) for line in lines]), header)
            for col0, col1, lines, header in cells
        ),
        is_header,
    )
