"""JSON Lines: one `requirement` record a line, the lossless format."""

from collections.abc import Iterable
from typing import BinaryIO

from reqx.export.row import Row, Written
from reqx.model import records


def write(rows: Iterable[Row], stream: BinaryIO) -> Written:
    """Write one record a line, UTF-8."""
    count = 0
    for row in rows:
        record = records.requirement(row.requirement, row.document)
        stream.write(records.dumps(record).encode() + b"\n")
        count += 1
    return Written(count)
