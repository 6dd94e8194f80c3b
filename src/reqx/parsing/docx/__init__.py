"""DOCX: a ZIP of XML parts, read by our own walk of the tree.

A DOCX has no pages; its text is one part without a number. What a reader of the document in its
default view sees is read, once each: tracked insertions, not deletions; text boxes, notes and
comments behind the block they hang on; the numbers that the word processor computes. Hidden text is
read too, because it may bind, and a warning counts its words, because nobody sees it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reqx.model.blocks import ParsedDocument
from reqx.parsing import DOCX, OnPage, archive, tracked
from reqx.parsing.assembly import Draft, DraftPage, assemble
from reqx.parsing.collector import collector_paused
from reqx.parsing.docx import notes
from reqx.parsing.docx.content import Hook
from reqx.parsing.docx.furniture import running, words_of
from reqx.parsing.docx.imports import Imports
from reqx.parsing.docx.mending import mend
from reqx.parsing.docx.notes import Notes
from reqx.parsing.docx.numbering import Numbering
from reqx.parsing.docx.package import Part, main_part
from reqx.parsing.docx.paragraphs import is_bare_label
from reqx.parsing.docx.styles import StyleSheet
from reqx.parsing.docx.walk import Walk
from reqx.parsing.docx.wordml import Element, W
from reqx.parsing.headings import with_headings

PARSER = "docx/1"

_EMPTY = "The document has no text."


@collector_paused()
def read(path: Path, on_page: OnPage) -> ParsedDocument:
    """Read the DOCX at `path`; `on_page` is called once, at the end.

    Raises Encrypted, TooLarge or Unreadable. A document without text is valid and says so in
    `warnings`.
    """
    with archive.opened(path) as opened:
        parts = _parts(main_part(opened))
        found = _found(parts)
        mended = mend(found.foreign)
        if mended:
            # Labels and kinds were made of the damaged words.
            found = _found(parts)
    document = assemble(
        DOCX,
        PARSER,
        [DraftPage(number=None)],
        with_headings(found.drafts),
        furniture=found.furniture,
        warnings=(
            *mended,
            *_warnings(found.walk),
            *tracked.warnings(found.drafts, found.walk.deleted),
        ),
    )
    on_page(1, None)
    return document if document.blocks else replace(document, warnings=(_EMPTY, *document.warnings))


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a package that are read."""

    main: Part
    styles: StyleSheet
    lists: Element | None
    notes: Mapping[tuple[Hook, str], Element]
    apart: Sequence[tuple[str, Element]]

    def walk(self, unread: Notes, imports: Imports | None = None) -> Walk:
        """Return a walk that begins: nothing is counted yet."""
        return Walk(self.styles, Numbering(self.lists, self.styles), unread, imports)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read in one go; `foreign` are the `w:t` that are not ASCII."""

    drafts: list[Draft]
    furniture: tuple[str, ...]
    walk: Walk
    foreign: list[Element]


def _parts(main: Part) -> _Parts:
    styles = StyleSheet(main.related_root("styles"))
    lists = main.related_root("numbering")
    return _Parts(main, styles, lists, notes.of_document(main), running(main))


def _found(parts: _Parts) -> _Found:
    walk = parts.walk(Notes(dict(parts.notes)), Imports(parts.main))
    beside = parts.walk(Notes({}))
    bodies = parts.main.root.iterfind(W + "body")
    drafts = [x for body in bodies for x in walk.blocks(body) if not (x.label and is_bare_label(x))]
    furniture = words_of(parts.apart, beside)
    return _Found(drafts, furniture, walk, [*walk.foreign, *beside.foreign])


def _warnings(walk: Walk) -> Iterator[str]:
    if walk.embedded:
        yield f"{walk.embedded} embedded documents were not read: save them as files of their own."
    if walk.hidden:
        yield f"{walk.hidden} words are formatted as hidden: Word shows none; they were read."
