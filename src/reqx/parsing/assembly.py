"""Drafts of blocks, in reading order, become the document's text and its blocks.

A parser says what it read (`Draft`: printed lines or cells, kind, level, label); this module
alone decides how that becomes text, so that offsets, section paths and list introductions mean
the same for every format. See `model.blocks` for the text's rules.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reqx.model.blocks import (
    BLOCK_BREAK,
    BODY,
    CELL_BREAK,
    PAGE_BREAK,
    PLAIN,
    BBox,
    Block,
    BlockKind,
    Cell,
    Page,
    ParsedDocument,
    Region,
    Revision,
    Style,
)
from reqx.parsing.spacing import is_joined, joined

_INTRODUCTION = re.compile(r":(?:\s?[(\[][A-Z]{1,3}[)\]])?\Z")
"""A colon ends an introduction; a mark of the document's own, "(M)", may stand behind it."""
_INTRODUCTION_ENDS = ":)]"
_ASIDES = frozenset({BlockKind.CAPTION, BlockKind.NOTE, BlockKind.COMMENT})
"""They may stand between an introduction and its list or table."""

# To look up a member of an enumeration takes longer than what is done with it here.
_HEADING, _LIST_ITEM, _TABLE_ROW = BlockKind.HEADING, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW

# Lines, cells and drafts are values. They are not frozen only because there are so many of them:
# setting the fields of a frozen one takes four times as long.


@dataclass(slots=True)
class Line:
    """One printed line, or a whole paragraph where the format has no lines.

    `is_glued`: the next line continues the word, no space comes between. A word that is broken
    over a page break must stand whole in the first page's line.
    """

    text: str
    page: int | None = None
    bbox: BBox | None = None
    is_glued: bool = False


@dataclass(slots=True)
class DraftCell:
    """One cell of a table row: its column's header ("" if none) and its lines."""

    header: str
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Draft:
    """A block before it has a place in the text.

    `lines` begin with `label` where there is one. A table row has `cells` instead of lines; it
    stands on one page, the one it begins on.
    """

    kind: BlockKind
    lines: tuple[Line, ...] = ()
    cells: tuple[DraftCell, ...] = ()
    label: str = ""
    level: int = 0
    style: Style = PLAIN
    part: str = BODY
    revision: Revision = Revision.NONE
    is_header_row: bool = False


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A page before its text is known."""

    number: int | None
    label: str | None = None
    warnings: tuple[str, ...] = ()


def assemble(
    media_type: str,
    parser: str,
    pages: Sequence[DraftPage],
    drafts: Iterable[Draft],
    *,
    furniture: tuple[str, ...] = (),
    warnings: tuple[str, ...] = (),
) -> ParsedDocument:
    """Lay the drafts, which come in page order, out over the pages (at least one)."""
    writer, context = _TextWriter(pages), _Context()
    for draft in drafts:
        writer.write(draft, context)
    return ParsedDocument(
        media_type=media_type,
        parser=parser,
        pages=writer.finish(),
        blocks=tuple(context.blocks),
        furniture=furniture,
        warnings=warnings,
    )


@dataclass(slots=True)
class _TextWriter:
    """Appends to the document's text and knows the offset and the page it has reached."""

    pages: Sequence[DraftPage]
    starts: list[int] = field(default_factory=lambda: [0])
    offset: int = 0
    pieces: list[str] = field(default_factory=list)
    page: DraftPage = field(init=False)
    """The page being written."""

    def __post_init__(self) -> None:
        """Begin the first page."""
        self.page = self.pages[0]

    def write(self, draft: Draft, context: "_Context") -> None:
        """Write the draft, if it has words, and add its block."""
        cells = [_clean(cell.lines) for cell in draft.cells]
        lines = next(filter(None, cells), ()) if cells else _clean(draft.lines)
        if not lines:
            return
        self._go_to(lines[0].page)
        if self.offset > self.starts[-1]:
            self._append(BLOCK_BREAK)
        page, start = self.page, self.offset
        regions: Sequence[Region]
        laid: tuple[Cell, ...] = ()
        if cells:
            regions, laid = self._append_cells(draft.cells, cells)
            words = " ".join([cell.text for cell in laid if cell.text])
        else:
            words, regions = self._append_lines(lines)
        section, intro = context.of(draft, words)
        # By place, in half the time.
        block = Block(
            draft.kind,
            words,
            start,
            self.offset,
            page.number,
            page.label,
            draft.label,
            draft.level,
            section,
            draft.style,
            draft.part,
            draft.revision,
            tuple(regions),
            laid,
            draft.is_header_row,
            intro,
        )
        context.add(block)

    def finish(self) -> tuple[Page, ...]:
        """Close the pages that remain and return them all."""
        while len(self.starts) < len(self.pages):
            self._turn_page()
        text = "".join(self.pieces)
        ends = [start - len(PAGE_BREAK) for start in self.starts[1:]] + [len(text)]
        return tuple(
            Page(page.number, page.label, text[start:end], start, page.warnings)
            for page, start, end in zip(self.pages, self.starts, ends, strict=True)
        )

    def _append_cells(
        self, cells: Sequence[DraftCell], cleaned: Sequence[Sequence[Line]]
    ) -> tuple[list[Region], tuple[Cell, ...]]:
        laid: list[Cell] = []
        regions: list[Region] = []
        for cell, lines in zip(cells, cleaned, strict=True):
            if laid:
                self._append(CELL_BREAK)
            begin = self.offset
            # A row stands where it begins: its cells would otherwise be cut at the page break.
            words, places = self._append_lines(lines, may_turn=False)
            regions += places
            laid.append(Cell(cell.header, words, begin, self.offset))
        return regions, tuple(laid)

    def _append_lines(
        self, lines: Sequence[Line], *, may_turn: bool = True
    ) -> tuple[str, Sequence[Region]]:
        """Write the lines; return their words, and where on the pages they stand."""
        # Most blocks are one line, and its white space is joined.
        if len(lines) == 1:
            return lines[0].text, self._append_line(lines[0])
        piece = len(self.pieces)
        regions: list[Region] = []
        for i, line in enumerate(lines):
            if i and may_turn and line.page != self.page.number:
                self._go_to(line.page)
            elif i and not lines[i - 1].is_glued:
                self._append(" ")
            regions += self._append_line(line)
        written = "".join(self.pieces[piece:])
        # Between lines stands a space or, over the end of a page, what ends it.
        return " ".join(written.split()) if PAGE_BREAK in written else written, regions

    def _append_line(self, line: Line) -> Sequence[Region]:
        begin, text = self.offset, line.text
        self.pieces.append(text)
        self.offset += len(text)
        if line.page is None or line.bbox is None:
            return ()
        return [Region(line.page, line.bbox, begin, self.offset)]

    def _go_to(self, number: int | None) -> None:
        while self.page.number != number:
            self._turn_page()

    def _turn_page(self) -> None:
        self._append(PAGE_BREAK)
        self.page = self.pages[len(self.starts)]
        self.starts.append(self.offset)

    def _append(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += len(text)


def _clean(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines that have words, white space joined."""
    if len(lines) == 1 and is_joined(lines[0].text):
        return lines if lines[0].text else ()
    return [
        line if text == line.text else replace(line, text=text)
        for line in lines
        if (text := joined(line.text))
    ]


@dataclass(slots=True)
class _Context:
    """The blocks so far, and what the next one takes from them: section path, introduction."""

    blocks: list[Block] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    section: tuple[str, ...] = ()
    leads: list[tuple[int, int]] = field(default_factory=list)

    def of(self, draft: Draft, words: str) -> tuple[tuple[str, ...], int | None]:
        """Return the section path and the introduction of the next block."""
        if draft.kind is _HEADING:
            self.headings = [heading for heading in self.headings if heading[0] < draft.level]
            self.section = tuple([title for _, title in self.headings])
        if draft.kind in _ASIDES:
            return self.section, None
        if self.leads:
            self.leads = _open_leads(self.leads, draft)
        intro = self.leads[-1][1] if self.leads else None
        if not draft.cells and words[-1] in _INTRODUCTION_ENDS and _INTRODUCTION.search(words):
            self.leads.append((_depth(draft), len(self.blocks)))
        return self.section, intro

    def add(self, block: Block) -> None:
        """Add the block; a heading opens its section."""
        self.blocks.append(block)
        if block.kind is _HEADING:
            self.headings.append((block.level, block.text))
            self.section = (*self.section, block.text)


def _depth(draft: Draft) -> int:
    """Return 0 for what stands outside lists, the level for a list item."""
    return max(draft.level, 1) if draft.kind is _LIST_ITEM else 0


def _open_leads(leads: list[tuple[int, int]], draft: Draft) -> list[tuple[int, int]]:
    """Return the introductions, (depth, index), that still hold at `draft`, outermost first."""
    if draft.kind is _TABLE_ROW:
        return leads
    depth = _depth(draft)
    return [lead for lead in leads if lead[0] < depth]
