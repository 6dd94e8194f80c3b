"""Markdown (CommonMark with tables and strike-through): what its reader sees, as blocks.

Lists keep their numbers as written, links their text; the marks themselves go. Front matter is
furniture. Headings, lists and tables inside a list or a quotation stay what they are, but only a
heading of the document itself opens a section.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType

from reqx.model.blocks import BlockKind, ParsedDocument
from reqx.parsing import MARKDOWN, OnPage, mojibake
from reqx.parsing.assembly import Draft, DraftPage, Line, assemble
from reqx.parsing.characters import normalise
from reqx.parsing.encoding import read_text
from reqx.parsing.markdown.walk import Walk
from reqx.parsing.text import drafts
from reqx.parsing.text.lines import pages_of

PARSER = "markdown/1"

_MAX_NESTING = 60
"""markdown-it leaves out what is nested deeper."""
_TOO_DEEP = f"Its lists or quotations are nested over {_MAX_NESTING} deep: read as plain text."
_FRONT_MATTER = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?\n)?(\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")


def read(path: Path, on_page: OnPage) -> ParsedDocument:
    """Read the Markdown file at `path`; `on_page` is called once, at the end.

    Raises TooLarge, or Unreadable when the file is empty or no text.
    """
    decoded = read_text(path)
    repair = mojibake.repair(decoded.text)
    front, source = _parted(_clean(repair.text))
    reader = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    links: EnvType = {}
    tokens = reader.enable(["table", "strikethrough"]).parse(source, links)
    is_whole = all(token.level < _MAX_NESTING - 1 for token in tokens)
    blocks = _blocks(tokens, links, source) if is_whole else drafts(pages_of(source))
    document = assemble(
        MARKDOWN,
        PARSER,
        [DraftPage(number=None)],
        blocks,
        furniture=front,
        warnings=(*decoded.warnings, *repair.warnings, *(() if is_whole else (_TOO_DEEP,))),
    )
    on_page(1, 1)
    return document


def _blocks(tokens: Sequence[Token], links: EnvType, source: str) -> Iterator[Draft]:
    yield from Walk(tokens, source.split("\n")).drafts()
    yield from _short_notes(links)


def _short_notes(links: EnvType) -> Iterator[Draft]:
    """Yield the footnotes of one word: CommonMark takes them for the targets of links."""
    for name, link in links.get("references", {}).items():
        if name.startswith("^"):
            words = f"[{name}]: {unquote(link['href'])} {link['title']}"
            yield Draft(BlockKind.NOTE, (Line(words),), label=f"[{name}]:")


def _clean(text: str) -> str:
    """Return the text as `model.blocks` wants it; a form feed is white space in Markdown."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return normalise(_CONTROL.sub("", lines))


def _parted(text: str) -> tuple[tuple[str, ...], str]:
    """Return the lines of the front matter, and the text behind it."""
    found = _FRONT_MATTER.match(text)
    if found is None:
        return (), text
    lines = (" ".join(line.split()) for line in (found.group(2) or "").split("\n"))
    return tuple(line for line in lines if line), text[found.end() :]
