"""Tables drawn with characters: between "|" signs, by tabs, or in columns set off by spaces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reqx.parsing.contents import is_entry
from reqx.parsing.text.labels import label_at
from reqx.parsing.text.lines import Chunk

_BORDER = re.compile(r"[+|][-=+:|\s]*[-=][-=+:|\s]*")
_DASHES = re.compile(r"[-=]{2,}(?:\s+[-=]{2,})+")
_INK = re.compile(r"\S+")
_COLUMN = re.compile(rb"x+(?: x+)*")
_MIN_LINES = 3
_MIN_ROWS = 2
_MAX_EXTENT = 400
_FILLED_SHARE = 0.6
_RULED_ROWS = 3
"""From three groups between borders on, each group is a row; with two, each line is one."""


@dataclass(slots=True)
class Row:
    """A row: the lines of each cell, its first line's page, and the columns' headers."""

    cells: list[list[str]]
    page: int | None
    headers: list[str] = field(default_factory=list)
    is_header: bool = False


def rows_of(chunk: Chunk) -> list[Row] | None:
    """Return the rows of the table that the chunk is, None when it is none."""
    if len(chunk) < 2 or any(is_entry(line.text) for line in chunk):
        return None
    groups = _piped(chunk) or _tabbed(chunk) or _spaced(chunk)
    return _with_headers(groups) if groups else None


Groups = list[list[Row]]
"""The rows between two borders; the first group is the header where there are several."""


def _with_headers(groups: Groups) -> list[Row]:
    head = groups[0] if len(groups) > 1 else []
    width = max(len(row.cells) for group in groups for row in group)
    headers = [
        " ".join(x for row in head for cell in row.cells[i : i + 1] for x in cell if x)
        for i in range(width)
    ]
    for row in (row for group in groups for row in group):
        row.is_header = any(row is other for other in head)
        row.headers = [] if row.is_header else headers
    return [row for group in groups for row in group]


def _piped(chunk: Chunk) -> Groups | None:
    if not all(line.text[0] in "|+" for line in chunk) or len(chunk) < 2:
        return None
    groups: Groups = []
    is_open = False
    for line in chunk:
        if _BORDER.fullmatch(line.text):
            is_open = False
            continue
        if not is_open:
            groups.append([])
            is_open = True
        groups[-1].append(Row([[x.strip()] for x in _inner(line.text).split("|")], line.page))
    is_ruled = len(groups) >= _RULED_ROWS
    return [_merged(group, is_one=is_ruled) for group in groups] or None


def _inner(text: str) -> str:
    return text.removeprefix("|").removesuffix("|")


def _merged(group: Sequence[Row], *, is_one: bool = False) -> list[Row]:
    """Add the lines that only go on (their first cell is empty) to the row above."""
    rows: list[Row] = []
    for row in group:
        if rows and (is_one or not row.cells[0][0]):
            rows[-1].cells += [[] for _ in range(len(row.cells) - len(rows[-1].cells))]
            for cell, more in zip(rows[-1].cells, row.cells, strict=False):
                cell.extend(more)
        else:
            rows.append(row)
    return rows


def _tabbed(chunk: Chunk) -> Groups | None:
    """Return one group where every line has as many tabs between words."""
    parts = [line.text.split("\t") for line in chunk]
    if len(parts[0]) < 2 or any(len(part) != len(parts[0]) for part in parts):
        return None
    if any(label_at(line.text) for line in chunk) and len(parts[0]) == 2:
        return None
    pairs = zip(parts, chunk, strict=True)
    return [[Row([[x.strip()] for x in part], line.page) for part, line in pairs]]


def _spaced(chunk: Chunk) -> Groups | None:
    """Return the rows in columns that white space parts in every line."""
    is_ruled = any(_DASHES.fullmatch(line.text) for line in chunk)
    if len(chunk) < _MIN_LINES or any(line.extent > _MAX_EXTENT for line in chunk):
        return None
    starts = _column_starts([line.columns for line in chunk])
    groups: Groups = [[]]
    for line in chunk:
        if not _DASHES.fullmatch(line.text):
            groups[-1].append(Row([[x] for x in _cut(line.columns, starts)], line.page))
        elif groups[-1]:
            groups.append([])
    groups = [_merged(group) for group in groups if group]
    rows = [row for group in groups for row in group]
    is_table = len(starts) > 1 and (is_ruled or len(rows) >= _MIN_ROWS) and _are_columns(rows)
    return groups if is_table else None


def _column_starts(lines: Sequence[str]) -> list[int]:
    """Return the columns where text begins behind a gutter that is blank in every line."""
    inked = bytearray(b" " * max(map(len, lines)))
    for line in lines:
        for found in _INK.finditer(line):
            inked[found.start() : found.end()] = b"x" * len(found.group())
    return [found.start() for found in _COLUMN.finditer(inked)]


def _cut(line: str, starts: Sequence[int]) -> Iterator[str]:
    for start, end in pairwise([*starts, len(line)]):
        yield line[start : max(start, end)].strip()


def _are_columns(rows: Sequence[Row]) -> bool:
    """Tell whether the columns are well filled, and not labels or fields with their text."""
    width = len(rows[0].cells)
    first = [row.cells[0][0] for row in rows if row.cells[0][0]]
    if width == 2 and all(text.endswith(":") or _is_label(text) for text in first):
        return False
    filled = sum(bool(row.cells[i][0]) for row in rows for i in range(1, width))
    return bool(first) and filled >= _FILLED_SHARE * len(rows) * (width - 1)


def _is_label(text: str) -> bool:
    label = label_at(f"{text}  x")
    return label is not None and label.text == text
