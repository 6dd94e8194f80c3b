"""The way through a document: paragraphs, lists and tables in order, each with what hangs on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reqx.model.blocks import BODY, BlockKind
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.markup import Element, content, integer
from reqx.parsing.odt import tables
from reqx.parsing.odt.formulas import Formulas
from reqx.parsing.odt.inline import Changes, InlineReader
from reqx.parsing.odt.lists import Counters, Label, Numbering
from reqx.parsing.odt.opendocument import (
    ANNOTATION,
    DRAW,
    HEADING,
    INDEX_BODY,
    INDEXES,
    LIST,
    LIST_HEADER,
    LIST_ITEM,
    NOTE,
    NUMBERED,
    PARAGRAPH,
    SECTION,
    TABLE,
    TEXT,
    TRUE,
)
from reqx.parsing.odt.paragraphs import Setting, drafted, is_item_label
from reqx.parsing.odt.styles import StyleSheet, TextStyle

BOX, COMMENT = "text box", "comment"

_UNREAD = frozenset([TEXT + "tracked-changes", TEXT + "table-of-content-source"])
_MAX_DEPTH = 10


@dataclass(slots=True)
class _Item:
    """The list item that is open. Its first paragraph takes the label, which is due until then.

    `level` counts from 1; `is_item` tells whether the label was one of a list.
    """

    counters: Counters
    style: str
    level: int
    start: int | None
    is_due: bool
    is_item: bool = False


@dataclass(slots=True)
class Walk:
    """Reads the containers of one document in turn; counters and changes go on between them."""

    styles: StyleSheet
    numbering: Numbering
    changes: Changes
    formulas: Formulas
    _item: _Item | None = None
    _is_contents: bool = False

    def blocks(self, container: Element, part: str = BODY) -> Iterator[Draft]:
        """Yield the drafts of what `container` (body, cell, note, box) holds."""
        for child in container:
            yield from self._block(child, part)

    def _block(self, element: Element, part: str) -> Iterator[Draft]:
        tag = element.tag
        if tag in {PARAGRAPH, HEADING}:
            yield from self._paragraph(element, part)
        elif tag == LIST:
            yield from self._list(element, part)
        elif tag == NUMBERED:
            yield from self._numbered(element, part)
        elif tag == TABLE + "table":
            yield from self._apart(tables.drafts(element, part, self))
        elif tag in INDEXES:
            yield from self._index(element, part)
        else:
            yield from self._other(element, part)

    def _other(self, element: Element, part: str) -> Iterator[Draft]:
        if element.tag == TEXT + "change-start":
            self.changes.start(element)
        elif element.tag == TEXT + "change-end":
            self.changes.end(element)
        elif element.tag not in _UNREAD and not _is_hidden(element):
            yield from self.blocks(element, BOX if element.tag.startswith(DRAW) else part)

    def _apart(self, held: Iterator[Draft]) -> Iterator[Draft]:
        """Read what stands inside an item without being its text."""
        outer, self._item = self._item, None
        yield from held
        self._item = outer

    def _index(self, element: Element, part: str) -> Iterator[Draft]:
        self._is_contents = True
        for body in element.iterchildren(INDEX_BODY):
            yield from self.blocks(body, part)
        self._is_contents = False

    def _list(self, element: Element, part: str) -> Iterator[Draft]:
        outer = self._item
        style = element.get(TEXT + "style-name") or ("" if outer is None else outer.style)
        if outer is None:
            counters, level = self.numbering.counters(element, style), 1
        else:
            counters, level = outer.counters, outer.level + 1
        for item in element.iterchildren(LIST_ITEM, LIST_HEADER):
            own = item.get(TEXT + "style-override") or style
            is_due = item.tag == LIST_ITEM
            self._item = _Item(counters, own, level, _start(item), is_due)
            yield from self.blocks(item, part)
        self._item = outer

    def _numbered(self, element: Element, part: str) -> Iterator[Draft]:
        style = element.get(TEXT + "style-name", "")
        level = integer(element.get(TEXT + "level"), 1, lambda x: 0 < x <= _MAX_DEPTH)
        counters = self.numbering.counters(element, style)
        outer, self._item = self._item, _Item(counters, style, level, _start(element), is_due=True)
        yield from self.blocks(element, part)
        self._item = outer

    def _paragraph(self, element: Element, part: str) -> Iterator[Draft]:
        style = self.styles.paragraph(element.get(TEXT + "style-name"))
        inline = InlineReader(self.styles, self.changes, self.formulas.shown).read(element, style)
        written = drafted(inline, self._setting(element, style, part))
        if written is not None:
            yield written
        if inline.is_hidden:
            return
        for anchor in inline.anchors:
            yield from self._apart(self._hanging(anchor, part))

    def _setting(self, element: Element, style: TextStyle, part: str) -> Setting:
        level = 0
        if element.tag == HEADING:
            level = integer(element.get(TEXT + "outline-level"), 1, lambda x: 0 < x <= _MAX_DEPTH)
        label = self._label(element, style, level)
        item = self._item
        return Setting(
            style,
            part,
            heading=level if part == BODY else 0,
            label=label,
            depth=0 if item is None else item.level,
            is_item=item is not None and item.is_item,
            is_contents=self._is_contents,
        )

    def _label(self, element: Element, style: TextStyle, level: int) -> Label | None:
        item = self._item
        if item is not None:
            if not item.is_due:
                return None
            item.is_due = False
            label = self.numbering.label(item.counters, item.style, item.level, item.start)
            item.is_item = is_item_label(label)
            return label
        is_numbered = level and not style.is_unlisted
        if not is_numbered or element.get(TEXT + "is-list-header") == TRUE:
            return None
        return self.numbering.heading(element, level)

    def _hanging(self, anchor: Element, part: str) -> Iterator[Draft]:
        if anchor.tag == ANNOTATION:
            yield from _noted(self.blocks(anchor, COMMENT), BlockKind.COMMENT, "")
        elif anchor.tag == NOTE:
            kind = anchor.get(TEXT + "note-class", "footnote")
            citation = anchor.find(TEXT + "note-citation")
            label = "" if citation is None else content(citation).strip()
            for body in anchor.iterchildren(TEXT + "note-body"):
                yield from _noted(self.blocks(body, kind), BlockKind.NOTE, label)
        else:
            yield from self._block(anchor, part)


def _noted(held: Iterator[Draft], kind: BlockKind, label: str) -> Iterator[Draft]:
    """Yield the drafts as those of a note; the first one takes its label."""
    for block in held:
        if block.cells:
            yield block
            continue
        lines = (Line(label), *block.lines) if label else block.lines
        yield replace(block, kind=kind, level=0, lines=lines, label=label or block.label)
        label = ""


def _is_hidden(element: Element) -> bool:
    if element.tag != SECTION:
        return False
    # A condition that holds now is written down beside it.
    shown = element.get(TEXT + "display", "true")
    return shown == "none" or (shown == "condition" and element.get(TEXT + "is-hidden") == TRUE)


def _start(element: Element) -> int | None:
    text = element.get(TEXT + "start-value")
    return None if text is None else integer(text, 1)
