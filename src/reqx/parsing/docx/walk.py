"""The way through a document: paragraphs and tables in order, each followed by what hangs on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reqx.model.blocks import BODY, BlockKind
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.docx import tables
from reqx.parsing.docx.inline import Anchor, Hook, Inline, InlineReader
from reqx.parsing.docx.notes import Notes
from reqx.parsing.docx.numbering import Numbering
from reqx.parsing.docx.paragraphs import Setting, draft
from reqx.parsing.docx.styles import ParagraphStyle, StyleSheet
from reqx.parsing.docx.wordml import (
    DELETED,
    PARAGRAPH,
    TABLE,
    Element,
    Properties,
    W,
    number,
    properties,
    structure,
    value,
)


@dataclass(slots=True)
class Content:
    """A paragraph: its properties, its style and what it holds."""

    layout: Properties
    style: ParagraphStyle
    inline: Inline
    is_open: bool
    """Whether its end was deleted: its words then run on into the next paragraph."""

    def continued(self, rest: "Content") -> "Content":
        """Return the next paragraph with this content before its own."""
        return replace(rest, inline=self.inline.continued(rest.inline))


@dataclass(slots=True)
class Walk:
    """Reads the containers of one document in turn; list counters and notes go on between them.

    `embedded` counts the documents inside the document, which are not read.
    """

    styles: StyleSheet
    numbering: Numbering
    notes: Notes
    embedded: int = 0

    def blocks(self, container: Element, part: str = BODY) -> Iterator[Draft]:
        """Yield the drafts of what `container` (body, cell, note, box) holds."""
        held: Content | None = None
        for element, is_inserted in structure(container):
            if element.tag != PARAGRAPH:
                if held is not None:
                    yield from self._written(held, part)
                    held = None
                yield from self._other(element, part)
                continue
            content = self._content(element, is_inserted=is_inserted)
            held = content if held is None else held.continued(content)
            if not content.is_open:
                yield from self._written(held, part)
                held = None
        if held is not None:
            yield from self._written(held, part)

    def _content(self, paragraph: Element, *, is_inserted: bool = False) -> Content:
        layout = properties(paragraph, "pPr")
        style = self.styles.paragraph(value(layout, "pStyle"))
        inline = InlineReader(self.styles, style).read(paragraph)
        inline.is_inserted |= is_inserted
        return Content(layout, style, inline, _is_open(layout))

    def _other(self, element: Element, part: str) -> Iterator[Draft]:
        if element.tag == TABLE:
            yield from tables.drafts(element, part, self)
        elif element.tag in _EMBEDDED:
            self.embedded += 1

    def _written(self, content: Content, part: str) -> Iterator[Draft]:
        if content.is_open and not content.inline.pieces:
            return
        written = draft(content.inline, self._setting(content, part))
        if written is not None:
            yield written
        for anchor in content.inline.anchors:
            yield from self._hanging(anchor, part)

    def _setting(self, content: Content, part: str) -> Setting:
        style = content.style
        outline = number(content.layout, "outlineLvl")
        outline = style.outline if outline is None else outline
        place = self.numbering.place(content.layout, style)
        if place is None:
            return Setting(style, part, outline)
        return Setting(style, part, outline, self.numbering.label(*place), place[1])

    def _hanging(self, anchor: Anchor, part: str) -> Iterator[Draft]:
        if anchor.hook is Hook.BOX:
            yield from self.blocks(anchor.element, anchor.hook.value)
        elif anchor.hook is Hook.BLOCK:
            if anchor.element.tag == PARAGRAPH:
                yield from self._written(self._content(anchor.element), part)
            else:
                yield from self._other(anchor.element, part)
        else:
            yield from self._note(anchor)

    def _note(self, anchor: Anchor) -> Iterator[Draft]:
        found = self.notes.take(anchor)
        if found is None:
            return
        element, label = found
        kind = BlockKind.COMMENT if anchor.hook is Hook.COMMENT else BlockKind.NOTE
        for block in self.blocks(element, anchor.hook.value):
            if block.cells:
                yield block
                continue
            lines = (Line(label), *block.lines) if label else block.lines
            yield replace(block, kind=kind, level=0, lines=lines, label=label or block.label)
            label = ""


def _is_open(layout: Properties) -> bool:
    mark = layout.get(_MARK)
    return mark is not None and not DELETED.isdisjoint([change.tag for change in mark])


_EMBEDDED = frozenset({W + "altChunk", W + "subDoc"})
_MARK = W + "rPr"
