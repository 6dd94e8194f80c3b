from reqx.parsing.assembly import Draft
from tests.extraction.make import heading, paragraph
from tests.extraction.rules.read import extract, statements

TASKS = ("ring the bell", "open the gate", "count the carts", "dim the lamps")


def forms(specification: str) -> list[Draft]:
    """Draw four forms, each a number above named fields; the last with that specification."""
    drafts: list[Draft] = []
    for number, task in enumerate(TASKS, start=1):
        said = specification if number == len(TASKS) else f"The keeper will {task}."
        drafts += [
            heading(f"YRD-{number}", level=2),
            paragraph(f"Requirement: The system shall let the keeper {task}."),
            paragraph(f"Description: {said}"),
            paragraph("Origin: talk with the keeper. He must be asked again."),
        ]
    return drafts


def test_field_that_says_the_same_again_is_no_second_row() -> None:
    rows = extract(*forms("The system will let the keeper dim the lamps of the yard."))
    assert [row.source_id for row in rows] == ["YRD-1", "YRD-2", "YRD-3", "YRD-4"]


def test_field_that_adds_a_figure_is_a_row() -> None:
    said = "The system will let the keeper dim the lamps within 5 s."
    assert said in statements(*forms(said))


def test_field_that_adds_an_obligation_is_a_row() -> None:
    said = "The system shall record who dimmed which lamps, and tell the warden every morning."
    assert said in statements(*forms(said))


def test_every_sentence_of_a_field_beside_the_requirement_is_beside_it() -> None:
    assert "He must be asked again." not in statements(*forms("See there."))
