from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind, ParsedDocument
from tests.parsing.pdf.make import LOREM, Sheet, block_with, parsed


def document(path: Path, *titles: tuple[str, float, bool]) -> ParsedDocument:
    """Return a document of these lines (text, size, bold), with paragraphs between them."""
    sheet = Sheet(path)
    top = 80.0
    for text, size, bold in titles:
        sheet.text(70, top, text, size=size, bold=bold)
        top = sheet.lines(70, top + 24, LOREM) + 24
    return parsed(sheet.save())


def headings(found: ParsedDocument) -> list[tuple[int, str]]:
    return [(b.level, b.text) for b in found.blocks if b.kind is BlockKind.HEADING]


def test_levels_follow_the_numbers(tmp_path: Path) -> None:
    found = document(
        tmp_path / "a.pdf", ("1 Scope", 14, True), ("1.1 Terms", 12, True), ("2 Design", 14, True)
    )
    assert headings(found) == [(1, "1 Scope"), (2, "1.1 Terms"), (1, "2 Design")]
    assert [b.label for b in found.blocks if b.kind is BlockKind.HEADING] == ["1", "1.1", "2"]
    assert block_with(found, "1.1 Terms").section == ("1 Scope",)


def test_levels_follow_roman_figures_where_others_are_within_them(tmp_path: Path) -> None:
    lines = [("INTRODUCTION", 16, True), ("II. Scope", 14, True), ("II.1 Terms", 12, True)]
    found = document(tmp_path / "a.pdf", *lines, ("III. Design", 14, True))
    assert [level for level, _ in headings(found)] == [1, 1, 2, 1]
    assert block_with(found, "II.1 Terms").section == ("II. Scope",)


def test_levels_without_numbers_follow_the_look(tmp_path: Path) -> None:
    found = document(
        tmp_path / "a.pdf", ("Scope", 16, True), ("Terms", 12, True), ("Design", 16, True)
    )
    assert [level for level, _ in headings(found)] == [1, 2, 1]


@pytest.mark.parametrize(
    "sentence",
    ["3.2.1 The gate shall close", "FR-12 Closing of the gate", "2.1 Le portail doit fermer"],
)
def test_numbered_sentence_is_a_paragraph_however_it_is_printed(
    tmp_path: Path, sentence: str
) -> None:
    found = document(tmp_path / "a.pdf", (sentence, 14, True), ("FR-13 Opening", 10, False))
    assert block_with(found, sentence).kind is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    "word",
    [
        *("shall", "must", "should", "will", "doit", "doivent", "devra", "devront", "devrait"),
        *("devraient", "muss", "müssen", "soll", "sollen", "sollte", "debe", "deben", "deberá"),
        *("deve", "devono", "dovrà", "moet", "moeten"),
    ],
)
def test_no_word_that_binds_stands_in_a_heading(tmp_path: Path, word: str) -> None:
    sentence = f"3.2.1 Gates {word.upper()} close"
    found = document(tmp_path / "a.pdf", (sentence, 14, True), ("FR-13 Opening", 10, False))
    assert block_with(found, sentence).kind is BlockKind.PARAGRAPH


def test_numbered_paragraph_keeps_its_label(tmp_path: Path) -> None:
    found = document(tmp_path / "a.pdf", ("3.2.1 The gate shall close.", 10, False))
    block = block_with(found, "3.2.1")
    assert (block.kind, block.label) == (BlockKind.PARAGRAPH, "3.2.1")


def test_bold_list_within_a_section_does_not_restart_the_chapters(tmp_path: Path) -> None:
    found = document(
        tmp_path / "a.pdf",
        ("2 Design", 14, True),
        ("2.1 Pumps", 12, True),
        ("1. Intake", 10, True),
        ("2.2 Pipes", 12, True),
    )
    assert [text for _, text in headings(found)] == ["2 Design", "2.1 Pumps", "2.2 Pipes"]
    assert block_with(found, "Intake").kind is BlockKind.LIST_ITEM


def test_number_of_a_house_is_no_chapter(tmp_path: Path) -> None:
    found = document(tmp_path / "a.pdf", ("1 Scope", 14, True), ("18 Mill Lane", 12, True))
    assert [b.label for b in found.blocks if b.kind is BlockKind.HEADING] == ["1", ""]


def test_introduction_of_a_list_is_no_heading(tmp_path: Path) -> None:
    found = document(tmp_path / "a.pdf", ("The station shows:", 14, True))
    assert headings(found) == []


def test_title_in_the_outline_is_a_heading(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.bookmarkPage("k")
    sheet.canvas.addOutlineEntry("General remarks", "k")
    sheet.text(70, 80, "General remarks")
    sheet.lines(70, 110, LOREM)
    assert headings(parsed(sheet.save())) == [(1, "General remarks")]


def test_title_in_the_table_of_contents_is_a_heading(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 80, "Contents", bold=True)
    sheet.text(70, 110, "4.2 Spare parts .......................... 2")
    sheet.turn()
    sheet.text(70, 80, "4.2 Spare parts")
    sheet.lines(70, 110, LOREM)
    found = parsed(sheet.save())
    assert (2, "4.2 Spare parts") in headings(found)


def test_field_of_a_form_is_no_heading(tmp_path: Path) -> None:
    found = document(tmp_path / "a.pdf", ("Priority: high", 10, True))
    assert headings(found) == []
