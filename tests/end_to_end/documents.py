"""Documents for the end-to-end tests, drawn when needed."""

import io
import zipfile
from pathlib import Path

from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

LINES_A_PAGE = 40


def pdf(path: Path, *, pages: int = 1, word: str = "pump", password: str | None = None) -> Path:
    """Draw a PDF with one requirement a page, and enough prose to keep a parser busy."""
    encryption = StandardEncryption(password) if password else None
    canvas = Canvas(str(path), encrypt=encryption, invariant=1)
    for page in range(1, pages + 1):
        # Well below the band where repeated lines are running headers.
        canvas.drawString(72, 600, f"The {word} number {page} shall start within {page} seconds.")
        for line in range(LINES_A_PAGE if pages > 1 else 0):
            canvas.drawString(72, 580 - 12 * line, f"This line {page}.{line} tells of its history.")
        canvas.showPage()
    canvas.save()
    return path


def scan(path: Path) -> Path:
    """Draw a PDF whose only page is a picture."""
    canvas = Canvas(str(path), invariant=1)
    canvas.drawInlineImage(Image.new("L", (300, 400), 200), 72, 72, 300, 400)
    canvas.save()
    return path


def picture(path: Path) -> Path:
    """Write a PNG, whatever the name says."""
    Image.new("L", (30, 40), 200).save(path, format="PNG")
    return path


def truncated_docx(path: Path) -> Path:
    """Write the first half of a ZIP, as a broken copy leaves it."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>" * 50)
        archive.writestr("word/document.xml", "".join(map(str, range(5000))))
    path.write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    return path
