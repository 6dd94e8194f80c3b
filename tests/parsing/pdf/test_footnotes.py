from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.pdf.make import LOREM, Sheet, block_with, parsed, texts

NOTE = BlockKind.NOTE


def two_pages(path: Path, *notes: str, mark: str = "") -> Sheet:
    """Draw a sentence that runs over the page break, and small print between its halves."""
    sheet = Sheet(path)
    sheet.lines(
        70, 600, [f"It feeds the reservoir{mark} and so on, as is shown below.", *LOREM[:2]]
    )
    sheet.lines(70, 700, notes, size=8)
    sheet.turn()
    sheet.lines(70, 100, LOREM[2:])
    return sheet


@pytest.mark.parametrize(
    ("mark", "note"),
    [("1", "1 At the wall."), ("(2)", "(2) At the wall."), ("*", "* At the wall.")],
)
def test_small_print_behind_a_mark_of_the_text_is_a_footnote(
    tmp_path: Path, mark: str, note: str
) -> None:
    found = parsed(two_pages(tmp_path / "a.pdf", note, mark=mark).save())
    assert texts(found, NOTE) == [note]
    assert block_with(found, note).part == "footnote"
    assert block_with(found, "pulled down").text == " ".join(LOREM)


def test_small_print_that_nothing_refers_to_is_text(tmp_path: Path) -> None:
    found = parsed(two_pages(tmp_path / "a.pdf", "7 gates shall be built.").save())
    assert texts(found, NOTE) == []


def test_footnote_of_several_lines_is_one_block(tmp_path: Path) -> None:
    notes = ("* At the eastern wall of", "the mill.", "** Or below.")
    found = parsed(two_pages(tmp_path / "a.pdf", *notes, mark="**").save())
    assert texts(found, NOTE) == ["* At the eastern wall of the mill.", "** Or below."]


def test_footnotes_with_raised_numbers_are_told_apart(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 600, LOREM)
    for number, top in (("1", 700), ("2", 710)):
        sheet.text(70, top - 4, number, size=5)
        sheet.text(76, top, f"As in volume {number}.", size=8)
    found = texts(parsed(sheet.save()), NOTE)
    assert found == ["1 As in volume 1.", "2 As in volume 2."]


def test_footnote_with_a_raised_number_may_be_as_large_as_the_text(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 600, LOREM[:2])
    sheet.text(70, 696, "1", size=6)
    sheet.text(76, 700, "As in volume 1.")
    sheet.turn()
    sheet.lines(70, 100, LOREM[2:])
    found = parsed(sheet.save())
    assert texts(found, NOTE) == ["1 As in volume 1."]
    assert block_with(found, "pulled down").text == " ".join(LOREM)


def test_raised_mark_stays_in_its_sentence(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    end = sheet.text(70, 100, "The level is set by the council")
    sheet.text(sheet.text(end, 96, "3", size=6), 100, " alone.")
    assert texts(parsed(sheet.save())) == ["The level is set by the council3 alone."]


def test_small_list_items_at_the_foot_are_no_footnotes(tmp_path: Path) -> None:
    sheet = two_pages(tmp_path / "a.pdf", "1. The gate shall close.", "2. It shall ring.")
    assert texts(parsed(sheet.save()), NOTE) == []
