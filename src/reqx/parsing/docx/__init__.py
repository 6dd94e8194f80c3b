"""DOCX: a ZIP of XML parts, read by our own walk of the tree.

A DOCX has no pages; its text is one part without a number. What a reader of the document in its
default view sees is read, once each: tracked insertions, not deletions; text boxes, notes and
comments behind the block they hang on; the numbers that the word processor computes. Hidden text is
read too, because it may bind, and a warning counts its words, because nobody sees it.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reqx.model.blocks import ParsedDocument
from reqx.parsing import DOCX, OnPage, archive
from reqx.parsing.assembly import Draft, DraftPage, assemble
from reqx.parsing.docx import notes
from reqx.parsing.docx.furniture import furniture, running
from reqx.parsing.docx.imports import Imports
from reqx.parsing.docx.mending import mend
from reqx.parsing.docx.notes import Notes
from reqx.parsing.docx.numbering import Numbering
from reqx.parsing.docx.package import Part, main_part
from reqx.parsing.docx.paragraphs import is_bare_label
from reqx.parsing.docx.styles import StyleSheet
from reqx.parsing.docx.walk import Walk
from reqx.parsing.docx.wordml import W
from reqx.parsing.headings import with_headings

PARSER = "docx/1"

_EMPTY = "The document has no text."


def read(path: Path, on_page: OnPage) -> ParsedDocument:
    """Read the DOCX at `path`; `on_page` is called once, at the end.

    Raises Encrypted, TooLarge or Unreadable. A document without text is valid and says so in
    `warnings`.
    """
    with archive.opened(path) as opened:
        main = main_part(opened)
        styles = StyleSheet(main.related_root("styles"))
        lists = main.related_root("numbering")
        walk = Walk(styles, Numbering(lists, styles), notes.of_document(main), Imports(main))
        apart = running(main)
        mended = mend((main.root, *walk.notes.unread.values(), *(root for _, root in apart)))
        drafts = [block for block in _body(main, walk) if not is_bare_label(block)]
        repeated = furniture(apart, Walk(styles, Numbering(lists, styles), Notes({})))
    document = assemble(
        DOCX,
        PARSER,
        [DraftPage(number=None)],
        with_headings(drafts),
        furniture=repeated,
        warnings=(*mended, *_warnings(walk)),
    )
    on_page(1, None)
    return document if document.blocks else replace(document, warnings=(_EMPTY, *document.warnings))


def _body(main: Part, walk: Walk) -> Iterator[Draft]:
    for body in main.root.iterfind(W + "body"):
        yield from walk.blocks(body)


def _warnings(walk: Walk) -> Iterator[str]:
    if walk.embedded:
        yield f"{walk.embedded} embedded documents were not read: save them as files of their own."
    if walk.hidden:
        yield f"{walk.hidden} words are formatted as hidden: Word shows none; they were read."
