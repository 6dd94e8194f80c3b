"""What a PDF's letters are does not depend on the fonts of the machine."""

from pathlib import Path

from tests.parsing.pdf.make import parsed

SHOWN = rb"BT /F 10 Tf 72 700 Td (\267 \055 \141) Tj ET"
OBJECTS = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>"
    ),
    b"<< /Length %d >>\nstream\n%s\nendstream" % (len(SHOWN), SHOWN),
    b"<< /Type /Font /Subtype /TrueType /BaseFont /Symbol /FontDescriptor 6 0 R"
    b" /FirstChar 32 /LastChar 254 /Widths [%s] >>" % (b"500 " * 223),
    (
        b"<< /Type /FontDescriptor /FontName /Symbol /Flags 6 /FontBBox [0 -219 1113 1005]"
        b" /ItalicAngle 0 /Ascent 693 /Descent -215 /CapHeight 500 /StemV 80 >>"
    ),
]


def symbols(path: Path) -> Path:
    """Write a page in a font that the file does not bring along: a bullet, a minus, an alpha."""
    objects = b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(OBJECTS, 1))
    path.write_bytes(b"%PDF-1.4\n" + objects + b"trailer << /Root 1 0 R >>\n%%EOF\n")
    return path


def test_letters_of_a_font_that_is_not_embedded_are_read_by_pdfium_alone(tmp_path: Path) -> None:
    # With a font of the machine (OpenSymbol comes with LibreOffice) they are "\u00b7 - a".
    assert parsed(symbols(tmp_path / "a.pdf")).text.split() == ["\u2022", "\u2212", "\u03b1"]
