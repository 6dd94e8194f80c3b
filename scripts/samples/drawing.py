"""Blocks of a sample drawn as a PDF with reportlab, noting on which page each statement begins."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import (
    BalancedColumns,
    BaseDocTemplate,
    CondPageBreak,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Table,
    TableStyle,
)
from reportlab.platypus.flowables import Image

from .markup import Block, Cell, Row, Statement, plain
from .styles import Typeface, styles

MARGIN = 22 * mm
HEADING_ROOM = 34 * mm
GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
        ("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.88, 0.9, 0.93)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
    ]
)


@dataclass(frozen=True, slots=True)
class PageDesign:
    """Typeface, text size in points, and the running header and footer of every page.

    `header` is (left, right); `footer` may name {page} and {pages}. `scan` is the JPEG that
    fills the page where the content says `@scan`.
    """

    face: Typeface
    size: float
    header: tuple[str, str]
    footer: str
    title: str
    scan: bytes = b""


def draw(path: Path, blocks: Sequence[Block], design: PageDesign) -> Mapping[str, int]:
    """Write the PDF; return the page each statement (by its key) begins on."""
    # The first pass finds out what the contents page and "page 1 of 7" have to say.
    first = _Drawing(blocks, design, {})
    first.build(path)
    second = _Drawing(blocks, design, first.pages)
    second.build(path)
    return second.pages


@dataclass(slots=True)
class _Drawing:
    """One pass; `known` holds what the pass before learnt."""

    blocks: Sequence[Block]
    design: PageDesign
    known: Mapping[str, int]
    pages: dict[str, int] = field(default_factory=dict)
    widths: list[float] = field(default_factory=list)

    @property
    def width(self) -> float:
        """The width of the text, in points."""
        return float(A4[0] - 2 * MARGIN)

    def build(self, path: Path) -> None:
        """Write the file and fill `pages`."""
        frame = Frame(MARGIN, MARGIN, self.width, A4[1] - 2 * MARGIN, 0, 0, 0, 0, id="text")
        whole = Frame(0, 0, *A4, 0, 0, 0, 0)
        document = BaseDocTemplate(
            str(path),
            pagesize=A4,
            invariant=1,
            # Compressed streams would change with the zlib in use.
            pageCompression=0,
            title=self.design.title,
            author="",
            pageTemplates=[
                PageTemplate("text", [frame], onPage=self._furnish),
                PageTemplate("scan", [whole], onPage=self._open, autoNextPageTemplate="text"),
            ],
        )
        document.build(list(self._flowables()))

    def _open(self, canvas: Any, _: object) -> None:  # noqa: ANN401 - reportlab has no types
        canvas.setNamedCB("reached", self._reached)
        self.pages["pages"] = canvas.getPageNumber()

    def _reached(self, canvas: Any, _: object, key: str) -> None:  # noqa: ANN401 - as above
        self.pages.setdefault(key, canvas.getPageNumber())

    def _furnish(self, canvas: Any, document: object) -> None:  # noqa: ANN401 - as above
        self._open(canvas, document)
        left, right = self.design.header
        page, pages = canvas.getPageNumber(), self.known.get("pages", 1)
        canvas.setFont(self.design.face.regular, 8)
        canvas.drawString(MARGIN, A4[1] - 14 * mm, left)
        canvas.drawRightString(A4[0] - MARGIN, A4[1] - 14 * mm, right)
        canvas.setLineWidth(0.4)
        canvas.line(MARGIN, A4[1] - 15.5 * mm, A4[0] - MARGIN, A4[1] - 15.5 * mm)
        footer = self.design.footer.format(page=page, pages=pages)
        canvas.drawCentredString(A4[0] / 2, 12 * mm, footer)

    def _flowables(self) -> Iterator[Any]:
        columns: list[Any] | None = None
        for index, block in enumerate(self.blocks):
            if block.label == "columns":
                columns = []
            elif block.label == "full":
                yield BalancedColumns(columns, nCols=2, innerPadding=9 * mm, spaceAfter=8)
                columns = None
            elif columns is not None:
                columns += self._block(index, block)
            else:
                if block.kind == "heading":
                    # Not `keepWithNext`: that would keep the whole paragraph below on one page.
                    yield CondPageBreak(HEADING_ROOM)
                yield from self._block(index, block)

    def _block(self, index: int, block: Block) -> Iterator[Any]:
        if block.kind == "directive":
            yield from self._directive(block)
        elif block.kind == "table":
            yield self._table(block.rows)
        else:
            yield self._paragraph(index, block)

    def _directive(self, block: Block) -> Iterator[Any]:
        if block.label == "page":
            yield PageBreak()
        elif block.label == "widths":
            self.widths = [float(x) * mm for x in plain(block.pieces).split()]
        elif block.label == "contents":
            yield from self._contents()
        elif block.label == "scan":
            yield PageBreak("scan")
            yield Image(BytesIO(self.design.scan), *A4)

    def _contents(self) -> Iterator[Any]:
        style = self._style("contents")
        for index, block in enumerate(self.blocks):
            if block.kind == "heading":
                line = "  " * (block.level - 1) + plain(block.pieces)
                page = str(self.known.get(f"h{index}", 0))
                room = self.width - stringWidth(f"{line}  {page}", style.fontName, style.fontSize)
                dots = int(room / stringWidth(".", style.fontName, style.fontSize)) - 1
                yield Paragraph(f"{escape(line)} {'.' * dots} {page}", style)

    def _paragraph(self, index: int, block: Block) -> Any:  # noqa: ANN401 - reportlab has no types
        if block.kind == "heading":
            style = self._style(f"heading{block.level}")
            return Paragraph(_markup(block.pieces) + _reach(f"h{index}"), style)
        if block.kind == "bullet":
            return Paragraph(_markup(block.pieces), self._style(f"bullet{block.level}"), "•")
        if block.kind == "item":
            name = f"item{block.level}" if block.label[-1] in ").-" else "clause"
            return Paragraph(_markup(block.pieces), self._style(name), block.label)
        return Paragraph(_markup(block.pieces), self._style(block.kind))

    def _table(self, rows: Sequence[Row]) -> Any:  # noqa: ANN401 - reportlab has no types
        names = ["header_cell"] + ["cell"] * (len(rows) - 1)
        cells = [
            [self._cell(row, column, name) for column in range(len(row.cells))]
            for name, row in zip(names, rows, strict=True)
        ]
        widths = self.widths or None
        return Table(cells, widths, repeatRows=1, style=GRID, spaceBefore=4, spaceAfter=10)

    def _cell(self, row: Row, column: int, name: str) -> Any:  # noqa: ANN401 - as above
        reach = _reach(row.whole.key) if row.whole and column == 0 else ""
        return Paragraph(_markup(row.cells[column]) + reach, self._style(name))

    def _style(self, name: str) -> Any:  # noqa: ANN401 - reportlab has no types
        return styles(self.design.face, self.design.size)[name]


def _markup(pieces: Cell) -> str:
    return "".join(escape(x) if isinstance(x, str) else _marked(x) for x in pieces)


def _marked(statement: Statement) -> str:
    # After the first word, not before it: reportlab loses the space in front of a bare callback.
    first, *rest = escape(statement.words).split(" ", 1)
    return " ".join([first + _reach(statement.key), *rest])


def _reach(key: str) -> str:
    """Have the canvas told, when it comes to draw what stands here, that `key` has been reached."""
    return f'<onDraw name="reached" label="{key}"/>'
