from pathlib import Path

import pytest

from reqx.parsing.pdf.layout import every_line
from tests.parsing.pdf.make import LOREM, PITCH, Sheet, page_of, parsed, texts

LEFT_COLUMN = [f"left column line {i} goes on here" for i in range(8)]
RIGHT_COLUMN = [f"right column line {i} goes on here" for i in range(8)]


def two_columns(sheet: Sheet, top: float, first: int = 0, last: int = 8) -> float:
    # Line by line, as some programs write: only the white between the columns tells them apart.
    for i in range(first, last):
        sheet.text(70, top, LEFT_COLUMN[i])
        sheet.text(320, top, RIGHT_COLUMN[i])
        top += PITCH
    return top


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    two_columns(sheet, 200)
    text = parsed(sheet.save()).text.replace("\n", " ")
    assert text == " ".join(LEFT_COLUMN + RIGHT_COLUMN)


def test_full_width_heading_between_columns_does_not_splice_them(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    bottom = two_columns(sheet, 200)
    sheet.text(70, bottom + 24, "2 " + "A heading over both columns " * 2, size=15, bold=True)
    two_columns(sheet, bottom + 60)
    found = " ".join(texts(parsed(sheet.save())))
    places = [
        found.index("left column line 7"),
        found.index("right column line 7"),
        found.index("A heading"),
        found.rindex("left column line 0"),
    ]
    assert places == sorted(places)


def test_baselines_of_columns_may_differ(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for i in range(8):
        sheet.text(70, 200 + i * PITCH, LEFT_COLUMN[i])
        sheet.text(320, 205 + i * PITCH, RIGHT_COLUMN[i])
    text = parsed(sheet.save()).text.replace("\n", " ")
    assert text == " ".join(LEFT_COLUMN + RIGHT_COLUMN)


def test_numbers_set_off_from_their_paragraphs_are_no_column(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for i in range(6):
        top = 200 + i * 40
        sheet.text(70, top, f"3.{i + 1}")
        sheet.lines(120, top, [f"The gate {i} shall close when the water rises", "above the mark."])
    found = texts(parsed(sheet.save()))
    assert found[0] == "3.1 The gate 0 shall close when the water rises above the mark."
    assert len(found) == 6


def test_watermark_letters_do_not_land_in_the_text(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for i, letter in enumerate("DRAFT"):
        sheet.text(150 + 40 * i, 220 + 9 * i, letter, size=44)
    sheet.lines(70, 200, LOREM)
    found = texts(parsed(sheet.save()))
    assert found == [" ".join(LOREM), "D R A F T"]


@pytest.mark.parametrize("angle", [45, 90])
def test_text_across_the_page_is_read_apart(tmp_path: Path, angle: int) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 200, LOREM)
    sheet.canvas.saveState()
    sheet.canvas.translate(80, 600)
    sheet.canvas.rotate(angle)
    sheet.canvas.drawString(0, 0, "Draft copy")
    sheet.canvas.restoreState()
    assert texts(parsed(sheet.save())) == [" ".join(LOREM), "Draft copy"]


def test_every_word_is_in_exactly_one_line(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    bottom = two_columns(sheet, 100)
    bottom = sheet.table([70, 200, 400], bottom + 10, [["ID", "Text"], ["R-1", "shut"]])
    sheet.lines(70, bottom + 30, LOREM)
    page = page_of(sheet.save())
    lines = every_line(page.columns)
    assert sum(len(line.text.split()) for line in lines) == page.words
