from pathlib import Path

from reqx.parsing.pdf.layout import columns_of, lines_of, plain_columns
from reqx.parsing.pdf.rows import PlainRow, plain_rows
from tests.parsing.pdf.make import Sheet, words_of


def _page(path: Path) -> Sheet:
    sheet = Sheet(path)
    for row in range(12):
        sheet.text(70, 100 + 14 * row, f"{row}. The pump shall", bold=row == 3)
        sheet.text(320, 104 + 14 * row, "carry the load", size=8 + row % 3)
        end = sheet.text(420, 104 + 14 * row, "of 5 m")
        sheet.text(end + 1, 100.5 + 14 * row, "3", size=6)
    return sheet


def test_lines_cut_from_columns_are_those_told_word_by_word(tmp_path: Path) -> None:
    found = words_of(_page(tmp_path / "a.pdf").save())
    plain = plain_columns(found)
    assert plain is not None
    assert list(lines_of(plain)) == list(lines_of(columns_of(found.words, [])))


def test_plain_line_makes_no_word_before_one_is_asked_for(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "The pump shall stop.")
    found = words_of(sheet.save())
    assert found.listing is not None
    assert found.strips is not None
    (row,) = plain_rows(found.listing, found.strips)
    assert isinstance(row, PlainRow)
    assert [word.text for word in row.words] == ["The", "pump", "shall", "stop."]
    assert row.orders == (0, 3)


def test_text_printed_upon_itself_is_told_word_by_word(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "The pump")
    sheet.text(70.2, 100, "The pump", size=10.5)
    found = words_of(sheet.save())
    assert plain_columns(found) is None
    assert [word.text for word in found.words] == ["The", "pump"]


def test_huge_letters_are_told_from_the_lines(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "The pump shall stop.")
    for place, letter in enumerate("DRAFT"):
        sheet.text(200 + 60 * place, 300 + 40 * place, letter, size=60)
    assert plain_columns(words_of(sheet.save())) is None


def test_sideways_text_is_told_from_the_lines(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "The pump shall stop.")
    sheet.canvas.rotate(90)
    sheet.canvas.drawString(300, -40, "Confidential")
    assert plain_columns(words_of(sheet.save())) is None
