from pathlib import Path

import pytest

from reqx.parsing.pdf.words import _readable
from tests.parsing.pdf.make import HEIGHT, WIDTH, Sheet, words_of


def test_word_has_its_place_from_the_top_left(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.text(100, 50, "Valve", size=12)
    (word,) = words_of(sheet.save()).words
    assert word.text == "Valve"
    assert [word.size, word.x0, word.x1, word.baseline] == pytest.approx([12, 100, end, 50])


def test_every_word_of_a_full_page_has_its_place(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    tops, lefts = range(40, 800, 8), range(30, 560, 20)
    for top in tops:
        for x in lefts:
            sheet.text(x, top, "gate", size=4)
    words = words_of(sheet.save()).words
    places = [(round(word.x0, 3), round(word.baseline, 3)) for word in words]
    assert places == [(x, top) for top in tops for x in lefts]
    assert {round(word.x1 - word.x0, 3) for word in words} == {round(words[0].x1 - 30, 3)}


def test_size_in_the_text_matrix_counts(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.scale(14, 14)
    sheet.canvas.setFont("Helvetica", 1)
    sheet.canvas.drawString(5, 20, "Valve")
    (word,) = words_of(sheet.save()).words
    assert word.size == pytest.approx(14)


def test_bold_font_that_is_not_embedded_is_bold(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(100, 50, "Valve", bold=True)
    sheet.text(200, 50, "shut")
    assert [word.is_bold for word in words_of(sheet.save()).words] == [True, False]


def test_text_with_a_painted_outline_is_bold(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    pen = sheet.canvas.beginText(100, 700)
    pen.setTextRenderMode(2)
    pen.textOut("Valve")
    sheet.canvas.drawText(pen)
    assert words_of(sheet.save()).words[0].is_bold


def test_letters_printed_twice_are_read_once(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    x = 100.0
    for letter in "Solution":
        sheet.text(x + 0.2, 50, letter)
        x = sheet.text(x, 50, letter)
    assert [word.text for word in words_of(sheet.save()).words] == ["Solution"]


def test_real_double_letters_stay(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(100, 50, "IIII 1100 aabb")
    assert [word.text for word in words_of(sheet.save()).words] == ["IIII", "1100", "aabb"]


def test_word_printed_again_on_itself_is_read_once(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for shift in (0.0, 0.3, 0.6):
        sheet.text(100 + shift, 50, "Valve")
        sheet.text(300, 90, f"between {shift}")
    found = [word.text for word in words_of(sheet.save()).words]
    assert found.count("Valve") == 1


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_page_is_read_as_shown(tmp_path: Path, rotation: int) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    canvas = sheet.canvas
    canvas.setPageRotation(rotation)
    # reportlab turns the paper with the page.
    shift = {90: (HEIGHT, 0.0), 180: (WIDTH, HEIGHT), 270: (0.0, WIDTH)}[rotation]
    canvas.translate(*shift)
    canvas.rotate(rotation)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(60, 100, "upright")
    found = words_of(sheet.save())
    assert found.turn.quarters == 0
    word = found.words[0]
    assert [word.x0, word.baseline] == pytest.approx([60, HEIGHT - 100], abs=0.1)


def test_page_printed_sideways_is_set_upright(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.translate(WIDTH, 0)
    sheet.canvas.rotate(90)
    sheet.canvas.drawString(60, 100, "all the text of this page")
    found = words_of(sheet.save())
    assert found.size == pytest.approx((HEIGHT, WIDTH))
    assert {word.quarters for word in found.words} == {0}
    assert found.words[0].x0 < found.words[1].x0 < found.words[2].x0


def test_words_outside_the_visible_page_are_dropped(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.setCropBox((50, 50, 400, 800))
    sheet.text(100, 100, "inside")
    sheet.text(450, 100, "outside")
    (word,) = words_of(sheet.save()).words
    assert word.text == "inside"
    assert word.x0 == pytest.approx(50)


def test_lone_character_of_a_symbol_font_is_a_bullet() -> None:
    assert [_readable(text) for text in ("\ue00c", "\x83", "\uf0a7", "\ue00cab")] == [
        "\u2022",
        "\u2022",
        "\u25aa",
        "\ue00cab",
    ]
