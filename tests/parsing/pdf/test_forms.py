from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.pdf.make import HEIGHT, LOREM, Sheet, block_with, cells, parsed, texts, turned

FIELD = BlockKind.FORM_FIELD


def asked(path: Path, question: str = "Bidder:", **field: object) -> Sheet:
    """Draw a question with a text field to its right."""
    sheet = Sheet(path)
    sheet.text(70, 100, question)
    sheet.canvas.acroForm.textfield(
        **{"x": 150, "y": HEIGHT - 105, "width": 200, "height": 18, "name": "bidder"} | field
    )
    return sheet


def test_value_of_a_field_is_a_block_behind_its_question(tmp_path: Path) -> None:
    sheet = asked(tmp_path / "a.pdf", value="Mill & Sons Ltd")
    sheet.lines(70, 140, LOREM)
    found = parsed(sheet.save())
    assert texts(found) == ["Bidder:", "Mill & Sons Ltd", " ".join(LOREM)]
    value = found.blocks[1]
    assert (value.kind, value.part) == (FIELD, "field bidder")
    assert value.regions[0].bbox == pytest.approx((150, 87, 350, 105), abs=0.1)


def test_empty_field_and_password_say_nothing(tmp_path: Path) -> None:
    sheet = asked(tmp_path / "a.pdf", value="sesame", fieldFlags="password")
    sheet.canvas.acroForm.textfield(x=70, y=300, name="empty")
    assert texts(parsed(sheet.save())) == ["Bidder:"]


def test_value_that_the_page_prints_too_is_read_once(tmp_path: Path) -> None:
    sheet = asked(tmp_path / "a.pdf", value="Mill & Sons Ltd")
    sheet.text(152, 100, "Mill & Sons Ltd")
    assert parsed(sheet.save()).text.count("Mill") == 1


def test_form_without_printed_words_is_not_empty(tmp_path: Path) -> None:
    sheet = asked(tmp_path / "a.pdf", question="", value="Mill & Sons Ltd")
    assert texts(parsed(sheet.save()), FIELD) == ["Mill & Sons Ltd"]


@pytest.mark.parametrize(("flags", "value"), [("", ["Two"]), ("multiSelect", ["Two", "Three"])])
def test_chosen_options_are_read(tmp_path: Path, flags: str, value: list[str]) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "Lots:")
    sheet.canvas.acroForm.listbox(
        name="lots", options=["One", "Two", "Three"], value=value, x=70, y=300, fieldFlags=flags
    )
    assert texts(parsed(sheet.save()), FIELD) == [", ".join(value)]


def test_chosen_option_of_a_drop_down_list_is_read(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "Lot:")
    sheet.canvas.acroForm.choice(name="lot", options=["One", "Two"], value="Two", x=70, y=300)
    assert texts(parsed(sheet.save()), FIELD) == ["Two"]


def test_box_to_tick_is_a_mark_beside_its_words(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for top, name, is_checked in ((100, "accept", True), (114, "refuse", False)):
        sheet.canvas.acroForm.checkbox(
            name=name, checked=is_checked, x=70, y=HEIGHT - top, size=10, borderWidth=0
        )
        sheet.text(84, top, f"We {name} the terms")
    assert texts(parsed(sheet.save())) == ["☒ We accept the terms", "☐ We refuse the terms"]


def test_choices_on_one_line_keep_their_marks_apart(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for x, name in ((70, "yes"), (130, "no")):
        sheet.canvas.acroForm.radio(
            name="insured", value=name, selected=name == "no", x=x, y=HEIGHT - 100, size=10
        )
        sheet.text(x + 13, 100, name)
    assert texts(parsed(sheet.save())) == ["☐ yes ☒ no"]


def test_mark_far_from_every_word_is_a_block(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 100, LOREM)
    sheet.canvas.acroForm.checkbox(name="alone", checked=True, x=70, y=300, size=10)
    assert texts(parsed(sheet.save()), FIELD) == ["☒"]


def test_values_do_not_break_a_sentence_over_the_page_break(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 700, LOREM[:2])
    sheet.canvas.acroForm.textfield(name="b", value="Mill", x=70, y=60, width=100, height=18)
    sheet.turn()
    sheet.lines(70, 100, LOREM[2:])
    found = parsed(sheet.save())
    assert block_with(found, "pump").text == " ".join(LOREM)
    assert texts(found, FIELD) == ["Mill"]


def test_answer_filled_in_beside_its_question_in_a_table_is_in_its_cell(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    rows = [["Question", "Answer"], ["Bidder", ""], ["Insured", ""], ["Lots", "two"]]
    sheet.table([70, 200, 400], 100, rows, bold=True)
    sheet.canvas.acroForm.textfield(
        name="bidder", value="Mill & Sons", x=203, y=HEIGHT - 134, width=150, height=14
    )
    sheet.canvas.acroForm.checkbox(name="insured", checked=True, x=203, y=HEIGHT - 152, size=12)
    found = parsed(sheet.save())
    assert cells(found)[1:] == [["Bidder", "Mill & Sons"], ["Insured", "☒"], ["Lots", "two"]]
    assert found.blocks[1].cells[1].header == "Answer"


def test_value_in_a_frame_is_no_row(tmp_path: Path) -> None:
    sheet = asked(tmp_path / "a.pdf", value="Mill & Sons Ltd")
    sheet.grid([60, 500], [60, 200, 700])
    assert texts(parsed(sheet.save()), FIELD) == ["Mill & Sons Ltd"]


def test_field_on_a_turned_page_lies_where_it_is_shown(tmp_path: Path) -> None:
    path = asked(tmp_path / "a.pdf", value="Mill & Sons Ltd").save()
    (block,) = [b for b in parsed(turned(path, 90)).blocks if b.kind is FIELD]
    assert block.regions[0].bbox == pytest.approx((HEIGHT - 105, 150, HEIGHT - 87, 350), abs=0.1)
