from pathlib import Path

from reqx.model.blocks import BlockKind
from tests.parsing.pdf.make import LOREM, Sheet, block_with, parsed, texts


def test_sentence_goes_on_over_the_page_break(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 700, LOREM[:2])
    sheet.turn()
    sheet.lines(70, 100, LOREM[2:])
    (block,) = parsed(sheet.save()).blocks
    assert block.text == " ".join(LOREM)
    assert [region.page for region in block.regions] == [1, 1, 2]


def test_finished_sentence_does_not_go_on(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 700, LOREM)
    sheet.turn()
    sheet.lines(70, 100, LOREM)
    assert len(parsed(sheet.save()).blocks) == 2


def test_footnote_between_the_halves_goes_before_them(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 600, LOREM[:2])
    sheet.text(70, 696, "1", size=5)
    sheet.text(76, 700, "Measured at the eastern wall.", size=8)
    sheet.turn()
    sheet.lines(70, 100, LOREM[2:])
    found = parsed(sheet.save())
    assert [block.kind for block in found.blocks] == [BlockKind.NOTE, BlockKind.PARAGRAPH]
    assert found.blocks[1].text == " ".join(LOREM)


def test_word_broken_by_the_page_break_stands_whole_on_the_first_page(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 600, "The reservoir is deep.")
    sheet.lines(70, 700, [LOREM[0], f"{LOREM[1][:70]} reser-"])
    sheet.turn()
    sheet.lines(70, 100, ["voir when the gate is shut."])
    found = parsed(sheet.save())
    assert found.pages[0].text.endswith(" reservoir")
    assert found.pages[1].text == "when the gate is shut."


def test_heading_is_not_joined_to_the_text_of_the_next_column(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 650, LOREM)
    sheet.text(70, 720, "4 Delivery", bold=True)
    sheet.turn()
    sheet.lines(70, 100, LOREM)
    found = parsed(sheet.save())
    assert block_with(found, "Delivery").text == "4 Delivery"
    assert len(texts(found)) == 3
