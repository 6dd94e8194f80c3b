"""Pages that show more than their words."""

from pathlib import Path

import pytest
from PIL import Image

from tests.parsing.ocr.make import over, picture_of, tender
from tests.parsing.pdf.make import LOREM, parsed

NUMBER = "ACME-000123"
_UNKNOWN = (
    "/Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /V /DescendantFonts [<< /Type "
    "/Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /CIDSystemInfo << /Registry (Adobe) "
    "/Ordering (Japan1) /Supplement 1 >> >>]"
)


def mute(path: Path, letters: int) -> Path:
    """Write a page of letters of a font that is neither in the file nor on the system."""
    drawn = "".join(f"1 0 0 1 500 {700 - 9 * i} Tm <2422> Tj " for i in range(letters))
    content = f"BT /F1 8 Tf {drawn} /F2 8 Tf 1 0 0 1 50 750 Tm (Gazette) Tj ET".encode()
    plain = "/Type /Font /Subtype /Type1 /BaseFont /Helvetica"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font "
        f"<< /F1 << {_UNKNOWN} >> /F2 << {plain} >> >> >> >>".encode(),
        b"<< /Length %d >> stream\n%s\nendstream" % (len(content), content),
    ]
    body = b"".join(b"%d 0 obj %s endobj\n" % (i, part) for i, part in enumerate(parts, 1))
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>")
    return path


def test_scan_with_a_running_number_needs_ocr(tmp_path: Path) -> None:
    found = parsed(over(tmp_path / "a.pdf", picture_of(tender(tmp_path / "b.pdf")), NUMBER))
    assert (found.text, found.pages[0].warnings) == (NUMBER, ("needs_ocr",))
    assert found.warnings[0].startswith("Page 1 has an image in place of text (scanned)")


@pytest.mark.parametrize(
    "picture", [Image.linear_gradient("L"), Image.new("L", (200, 300), color=255)]
)
def test_picture_behind_a_title_is_no_scan(tmp_path: Path, picture: Image.Image) -> None:
    assert parsed(over(tmp_path / "a.pdf", picture, "Pump station")).pages[0].warnings == ()


def test_page_of_text_on_a_picture_is_no_scan(tmp_path: Path) -> None:
    picture = picture_of(tender(tmp_path / "b.pdf"))
    found = parsed(over(tmp_path / "a.pdf", picture, " ".join(LOREM)))
    assert found.pages[0].warnings == ()


def test_letters_of_a_missing_font_are_read_or_told_of(tmp_path: Path) -> None:
    found = parsed(mute(tmp_path / "a.pdf", 150))
    # Some systems have a font for them.
    assert found.pages[0].warnings == ("garbled",) or len(found.text) > 150
