"""CSV that a spreadsheet opens as text: UTF-8 with a byte order mark, RFC 4180 line ends."""

import codecs
import csv
import io
from collections.abc import Iterable
from typing import BinaryIO

from reqx.export.row import COLUMNS, Cell, Layout, Row, Written, cells

# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(rows: Iterable[Row], stream: BinaryIO, layout: Layout) -> Written:
    """Write a title line and a line a row."""
    stream.write(codecs.BOM_UTF8)
    # Excel takes the mark for UTF-8; without it, it reads the system's old code page.
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        return Written(_write(rows, text, layout))
    finally:
        # The stream belongs to the caller: closing the wrapper would close it.
        text.detach()


def _write(rows: Iterable[Row], text: io.TextIOWrapper, layout: Layout) -> int:
    lines = csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n")
    lines.writerow(column.title for column in COLUMNS)
    guard = _as_it_is if layout.raw else _as_text
    count = 0
    for row in rows:
        lines.writerow(guard(cell) for cell in cells(row))
        count += 1
    return count


def _as_text(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _as_it_is(cell: Cell) -> Cell:
    return cell
