"""PDFs for tests, drawn as the programs that write specifications draw them."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path

import pypdfium2
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from reqx.model.blocks import Block, BlockKind, ParsedDocument
from reqx.parsing import pdf
from reqx.parsing.pdf.pages import ReadPage, read_page
from reqx.parsing.pdf.words import PageWords, read_words

WIDTH, HEIGHT = A4
LEFT = 70.0
PITCH = 12.0
LOREM = (
    "The pump station feeds the upper reservoir through two pipes of equal width and length",
    "and empties into the river below the weir when the level rises above the mark that was",
    "cut into the eastern wall during the flood of the year in which the mill was pulled down.",
)


class Sheet:
    """A PDF being drawn; `top` and the heights count from the top of the page, in points."""

    def __init__(self, path: Path, *, password: str | None = None) -> None:
        self.path = path
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1, encrypt=password)

    def text(
        self, x: float, top: float, text: str, *, size: float = 10.0, bold: bool = False
    ) -> float:
        """Draw one line on the baseline `top`; return where it ends."""
        font = "Helvetica-Bold" if bold else "Helvetica"
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - top, text)
        width: float = stringWidth(text, font, size)
        return x + width

    def lines(self, x: float, top: float, lines: Iterable[str], *, size: float = 10.0) -> float:
        """Draw lines below each other; return the baseline after the last."""
        for line in lines:
            self.text(x, top, line, size=size)
            top += 1.2 * size
        return top

    def rule(self, x0: float, top0: float, x1: float, top1: float) -> None:
        self.canvas.line(x0, HEIGHT - top0, x1, HEIGHT - top1)

    def grid(self, xs: Sequence[float], tops: Sequence[float]) -> None:
        for x in xs:
            self.rule(x, tops[0], x, tops[-1])
        for top in tops:
            self.rule(xs[0], top, xs[-1], top)

    def table(
        self, xs: Sequence[float], top: float, rows: Iterable[Sequence[str]], *, bold: bool = False
    ) -> float:
        """Draw a ruled table, one line a cell, `bold` the first row; return its bottom."""
        tops = [top]
        for i, row in enumerate(rows):
            for x, text in zip(xs, row, strict=False):
                self.text(x + 3, tops[-1] + 13, text, bold=bold and i == 0)
            tops.append(tops[-1] + 18)
        self.grid(xs, tops)
        return tops[-1]

    def image(self) -> None:
        """Fill the page with a grey picture, as a scanner does."""
        pixel = BytesIO(b"P6 1 1 255\n\x80\x80\x80")
        self.canvas.drawImage(ImageReader(pixel), 0, 0, WIDTH, HEIGHT)

    def turn(self) -> None:
        """Begin the next page."""
        self.canvas.showPage()

    def save(self) -> Path:
        self.canvas.save()
        return self.path


def turned(path: Path, degrees: int, index: int = 0) -> Path:
    """Turn a page as a viewer's command does, clockwise; return the new file."""
    result = path.with_name(f"turned-{degrees}.pdf")
    with pypdfium2.PdfDocument(path) as document:
        page = document[index]
        page.set_rotation(degrees)
        page.close()
        document.save(result)
    return result


def parsed(path: Path) -> ParsedDocument:
    return pdf.read(path, lambda _done, _total: None)


def texts(document: ParsedDocument, *kinds: BlockKind) -> list[str]:
    """Return the texts of the blocks, of these kinds or all."""
    return [block.text for block in document.blocks if not kinds or block.kind in kinds]


def block_with(document: ParsedDocument, words: str) -> Block:
    """Return the one block that holds these words."""
    (found,) = [block for block in document.blocks if words in block.text]
    return found


def cells(document: ParsedDocument) -> list[list[str]]:
    """Return the cell texts of each table row."""
    return [[cell.text for cell in block.cells] for block in document.blocks if block.cells]


def words_of(path: Path, index: int = 0) -> PageWords:
    """Return the words of a page as the reader sees them."""
    with pypdfium2.PdfDocument(path) as document:
        page = document[index]
        text_page = page.get_textpage()
        try:
            return read_words(page, text_page)
        finally:
            text_page.close()
            page.close()


def page_of(path: Path, index: int = 0) -> ReadPage:
    """Return a page as read, before anything is known of the document."""
    with pypdfium2.PdfDocument(path) as document:
        return read_page(document, index)
