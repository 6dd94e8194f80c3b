"""Scans for tests: pages drawn as text, then printed as pictures; and programs like tesseract."""

from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from reqx.model.blocks import ParsedDocument
from reqx.parsing import PDF, parse
from reqx.parsing.ocr import Ocr
from tests.parsing.pdf.make import HEIGHT, LOREM, WIDTH, Sheet

_DPI = 200
_ROW = r"5\t1\t{block}\t1\t{line}\t1\t10\t20\t30\t8\t{sure}\t{text}\n"


def seen(path: Path) -> ParsedDocument:
    return parse(path, PDF, lambda _done, _total: None, ocr=Ocr.ON)


def tender(path: Path) -> Path:
    sheet = Sheet(path)
    sheet.text(70, 80, "1 Scope of the pump station", size=16, bold=True)
    bottom = sheet.lines(70, 110, LOREM)
    sheet.text(70, bottom + 20, "The gate shall close within 30 seconds.")
    return sheet.save()


def scanned(path: Path, *, quarters: int = 0, rotation: int = 0, share: float = 1) -> Path:
    """Write a PDF of pictures of the pages, as a scanner does that got them turned clockwise.

    `rotation` is what the pages' own entry says, in degrees; `share` is how much of each page, from
    its top, the pictures show.
    """
    copy = path.with_name(f"{path.stem}-{quarters}-{rotation}-scan.pdf")
    canvas = Canvas(str(copy), invariant=1)
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            width, height = page.get_size()
            page.set_cropbox(0, height * (1 - share), width, height)
            picture = page.render(scale=_DPI / 72, rotation=90 * quarters, grayscale=True).to_pil()
            size = picture.width * 72 / _DPI, picture.height * 72 / _DPI
            canvas.setPageSize(size)
            canvas.drawImage(ImageReader(picture), 0, 0, *size)
            canvas.showPage()
    canvas.save()
    with pypdfium2.PdfDocument(copy.read_bytes()) as document:
        for page in document:
            page.set_rotation(rotation)
        document.save(copy)
    return copy


def picture_of(path: Path) -> Image.Image:
    """Return the picture of the first page."""
    with pypdfium2.PdfDocument(path) as document:
        image: Image.Image = document[0].render(scale=2).to_pil()
    return image


def over(path: Path, picture: Image.Image, words: str) -> Path:
    """Write a page of that picture, the words in its upper margin."""
    sheet = Sheet(path)
    sheet.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    sheet.text(70, 40, words)
    return sheet.save()


def program(path: Path, seeing: str) -> str:
    """Write a program that answers as tesseract does; `seeing` is its shell code for a picture."""
    path.write_text(
        "#!/bin/sh\n"
        'case "$1" in\n'
        "--version) echo tesseract 9.9 ;;\n"
        "--list-langs) printf 'List of languages (2):\\nosd\\ndeu\\n' ;;\n"
        f"*) cat >/dev/null; {seeing} ;;\n"
        "esac\n",
        encoding="utf-8",
    )
    path.chmod(0o700)
    return str(path)


def row(text: str, *, block: int = 1, line: int = 1, sure: str = "90") -> str:
    """Return a row of tesseract's TSV, as printf takes it."""
    return _ROW.format(text=text, block=block, line=line, sure=sure)
