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

_INTRODUCTION = re.compile(r":(?:\s?[(\[][A-Z]{1,3}[)\]])?\Z")
"""A colon ends an introduction; a mark of the document's own, "(M)", may stand behind it."""
_ASIDES = frozenset({BlockKind.CAPTION, BlockKind.NOTE, BlockKind.COMMENT})
"""They may stand between an introduction and its list or table."""


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or a whole paragraph where the format has no lines.

    `is_glued`: the next line continues the word, no space comes between. A word that is broken
    over a page break must stand whole in the first page's line.
    """

    text: str
    page: int | None = None
    bbox: BBox | None = None
    is_glued: bool = False


@dataclass(frozen=True, slots=True)
class DraftCell:
    """One cell of a table row: its column's header ("" if none) and its lines."""

    header: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
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
    writer = _TextWriter(pages)
    blocks = [block for draft in drafts if (block := writer.write(draft)) is not None]
    text, laid_pages = writer.finish()
    return ParsedDocument(
        media_type=media_type,
        parser=parser,
        pages=laid_pages,
        blocks=tuple(_with_context(blocks, text)),
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

    @property
    def page(self) -> DraftPage:
        """The page being written."""
        return self.pages[len(self.starts) - 1]

    def write(self, draft: Draft) -> Block | None:
        """Write the draft; None when it has no words. The block's own text is not filled yet."""
        cells = [_clean(cell.lines) for cell in draft.cells] or [_clean(draft.lines)]
        first = next((line for lines in cells for line in lines), None)
        if first is None:
            return None
        self._go_to(first.page)
        if self.offset > self.starts[-1]:
            self._append(BLOCK_BREAK)
        page, start = self.page, self.offset
        if draft.cells:
            spans, regions = self._append_cells(cells)
        else:
            spans, regions = [], self._append_lines(cells[0])
        return Block(
            kind=draft.kind,
            text="",
            start=start,
            end=self.offset,
            page=page.number,
            page_label=page.label,
            label=draft.label,
            level=draft.level,
            style=draft.style,
            part=draft.part,
            revision=draft.revision,
            is_header_row=draft.is_header_row,
            regions=tuple(regions),
            cells=tuple(
                Cell(cell.header, "", *span) for cell, span in zip(draft.cells, spans, strict=True)
            ),
        )

    def finish(self) -> tuple[str, tuple[Page, ...]]:
        """Close the pages that remain; return the whole text and its pages."""
        while len(self.starts) < len(self.pages):
            self._turn_page()
        text = "".join(self.pieces)
        ends = [start - len(PAGE_BREAK) for start in self.starts[1:]] + [len(text)]
        return text, tuple(
            Page(page.number, page.label, text[start:end], start, page.warnings)
            for page, start, end in zip(self.pages, self.starts, ends, strict=True)
        )

    def _append_cells(
        self, cells: Sequence[Sequence[Line]]
    ) -> tuple[list[tuple[int, int]], list[Region]]:
        spans, regions = [], []
        for i, lines in enumerate(cells):
            if i:
                self._append(CELL_BREAK)
            begin = self.offset
            # A row stands where it begins: its cells would otherwise be cut at the page break.
            regions += self._append_lines(lines, may_turn=False)
            spans.append((begin, self.offset))
        return spans, regions

    def _append_lines(self, lines: Sequence[Line], *, may_turn: bool = True) -> list[Region]:
        regions: list[Region] = []
        for i, line in enumerate(lines):
            if i and may_turn and line.page != self.page.number:
                self._go_to(line.page)
            elif i and not lines[i - 1].is_glued:
                self._append(" ")
            begin = self.offset
            self._append(line.text)
            if line.page is not None and line.bbox is not None:
                regions.append(Region(line.page, line.bbox, begin, self.offset))
        return regions

    def _go_to(self, number: int | None) -> None:
        while self.page.number != number:
            self._turn_page()

    def _turn_page(self) -> None:
        self._append(PAGE_BREAK)
        self.starts.append(self.offset)

    def _append(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += len(text)


def _clean(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that have words, white space joined."""
    return [
        line if text == line.text else replace(line, text=text)
        for line in lines
        if (text := " ".join(line.text.split()))
    ]


def _words(text: str, place: Block | Cell) -> str:
    return " ".join(text[place.start : place.end].split())


def _with_context(blocks: Iterable[Block], text: str) -> Iterable[Block]:
    """Add a block's words, and what it takes from those before it: section path, introduction."""
    headings: list[tuple[int, str]] = []
    section: tuple[str, ...] = ()
    leads: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        words, intro = _words(text, block), None
        if block.kind is BlockKind.HEADING:
            headings = [heading for heading in headings if heading[0] < block.level]
            section = tuple(title for _, title in headings)
        if block.kind not in _ASIDES:
            leads = _open_leads(leads, block)
            intro = leads[-1][1] if leads else None
            if not block.cells and _INTRODUCTION.search(words):
                leads.append((_depth(block), index))
        cells = tuple(Cell(x.header, _words(text, x), x.start, x.end) for x in block.cells)
        yield replace(block, text=words, cells=cells, section=section, intro=intro)
        if block.kind is BlockKind.HEADING:
            headings.append((block.level, words))
            section = (*section, words)


def _depth(block: Block) -> int:
    """Return 0 for what stands outside lists, the level for a list item."""
    return max(block.level, 1) if block.kind is BlockKind.LIST_ITEM else 0


def _open_leads(leads: list[tuple[int, int]], block: Block) -> list[tuple[int, int]]:
    """Return the introductions, (depth, index), that still hold at `block`, outermost first."""
    if block.kind is BlockKind.TABLE_ROW:
        return leads
    depth = _depth(block)
    return [lead for lead in leads if lead[0] < depth]
