"""ODT: a ZIP of XML parts (OASIS ODF 1.3), read by a walk of the tree.

An ODT has no pages; its text is one part without a number. What a reader of the document sees is
read, once each: tracked insertions, not deletions; frames, notes and comments behind the paragraph
they hang on; the numbers that the word processor computes.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

from reqx.model.blocks import ParsedDocument
from reqx.parsing import ODT, OnPage, archive, tracked
from reqx.parsing.assembly import Draft, DraftPage, assemble
from reqx.parsing.headings import with_headings
from reqx.parsing.markup import content, depth_named
from reqx.parsing.odt.formulas import Formulas
from reqx.parsing.odt.furniture import furniture
from reqx.parsing.odt.inline import changes
from reqx.parsing.odt.lists import numbering
from reqx.parsing.odt.opendocument import TEXT
from reqx.parsing.odt.package import Package, package
from reqx.parsing.odt.styles import style_sheet
from reqx.parsing.odt.walk import Walk

PARSER = "odt/1"

_EMPTY = "The document has no text."


def read(path: Path, on_page: OnPage) -> ParsedDocument:
    """Read the ODT at `path`; `on_page` is called once, at the end.

    Raises Encrypted, TooLarge or Unreadable. A document without text is valid and says so in
    `warnings`.
    """
    with archive.opened(path) as opened, depth_named(path.name):
        parts = package(opened)
        drafts, formulas = _body(parts)
        running = _running(parts)
    document = assemble(
        ODT,
        PARSER,
        [DraftPage(number=None)],
        with_headings(drafts),
        furniture=running,
        warnings=(*_warnings(formulas), *_changes(drafts, parts)),
    )
    on_page(1, None)
    return document if document.blocks else replace(document, warnings=(_EMPTY, *document.warnings))


def _body(parts: Package) -> tuple[list[Draft], Formulas]:
    styles, formulas = style_sheet(parts.content, parts.styles), Formulas(parts)
    walk = Walk(styles, numbering(styles), changes(parts.content), formulas)
    return [] if parts.body is None else list(walk.blocks(parts.body)), formulas


def _running(parts: Package) -> tuple[str, ...]:
    if parts.styles is None:
        return ()
    styles = style_sheet(parts.styles, parts.styles)
    walk = Walk(styles, numbering(styles), changes(parts.styles), Formulas(parts))
    return furniture(parts.styles, walk)


def _changes(drafts: list[Draft], parts: Package) -> Iterator[str]:
    # Who deleted it when stands there too, but in no paragraph.
    kept = (each.iter(TEXT + "p", TEXT + "h") for each in parts.content.iter(TEXT + "deletion"))
    return tracked.warnings(drafts, map(content, chain(*kept)))


def _warnings(formulas: Formulas) -> Iterator[str]:
    if formulas.unread:
        yield (
            f"{formulas.unread} embedded objects (charts, sheets) were not read: save them as files"
            " of their own."
        )
