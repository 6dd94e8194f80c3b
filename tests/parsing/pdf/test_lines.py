from pathlib import Path

from tests.parsing.pdf.make import Sheet, parsed, texts


def test_raised_word_joins_its_line(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.text(70, 100, "an area of 20 m")
    sheet.text(end + 3, 96.5, "2", size=6)
    sheet.text(end + 12, 100, "per vehicle")
    assert texts(parsed(sheet.save())) == ["an area of 20 m 2 per vehicle"]


def test_letters_drawn_out_of_order_are_put_together(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.text(70, 100, "The server ")
    sheet.text(sheet.text(end, 100, "l"), 100, "oads")
    later = Sheet(tmp_path / "b.pdf")
    gap = later.text(70, 100, "The server ")
    start = later.canvas.stringWidth("l", "Helvetica", 10)
    later.text(gap + start, 100, "oads")
    later.text(70, 130, "Another line.")
    later.text(gap, 100, "l")
    assert texts(parsed(sheet.save()))[0] == texts(parsed(later.save()))[0] == "The server loads"


def test_bold_words_keep_their_line_with_plain_ones(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.text(70, 100, "Note:", bold=True)
    sheet.text(end + 3, 100, "the cover stays shut.")
    assert texts(parsed(sheet.save())) == ["Note: the cover stays shut."]
