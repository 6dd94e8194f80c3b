import pytest

from reqx.extraction.rules.fields import Role, cell_role, fields, role
from tests.extraction.make import document, paragraph, row
from tests.extraction.rules.read import statements


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Requirement", Role.REQUIREMENT),
        ("Requirement ID", Role.IDENTIFIER),
        ("Exigence", Role.REQUIREMENT),
        ("N°", Role.IDENTIFIER),
        ("Priority", Role.MODALITY),
        ("Verification Method(s)", Role.VERIFICATION),
        ("Rationale:", Role.OTHER),
        ("Price of eggs", None),
        ("", None),
    ],
)
def test_column_head_has_a_role(name: str, expected: Role | None) -> None:
    assert role(name) is expected


def test_cell_takes_the_role_of_its_column() -> None:
    parsed = document(row("A-1", "The lid is shut.", headers=("Ref.", "Description")))
    assert cell_role(parsed.blocks[0], 1) is Role.DESCRIPTION


def test_form_row_takes_the_role_of_the_name_at_its_left() -> None:
    parsed = document(row("Rationale", "The lid keeps rain out."))
    assert cell_role(parsed.blocks[0], 1) is Role.OTHER


def test_response_is_the_bidders_in_a_column_and_the_products_in_a_paragraph() -> None:
    parsed = document(row("A-1", "Yes.", headers=("Ref.", "Response")))
    assert cell_role(parsed.blocks[0], 1) is Role.OTHER
    told = [paragraph(f"Response: The pump shall stop at {n}.") for n in range(5)]
    assert fields(document(*told).blocks).split("Response: It stops.") == (None, 0)
    assert len(statements(*told)) == len(told)


def test_name_before_enough_paragraphs_is_a_field() -> None:
    parsed = document(*(paragraph(f"Rationale: rain falls on day {n}.") for n in range(5)))
    assert fields(parsed.blocks).split("Rationale: it is wet.") == (Role.OTHER, 11)


def test_name_that_stands_once_is_no_field() -> None:
    parsed = document(paragraph("Rationale: rain falls."), paragraph("The lid is shut."))
    assert fields(parsed.blocks).split("Rationale: it is wet.") == (None, 0)


def test_words_before_a_colon_without_a_role_are_no_field() -> None:
    parsed = document(*(paragraph(f"Blue boats: number {n} floats.") for n in range(5)))
    assert fields(parsed.blocks).split("Blue boats: two float.") == (None, 0)
