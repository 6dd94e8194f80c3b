"""What a bid manager would want out of a sample: one row a marked sentence."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from .markup import Block, as_read, plain

Row = dict[str, str | int | bool | list[str] | None]


def rows(blocks: Sequence[Block], pages: Mapping[str, int] | None) -> Iterator[Row]:
    """Yield the marked sentences; `pages` says where each key begins, None for a format without."""
    path: list[str] = []
    for block in blocks:
        if block.kind == "heading":
            path = [*path[: block.level - 1], as_read(plain(block.pieces))]
        for mark in block.statements:
            yield {
                "statement": as_read(mark.words),
                "is_requirement": mark.modality is not None,
                "page": pages[mark.key] if pages else None,
                "modality": mark.modality,
                "source_id": mark.source_id,
                "section": list(path),
            }


def write(path: Path, found: Iterator[Row]) -> None:
    """Write one JSON object a line."""
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in found]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
