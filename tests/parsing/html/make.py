"""HTML files as they come from the web."""

from pathlib import Path

from reqx.model.blocks import Block, BlockKind, ParsedDocument
from reqx.parsing import html


def read_file(path: Path) -> ParsedDocument:
    return html.read(path, lambda _done, _total: None)


def read(folder: Path, markup: str | bytes) -> ParsedDocument:
    """Write an HTML file and read it."""
    path = folder / "made.html"
    path.write_bytes(markup.encode() if isinstance(markup, str) else markup)
    return read_file(path)


def blocks(folder: Path, markup: str) -> tuple[Block, ...]:
    return read(folder, markup).blocks


def texts(folder: Path, markup: str) -> list[str]:
    """Write an HTML file and return the text of each of its blocks."""
    return [block.text for block in blocks(folder, markup)]


def kinds(folder: Path, markup: str) -> list[tuple[BlockKind, str]]:
    """Write an HTML file and return each block's kind and text."""
    return [(block.kind, block.text) for block in blocks(folder, markup)]
