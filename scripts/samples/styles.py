"""How the sample PDFs look: one paragraph style a kind of block, for a typeface and a size."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import reportlab
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(reportlab.__file__).parent / "fonts"


@dataclass(frozen=True, slots=True)
class Typeface:
    """Font names: regular, bold, italic."""

    regular: str
    bold: str
    italic: str


TIMES = Typeface("Times-Roman", "Times-Bold", "Times-Italic")
HELVETICA = Typeface("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")


def vera() -> Typeface:
    """Return Bitstream Vera, which reportlab ships: embedded, so it has signs such as ≥."""
    for name, file in {"Vera": "Vera", "Vera-Bold": "VeraBd", "Vera-Italic": "VeraIt"}.items():
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{file}.ttf"))
    return Typeface("Vera", "Vera-Bold", "Vera-Italic")


def styles(face: Typeface, size: float) -> Mapping[str, Any]:
    """Return the styles by kind; `heading1`, `item2` ... where the level matters."""
    text = ParagraphStyle(
        "text",
        fontName=face.regular,
        fontSize=size,
        leading=size * 1.28,
        spaceAfter=size * 0.6,
        alignment=4,
        allowWidows=0,
        allowOrphans=0,
        embeddedHyphenation=1,
        bulletFontName=face.regular,
        bulletFontSize=size,
    )
    found = [text, *_headings(text, face), *_lists(text), *_asides(text, face)]
    return {style.name: style for style in found}


def _headings(text: Any, face: Typeface) -> list[Any]:  # noqa: ANN401 - reportlab has no types
    sizes = {"title": 1.9, "heading1": 1.4, "heading2": 1.15, "heading3": 1.0}
    return [
        ParagraphStyle(
            name,
            text,
            fontName=face.bold,
            fontSize=text.fontSize * factor,
            leading=text.fontSize * factor * 1.25,
            spaceBefore=text.fontSize * factor * 0.7,
            alignment=0,
        )
        for name, factor in sizes.items()
    ]


def _lists(text: Any) -> list[Any]:  # noqa: ANN401 - reportlab has no types
    indents = {"bullet1": 16, "bullet2": 32, "item1": 26, "item2": 46, "item3": 66}
    return [
        ParagraphStyle(
            name,
            text,
            leftIndent=indent,
            bulletIndent=indent - 16 if name.startswith("bullet") else indent - 22,
            spaceAfter=text.fontSize * 0.35,
        )
        for name, indent in indents.items()
    ] + [ParagraphStyle("clause", text, leftIndent=34, bulletIndent=0)]


def _asides(text: Any, face: Typeface) -> list[Any]:  # noqa: ANN401 - reportlab has no types
    small = text.fontSize * 0.9
    cell = {"fontSize": small, "leading": small * 1.2, "spaceAfter": 0, "alignment": 0}
    return [
        ParagraphStyle("note", text, fontName=face.italic, fontSize=small, leftIndent=16),
        ParagraphStyle("caption", text, fontName=face.italic, fontSize=small, alignment=1),
        ParagraphStyle("contents", text, alignment=0, spaceAfter=1),
        ParagraphStyle("cell", text, **cell),
        ParagraphStyle("header_cell", text, **{**cell, "fontName": face.bold}),
    ]
