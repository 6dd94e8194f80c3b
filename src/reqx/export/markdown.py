"""Markdown with a table for each document (GitHub's tables; the text is CommonMark)."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import BinaryIO

from reqx.export.row import COLUMNS, Row, Written, printable
from reqx.model.jobs import Document

# The document is the heading above each table; the rest is in JSONL.
_TITLES = (
    *("ID", "Reference", "Section", "Page", "Requirement"),
    *("Obligation", "Kind", "Flags", "Confidence"),
)
_COLUMNS = tuple(column for column in COLUMNS if column.title in _TITLES)

# Any ASCII punctuation may be escaped by a backslash (CommonMark 0.31, 2.4). These are the marks
# that mean something inside a line, to GitHub ($ : @) and to site generators ({) as well.
_SYNTAX = re.compile(r"[\\`*_{}\[\]<>|~&$#!@^=]|:(?=//)|(?<=www)\.", re.IGNORECASE)


def write(rows: Iterable[Row], stream: BinaryIO) -> Written:
    """Write a heading and a table for each document, in the order of the rows."""
    stream.write(b"# Requirements\n")
    count = 0
    for _, group in groupby(rows, key=lambda row: row.document.id):
        count += _write_table(group, stream)
    if not count:
        stream.write(b"\nNone.\n")
    return Written(count)


def escape(text: str) -> str:
    """Return `text` on one line, with nothing left that Markdown would read as syntax."""
    return _SYNTAX.sub(r"\\\g<0>", " ".join(printable(text).split()))


def _write_table(rows: Iterable[Row], stream: BinaryIO) -> int:
    count = 0
    for row in rows:
        if not count:
            stream.write(_head(row.document).encode())
        stream.write(_line(_cells(row)).encode())
        count += 1
    return count


def _head(document: Document) -> str:
    titles = _line(column.title for column in _COLUMNS)
    return f"\n## {escape(document.name)}\n\n{titles}{_line('---' for _ in _COLUMNS)}"


def _cells(row: Row) -> Iterable[str]:
    for column in _COLUMNS:
        cell = column.read(row)
        yield "" if cell is None else escape(str(cell))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"
