from reqx.extraction.passages import Unit, units
from reqx.model.blocks import ParsedDocument
from tests.extraction.make import contents, document, header_row, item, paragraph, row


def texts(found: list[Unit]) -> list[str]:
    return [unit.text for unit in found]


def test_every_sentence_of_a_paragraph_is_a_unit() -> None:
    found = units(document(paragraph("The lamp glows. The fan turns.")))
    assert texts(found) == ["The lamp glows.", "The fan turns."]
    assert [unit.is_first for unit in found] == [True, False]


def test_unit_is_its_slice_of_the_document() -> None:
    parsed = document(
        paragraph("The lamp glows. The fan turns.", label="4.1"),
        row("A-1", "The lid stays shut here."),
    )
    assert all(unit.text == parsed.slice(unit.start, unit.end) for unit in units(parsed))


def test_label_is_not_in_the_unit() -> None:
    assert texts(units(document(paragraph("The lamp glows.", label="3.2.1")))) == [
        "The lamp glows."
    ]


def test_item_knows_its_introduction() -> None:
    found = units(document(paragraph("The pump shall:"), item("run at night;", label="-")))
    assert found[1].intro == "The pump shall:"
    assert found[1].text == "run at night;"


def test_row_without_prose_is_one_unit() -> None:
    assert texts(units(document(row("Autonomy", "8 h")))) == ["Autonomy 8 h"]


def test_prose_cell_is_read_by_sentences() -> None:
    parsed = document(row("A-1", "The lid stays shut at night. The crew opens it.", "high"))
    found = units(parsed)
    assert texts(found) == ["The lid stays shut at night.", "The crew opens it."]
    assert {unit.cell for unit in found} == {1}


def test_contents_and_header_rows_have_no_units() -> None:
    parsed = document(contents("Doors and windows 12"), header_row("Requirement", "Priority"))
    assert units(parsed) == []


def test_text_without_words_is_no_unit() -> None:
    parsed: ParsedDocument = document(paragraph("12 / 34"))
    assert units(parsed) == []


def test_introduction_is_the_sentence_that_opens_the_list() -> None:
    lead = paragraph("The fan turns. The lamp has:")
    assert units(document(lead, item("a switch")))[-1].intro == "The lamp has:"


def test_first_row_of_a_matrix_has_no_unit() -> None:
    rows = [row("", "By day", "By night"), row("Guards", "2", "1"), row("", "a gate", "a yard")]
    assert texts(units(document(*rows))) == ["Guards 2 1", "a gate a yard"]
