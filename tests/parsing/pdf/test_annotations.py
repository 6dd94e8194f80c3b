import ctypes
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.pdf.make import HEIGHT, LOREM, Sheet, parsed, texts

BOX = [300, HEIGHT - 330, 420, HEIGHT - 300]
HELVETICA = "0 g /Helv 10 Tf"


def page_of_text(path: Path) -> Sheet:
    sheet = Sheet(path)
    sheet.lines(70, 100, LOREM)
    sheet.lines(70, 500, LOREM)
    return sheet


def stamped(path: Path, words: str) -> Path:
    """Add a stamp that holds its words in its drawing only."""
    with pypdfium2.PdfDocument(path.read_bytes()) as document:
        page = document[0]
        stamp = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_STAMP)
        pdfium.FPDFAnnot_SetRect(stamp, pdfium.FS_RECTF(BOX[0], BOX[3], BOX[2], BOX[1]))
        text = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", 10)
        encoded = (words + "\0").encode("utf-16-le")
        wide = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
        pdfium.FPDFText_SetText(text, wide)
        pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, BOX[0] + 5, BOX[1] + 10)
        pdfium.FPDFAnnot_AppendObject(stamp, text)
        pdfium.FPDFPage_CloseAnnot(stamp)
        document.save(path)
    return path


def test_sticky_note_is_a_comment_below_what_stands_above_it(tmp_path: Path) -> None:
    sheet = page_of_text(tmp_path / "a.pdf")
    sheet.canvas.textAnnotation("Is the weir in scope?", Rect=BOX)
    found = parsed(sheet.save())
    assert texts(found) == [" ".join(LOREM), "Is the weir in scope?", " ".join(LOREM)]
    comment = found.blocks[1]
    assert (comment.kind, comment.part) == (BlockKind.COMMENT, "comment")
    assert comment.regions[0].bbox == pytest.approx((300, 300, 420, 330), abs=0.1)


def test_words_typed_on_the_page_are_a_comment(tmp_path: Path) -> None:
    sheet = page_of_text(tmp_path / "a.pdf")
    sheet.canvas.freeTextAnnotation("Superseded\rby volume C", HELVETICA, Rect=BOX)
    assert texts(parsed(sheet.save()), BlockKind.COMMENT) == ["Superseded by volume C"]


def test_words_typed_where_the_page_prints_them_are_read_once(tmp_path: Path) -> None:
    sheet = page_of_text(tmp_path / "a.pdf")
    sheet.text(305, 320, "Superseded")
    sheet.canvas.freeTextAnnotation("Superseded", HELVETICA, Rect=BOX)
    assert parsed(sheet.save()).text.count("Superseded") == 1


def test_highlight_that_repeats_its_words_is_no_comment(tmp_path: Path) -> None:
    sheet = page_of_text(tmp_path / "a.pdf")
    bottom = HEIGHT - 104
    sheet.canvas.highlightAnnotation(LOREM[0], Rect=[65, bottom, 560, bottom + 14])
    assert len(texts(parsed(sheet.save()))) == 2


def test_words_of_a_stamp_that_are_only_drawn_are_a_comment(tmp_path: Path) -> None:
    sheet = page_of_text(tmp_path / "a.pdf")
    (comment,) = parsed(stamped(sheet.save(), "Superseded by volume C")).blocks[1:2]
    assert (comment.kind, comment.text) == (BlockKind.COMMENT, "Superseded by volume C")
    assert comment.regions[0].bbox == pytest.approx((300, 300, 420, 330), abs=0.1)


def test_stamp_without_words_is_no_comment(tmp_path: Path) -> None:
    sheet = page_of_text(tmp_path / "a.pdf")
    found = parsed(stamped(sheet.save(), ""))
    assert texts(found) == [" ".join(LOREM), " ".join(LOREM)]


def test_link_is_no_comment(tmp_path: Path) -> None:
    sheet = page_of_text(tmp_path / "a.pdf")
    sheet.canvas.linkURL("https://example.com/", tuple(BOX))
    assert texts(parsed(sheet.save()), BlockKind.COMMENT) == []


@pytest.mark.parametrize("flag", [2, 32])
def test_comment_that_no_viewer_shows_is_left_out(tmp_path: Path, flag: int) -> None:
    sheet = page_of_text(tmp_path / "a.pdf")
    sheet.canvas.textAnnotation("Do not read this", Rect=BOX, F=flag)
    assert texts(parsed(sheet.save()), BlockKind.COMMENT) == []


def test_comment_does_not_end_an_introduction(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "The station shall have:")
    sheet.text(75, 340, "• a gate;")
    sheet.canvas.textAnnotation("Only one?", Rect=BOX)
    found = parsed(sheet.save())
    assert [block.intro for block in found.blocks] == [None, None, 0]


def test_page_with_more_comments_than_are_read_says_so(tmp_path: Path) -> None:
    sheet = page_of_text(tmp_path / "a.pdf")
    for number in range(501):
        sheet.canvas.textAnnotation(f"Remark {number}", Rect=BOX)
    found = parsed(sheet.save())
    assert len(texts(found, BlockKind.COMMENT)) == 500
    assert found.warnings[0].startswith("Page 1 has so many form fields and comments")
