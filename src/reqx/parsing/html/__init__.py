"""HTML: what a browser shows of a page without running its scripts.

A page of the web has no pages; its text is one part without a number. Style sheets are not
evaluated, the `style` attribute is where it hides an element or names a list's numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path

from lxml import etree

from reqx.errors import TooLarge, Unreadable
from reqx.model.blocks import ParsedDocument
from reqx.parsing import HTML, OnPage, tracked
from reqx.parsing.assembly import Draft, DraftPage, assemble
from reqx.parsing.headings import with_headings
from reqx.parsing.html.charset import read_characters
from reqx.parsing.html.visibility import has_own_title
from reqx.parsing.html.walk import Walk
from reqx.parsing.markup import Element, content, depth_named
from reqx.parsing.mojibake import repair

PARSER = "html/1"

MAX_BYTES = 50_000_000

_EMPTY = "The document has no text."
_ENTITIES = re.compile(r"<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_HEAD_CHARACTERS = 10_000
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)
_CLOSED = re.compile(r"<([A-Za-z][\w:-]*)((?:\s[^<>]*)?)/>")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_FATAL = "XML_PARSE_HUGE"
"""What libxml2 says, in its advice, where it stopped reading at a limit."""


def read(path: Path, on_page: OnPage) -> ParsedDocument:
    """Read the HTML file at `path`; `on_page` is called once, at the end.

    Raises TooLarge or Unreadable. A document without text is valid and says so in `warnings`.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise TooLarge(f"{path.name} has {size:,} bytes; {MAX_BYTES:,} at most")
    characters = read_characters(path.read_bytes())
    repaired = repair(characters.text)
    root = _tree(repaired.text, path.name)
    with depth_named(path.name):
        drafts, furniture = _drafts(root)
    document = assemble(
        HTML,
        PARSER,
        [DraftPage(number=None)],
        with_headings(drafts),
        furniture=furniture,
        warnings=(*characters.warnings, *repaired.warnings, *_changes(drafts, root)),
    )
    on_page(1, None)
    return document if document.blocks else replace(document, warnings=(_EMPTY, *document.warnings))


def _changes(drafts: list[Draft], root: Element | None) -> Iterator[str]:
    deleted = root.iter("del") if root is not None else ()
    return tracked.warnings(drafts, map(content, deleted))


def drafts_in(data: bytes, name: str) -> list[Draft]:
    """Return the drafts of a page that another document holds, its headers and footers in place.

    Raises TooLarge or Unreadable.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name} has {len(data):,} bytes; {MAX_BYTES:,} at most")
    root = _tree(repair(read_characters(data).text).text, name)
    if root is None:
        return []
    with depth_named(name):
        return Walk(is_titled=has_own_title(root), furniture=None).read(root)


def _tree(text: str, name: str) -> Element | None:
    """Return the root, None when the file holds no element and no text."""
    if _ENTITIES.search(text[:_HEAD_CHARACTERS]):
        # Browsers ignore them and so would we: words would be missing without a word about it.
        raise Unreadable(f"{name} declares entities of its own, which HTML does not have")
    if text.lstrip().startswith("<?xml"):
        text = _as_html(text)
    parser = etree.HTMLParser(
        encoding="utf-8",
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any(_FATAL in entry.message for entry in parser.error_log):
        raise TooLarge(f"{name}: its elements are nested too deeply, or one holds too much text")
    return root


def _as_html(text: str) -> str:
    """Return XHTML with what HTML reads differently: elements closed at once, CDATA sections."""
    first, *sections = text.split(_CDATA)
    for section in sections:
        characters, _, markup = section.partition(_CDATA_END)
        first += escape(characters) + markup
    return _CLOSED.sub(_opened, first)


def _opened(found: re.Match[str]) -> str:
    name, attributes = found.groups()
    return found[0] if name.lower() in _VOID else f"<{name}{attributes}></{name}>"


def _drafts(root: Element | None) -> tuple[list[Draft], tuple[str, ...]]:
    """Return the drafts and the furniture; a page that is nothing but furniture is content."""
    if root is None:
        return [], ()
    walk = Walk(is_titled=has_own_title(root), furniture=[])
    drafts = walk.read(root)
    if drafts or not walk.furniture:
        return drafts, tuple(dict.fromkeys(walk.furniture or ()))
    return Walk(is_titled=True, furniture=None).read(root), ()
