"""The way through a document: paragraphs and tables in order, each followed by what hangs on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from reqx.model.blocks import BODY, BlockKind
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.docx import tables
from reqx.parsing.docx.content import Anchor, Content, Hook
from reqx.parsing.docx.imports import Imports
from reqx.parsing.docx.inline import InlineReader
from reqx.parsing.docx.notes import Notes
from reqx.parsing.docx.numbering import LEVELS, Numbering
from reqx.parsing.docx.paragraphs import Setting, draft, unlisted
from reqx.parsing.docx.styles import StyleSheet
from reqx.parsing.docx.wordml import (
    PARAGRAPH,
    TABLE,
    Element,
    Structure,
    W,
    number,
    opened,
)


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

    @property
    def foreign(self) -> list[Element]:
        """The `w:t` so far that are not ASCII."""
        return self._inlines.foreign

    @property
    def deleted(self) -> Iterator[str]:
        """The texts so far that were left out as tracked deletions."""
        for element in self._inlines.deleted:
            for text in element.iter(W + "delText"):
                yield text.text or ""

    def leave_out(self, deleted: Element) -> None:
        """Take note of a row that was deleted."""
        self._inlines.deleted.append(deleted)

    def blocks(self, container: Element, part: str = BODY) -> list[Draft]:
        """Return the drafts of what `container` (body, cell, note, box) holds."""
        return self.drafts(opened(container)[1], part)

    def drafts(self, held: Structure, part: str) -> list[Draft]:
        """Return the drafts of these paragraphs and tables."""
        drafts: list[Draft] = []
        begun: Content | None = None
        for element, is_inserted in held:
            if element.tag != PARAGRAPH:
                if begun is not None:
                    drafts += self._written(begun, part)
                    begun = None
                drafts += self._other(element, part)
                continue
            content = self._inlines.read(element)
            if is_inserted:
                content.is_inserted = True
            if begun is not None:
                content = begun.continued(content)
            begun = content if content.is_open else None
            if begun is None:
                drafts += self._written(content, part)
        if begun is not None:
            drafts += self._written(begun, part)
        return drafts

    def _other(self, element: Element, part: str) -> Iterable[Draft]:
        if element.tag == TABLE:
            return tables.drafts(element, part, self)
        if element.tag not in _EMBEDDED:
            return ()
        imported = self.imports.drafts(element) if self.imports else None
        self.embedded += imported is None
        return imported or ()

    def _written(self, content: Content, part: str) -> Iterable[Draft]:
        if content.is_open and not content.pieces:
            return ()
        place = self.numbering.place(content.layout, content.style)
        # Half of all paragraphs say nothing; without a place in a list, they also count nothing.
        if place is None and not content.pieces and not content.anchors:
            return ()
        setting = self._setting(content, part, place)
        if content.list_numbers:
            self._compute(content, place)
        written = draft(content, setting)
        drafts = () if written is None else (written,)
        if not content.anchors:
            return drafts
        hanging = (x for anchor in content.anchors for x in self._hanging(anchor, part))
        return (*drafts, *hanging)

    def _setting(self, content: Content, part: str, place: tuple[int, int] | None) -> Setting:
        outline = content.style.outline
        if _OUTLINE in content.layout:
            own = number(content.layout, "outlineLvl")
            outline = outline if own is None else own
        if place is None:
            return unlisted(part, outline)
        return Setting(part, outline, self.numbering.label(*place), place[1])

    def _compute(self, content: Content, place: tuple[int, int] | None) -> None:
        """Fill in the list numbers inside a paragraph, which stands at `place` itself."""
        leading = 0
        for field_ in content.list_numbers:
            num_id = self.numbering.named(field_.name or _USUAL_LIST)
            # A field that names no list goes on in the paragraph's, a level below the paragraph.
            depth = 0
            if place is not None and not field_.name:
                num_id, depth = place[0], place[1] + 1
            # Several before the first word are levels of one number: "1) a)".
            if field_.is_first:
                depth, leading = depth + leading, leading + 1
            if field_.level is not None:
                depth = field_.level - 1
            if num_id is not None and 0 <= depth < LEVELS:
                label = self.numbering.label(num_id, depth, field_.start)
                content.pieces[field_.at] = "" if label is None else label.text

    def _hanging(self, anchor: Anchor, part: str) -> Iterable[Draft]:
        if anchor.hook is Hook.BOX:
            return self.blocks(anchor.element, anchor.hook.value)
        if anchor.hook is not Hook.BLOCK:
            return self._note(anchor)
        if anchor.element.tag == PARAGRAPH:
            return self._written(self._inlines.read(anchor.element), part)
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


_USUAL_LIST = "NumberDefault"
_OUTLINE = W + "outlineLvl"
_EMBEDDED = frozenset({W + "altChunk", W + "subDoc"})
