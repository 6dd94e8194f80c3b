"""Requirements out, one format a module: jsonl csv xlsx md. Same rows, same bytes.

Every format streams: the memory used does not grow with the number of rows. A format's library is
imported when that format is written.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, assert_never

from reqx.export import csv, jsonl, markdown
from reqx.export.file import replacing
from reqx.export.row import PLAIN, Layout, Row, Written


class Format(StrEnum):
    """The formats requirements are written in."""

    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    MARKDOWN = "md"


def write(
    kind: Format, rows: Iterable[Row], target: Path | BinaryIO, layout: Layout = PLAIN
) -> Written:
    """Write `rows` to a file, whole or not at all, or to a binary stream as they come.

    Raises OutputError when the file cannot be created (or the format cannot hold the rows) and
    StorageError when the disk fails or is full; the file that was there before stays then.
    """
    if not isinstance(target, Path):
        return _write(kind, rows, target, layout)
    with replacing(target) as stream:
        return _write(kind, rows, stream, layout)


def _write(kind: Format, rows: Iterable[Row], stream: BinaryIO, layout: Layout) -> Written:
    match kind:
        case Format.JSONL:
            return jsonl.write(rows, stream)
        case Format.CSV:
            return csv.write(rows, stream, layout)
        case Format.MARKDOWN:
            return markdown.write(rows, stream)
        case Format.XLSX:
            from reqx.export import xlsx  # noqa: PLC0415 - XlsxWriter loads for this format alone

            return xlsx.write(rows, stream)
        case _:
            assert_never(kind)
