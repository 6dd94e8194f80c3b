import pytest

from reqx.extraction.rules.attributes import Attributes
from reqx.parsing.assembly import Draft
from tests.extraction.make import document, heading, paragraph, row
from tests.extraction.rules.read import FRENCH, GERMAN, extract, read

HEADS = {
    "en": ("ID", "Requirement", "Priority", "Verification method"),
    "fr": ("N°", "Exigence", "Priorité", "Moyen de preuve"),
    "de": ("Nr.", "Anforderung", "Priorität", "Nachweis"),
}
SAID = {
    "en": "The lamp shall glow at night.",
    "fr": "La lampe doit briller la nuit.",
    "de": "Die Lampe muss nachts leuchten.",
}


def attributes(*drafts: Draft) -> dict[str, Attributes]:
    """Return, by statement, what the document says of it."""
    return {reading.text: reading.attributes for reading in read(document(*drafts))}


@pytest.mark.parametrize("language", HEADS)
def test_columns_of_that_meaning_are_read(language: str) -> None:
    cells = ("R-1", SAID[language], "High", "Test (T)")
    other = ("R-2", SAID[language] + " ", "-", "")
    drafts = [row(*each, headers=HEADS[language]) for each in (cells, other)]
    found = extract(FRENCH, GERMAN, *drafts)
    kept = [(one.priority, one.verification) for one in found if one.statement == SAID[language]]
    assert kept == [("High", "Test (T)"), (None, None)]


@pytest.mark.parametrize(
    ("text", "priority", "verification"),
    [
        ("The lamp shall glow. Priority: High", "High", None),
        ("The lamp shall glow. [Priority: High; Verification: Test (T)]", "High", "Test (T)"),
        ("The lamp shall glow. (Verified by: inspection)", None, "inspection"),
        ("La lampe doit briller. Priorité : haute. Vérification : essai.", "haute", "essai"),
        ("Die Lampe muss leuchten. Priorität: hoch, Nachweis: Prüfung", "hoch", "Prüfung"),
        ("The lamp shall give priority to the fan.", None, None),
        ("The lamp shall glow; the test method is unknown.", None, None),
    ],
)
def test_paragraph_says_it_of_its_own_statement(
    text: str, priority: str | None, verification: str | None
) -> None:
    found = next(iter(attributes(paragraph(text)).values()))
    assert found == Attributes(verification, priority)


def test_lines_below_a_statement_are_its_own() -> None:
    found = attributes(
        paragraph("The lamp shall glow."),
        paragraph("Priority: 1"),
        paragraph("Verification: Analysis"),
        paragraph("The fan shall turn."),
        heading("Next"),
        paragraph("Priority: 2"),
    )
    assert found["The lamp shall glow."] == Attributes("Analysis", "1")
    assert found["The fan shall turn."] == Attributes()


def test_rows_of_a_form_belong_to_its_number() -> None:
    forms = [
        draft
        for number in range(1, 6)
        for draft in (
            row("ID", f"LAMP-{number:03}"),
            row("Description", f"The lamp {number} shall glow in the yard."),
            row("Priority", f"P{number}"),
            row("Verification", "Demonstration"),
        )
    ]
    found = attributes(*forms)
    assert found["The lamp 3 shall glow in the yard."] == Attributes("Demonstration", "P3")


def test_of_two_numbers_in_a_paragraph_each_has_what_stands_behind_it() -> None:
    text = "The lamp shall glow. Priority: High. The fan shall turn. Priority: Low."
    found = attributes(paragraph(text))
    assert found["The lamp shall glow."].priority == "High"
    assert found["The fan shall turn."].priority == "Low"
