"""The way through a document: paragraphs and tables in order, each followed by what hangs on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from reqx.model.blocks import BODY, BlockKind
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.docx import tables
from reqx.parsing.docx.imports import Imports
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

    `imports` are the documents inside the document; `embedded` counts those that are not read.
    """

    styles: StyleSheet
    numbering: Numbering
    notes: Notes
    imports: Imports | None = None
    embedded: int = 0
    _inlines: InlineReader = field(init=False)

    def __post_init__(self) -> None:
        """Make the reader of all paragraphs."""
        self._inlines = InlineReader(self.styles)

    @property
    def hidden(self) -> int:
        """How many words so far are formatted not to be seen."""
        return self._inlines.hidden

    def blocks(self, container: Element, part: str = BODY) -> list[Draft]:
        """Return the drafts of what `container` (body, cell, note, box) holds."""
        drafts: list[Draft] = []
        held: Content | None = None
        for element, is_inserted in structure(container):
            if element.tag != PARAGRAPH:
                if held is not None:
                    drafts += self._written(held, part)
                    held = None
                drafts += self._other(element, part)
                continue
            content = self._content(element, is_inserted=is_inserted)
            if held is not None:
                content = held.continued(content)
            held = content if content.is_open else None
            if held is None:
                drafts += self._written(content, part)
        if held is not None:
            drafts += self._written(held, part)
        return drafts

    def _content(self, paragraph: Element, *, is_inserted: bool = False) -> Content:
        layout = properties(paragraph, "pPr")
        style = self.styles.paragraph(value(layout, "pStyle"))
        inline = self._inlines.read(paragraph, style)
        inline.is_inserted |= is_inserted
        return Content(layout, style, inline, _is_open(layout))

    def _other(self, element: Element, part: str) -> Iterable[Draft]:
        if element.tag == TABLE:
            return tables.drafts(element, part, self)
        if element.tag not in _EMBEDDED:
            return ()
        imported = self.imports.drafts(element) if self.imports else None
        self.embedded += imported is None
        return imported or ()

    def _written(self, content: Content, part: str) -> Iterable[Draft]:
        if content.is_open and not content.inline.pieces:
            return ()
        written = draft(content.inline, self._setting(content, part))
        drafts = () if written is None else (written,)
        if not content.inline.anchors:
            return drafts
        hanging = (x for anchor in content.inline.anchors for x in self._hanging(anchor, part))
        return (*drafts, *hanging)

    def _setting(self, content: Content, part: str) -> Setting:
        layout, style = content.layout, content.style
        outline = number(layout, "outlineLvl")
        outline = style.outline if outline is None else outline
        place = self.numbering.place(layout, style)
        if place is None:
            return Setting(style, part, outline)
        return Setting(style, part, outline, self.numbering.label(*place), place[1])

    def _hanging(self, anchor: Anchor, part: str) -> Iterable[Draft]:
        if anchor.hook is Hook.BOX:
            return self.blocks(anchor.element, anchor.hook.value)
        if anchor.hook is not Hook.BLOCK:
            return self._note(anchor)
        if anchor.element.tag == PARAGRAPH:
            return self._written(self._content(anchor.element), part)
        return self._other(anchor.element, part)

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
