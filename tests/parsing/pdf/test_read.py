import re
from pathlib import Path

import pypdfium2
import pytest

from reqx.errors import Encrypted, NeedsOcr, TooLarge, Unreadable
from reqx.parsing import PDF, parse
from reqx.parsing.pdf.warnings import ranges
from tests.parsing.pdf.make import LOREM, Sheet, parsed, texts


def specification(path: Path) -> Path:
    sheet = Sheet(path)
    sheet.text(70, 80, "1 Scope", size=14, bold=True)
    bottom = sheet.lines(70, 110, LOREM)
    sheet.text(70, bottom + 20, "The station shall have:")
    sheet.text(75, bottom + 34, "• a gate;")
    sheet.text(75, bottom + 48, "• a lock.")
    sheet.table([70, 140, 400], bottom + 70, [["ID", "Text"], ["R-1", "It shall ring."]], bold=True)
    sheet.turn()
    sheet.lines(70, 110, LOREM)
    return sheet.save()


def test_block_is_the_slice_of_the_text_it_claims(tmp_path: Path) -> None:
    found = parsed(specification(tmp_path / "a.pdf"))
    for block in found.blocks:
        assert block.text == " ".join(found.text[block.start : block.end].split())
        assert block.text.startswith(block.label)
        for cell in block.cells:
            assert cell.text == found.slice(cell.start, cell.end)


def test_regions_lie_where_their_words_are_printed(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.text(70, 100, "The gate shall close.")
    (region,) = parsed(sheet.save()).blocks[0].regions
    assert region.bbox == pytest.approx((70, 92, end, 102), abs=0.1)


def test_same_bytes_give_the_same_document(tmp_path: Path) -> None:
    path = specification(tmp_path / "a.pdf")
    assert parsed(path) == parsed(path)


def test_each_page_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    parse(specification(tmp_path / "a.pdf"), PDF, lambda done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_page_labels_are_kept(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.addPageLabel(0, style="ROMAN_LOWER", start=3)
    sheet.lines(70, 100, LOREM)
    found = parsed(sheet.save())
    assert (found.pages[0].label, found.blocks[0].page_label) == ("iii", "iii")


def test_user_password_makes_it_encrypted(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf", password="open sesame")  # noqa: S106 - a test's password
    sheet.lines(70, 100, LOREM)
    with pytest.raises(Encrypted, match=r"a\.pdf needs a password"):
        parsed(sheet.save())


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\nnothing of the kind", b"PK\x03\x04"])
def test_damaged_file_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        parsed(path)


def test_scanned_document_needs_ocr(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.image()
    with pytest.raises(NeedsOcr, match="none of its 1 pages has text"):
        parsed(sheet.save())


def test_scanned_page_is_warned_of_and_a_blank_one_is_not(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, LOREM)
    sheet.turn()
    sheet.turn()
    sheet.image()
    found = parsed(sheet.save())
    assert [page.warnings for page in found.pages] == [(), (), ("needs_ocr",)]
    assert found.warnings[0].startswith("Page 3 has an image in place of text")


def test_garbled_page_is_warned_of(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    shifted = ["".join(chr(ord(c) - 29) if c.islower() else c for c in line) for line in LOREM * 4]
    sheet.lines(70, 100, [line.translate(str.maketrans("", "", "\\()")) for line in shifted])
    found = parsed(sheet.save())
    assert found.pages[0].warnings == ("garbled",)
    assert "Page 1 has text that is not what is printed" in found.warnings[0]


def test_page_of_a_drawing_is_not_searched_for_tables(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, LOREM)
    for i in range(6_100):
        sheet.rule(50 + i % 500, 200 + i // 500, 54 + i % 500, 200 + i // 500)
    found = parsed(sheet.save())
    assert found.pages[0].warnings == ("drawn",)
    assert texts(found) == [" ".join(LOREM)]


def test_page_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = specification(tmp_path / "a.pdf")
    content = path.read_bytes()
    first, second = re.findall(rb"(\d+) 0 R", content[content.index(b"/Kids") :])[:2]
    path.write_bytes(content.replace(first + b" 0 R " + second, first + b" 0 R 0"))
    found = parsed(path)
    assert found.pages[1].warnings == ("damaged",)
    assert found.warnings == ("Page 2 has damage: nothing was read there.",)
    assert len(texts(found)) > 0


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with pypdfium2.PdfDocument.new() as document:
        for _ in range(5_001):
            document.new_page(10, 10)
        document.save(path)
    with pytest.raises(TooLarge, match="has 5001 pages"):
        parsed(path)


def test_page_numbers_are_told_as_ranges() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"
