import pytest

from reqx.extraction.rules.features import features
from reqx.extraction.rules.row import Features
from reqx.parsing.assembly import Draft
from tests.extraction.make import document, heading, item, paragraph, row
from tests.extraction.rules.read import FRENCH, GERMAN, extract, read, statements

NEEDS = heading("Requirements", label="2")
LAMPS = [paragraph(f"LMP-{n} The lamp {n} shall glow at night.") for n in range(1, 6)]


def first_features(*drafts: Draft) -> Features:
    return next(iter(features(read(document(*drafts)))))


def test_introduction_without_an_own_number_is_left_to_its_items() -> None:
    lead = paragraph("LMP-9 The porter has the keys. He will have the following duties:")
    found = statements(NEEDS, *LAMPS, lead, item("locks the gate"))
    assert "He will have the following duties:" not in found


def test_introduction_that_obliges_outright_stays_beside_its_items() -> None:
    lead = paragraph("The mason shall count these works in his price:")
    found = statements(NEEDS, lead, item("the repair of the wall;"))
    assert found == ["The mason shall count these works in his price:", "the repair of the wall;"]


def test_names_of_an_enumeration_that_no_modal_introduces_are_no_rows() -> None:
    lead = paragraph("The system records visits of these kinds:")
    found = statements(NEEDS, lead, item("Paid visits"))
    assert "Paid visits" not in found


def test_names_that_a_modal_introduces_are_rows() -> None:
    lead = paragraph("The report of each visit shall contain:")
    found = statements(NEEDS, lead, item("Paid visits"))
    assert "Paid visits" in found


def test_second_sentence_of_a_row_explains_it() -> None:
    lead = paragraph("The system shall store the following settings:")
    cells = "The state of each lamp of the yard at night. Three states of it make sense so far."
    rows = [row(f"LMP-{n}", cells) for n in range(1, 6)]
    found = statements(NEEDS, lead, *rows)
    assert "The state of each lamp of the yard at night." in found
    assert "Three states of it make sense so far." not in found


def test_list_of_what_requirements_are_imposes_nothing() -> None:
    lead = paragraph("Each requirement shall be:")
    found = statements(heading("Conventions"), lead, item("Clear: it has one sense."))
    assert found == []


def test_who_stands_behind_an_impersonal_duty_is_its_subject() -> None:
    first = first_features(
        paragraph("Il appartient au maître d'ouvrage de vérifier la cour."), FRENCH
    )
    assert (first["by_buyer"], first["by_supplier"]) == (1.0, 0.0)


def test_subject_stands_behind_the_condition() -> None:
    first = first_features(
        paragraph("When the contractor paints the wall, the owner shall open the gate.")
    )
    assert (first["by_buyer"], first["by_supplier"]) == (1.0, 0.0)


def test_items_that_illustrate_are_no_requirements() -> None:
    lead = "The panel of the pump shall be simple to use, e.g.:"
    found = statements(NEEDS, paragraph(lead), item("one switch;"), item("no menu."))
    assert found == [lead]


def test_list_of_what_is_written_of_each_requirement_imposes_nothing() -> None:
    lead = paragraph("The following is written for each requirement:")
    items = [item("Name of the requirement"), item("Way of the test of the requirement")]
    assert statements(NEEDS, lead, *items) == []


def test_title_that_is_numbered_gives_its_number_to_its_items() -> None:
    title = paragraph("Use at night:", label="2.7")
    numbered = [
        paragraph(f"The lamp {n} shall glow at night.", label=f"2.{n}") for n in range(1, 7)
    ]
    items = [item("the lamp shall dim itself;"), item("the fan shall stop.")]
    found = extract(NEEDS, *numbered, title, *items)[-3:]
    assert [(each.source_id, each.statement) for each in found] == [
        ("2.6", "The lamp 6 shall glow at night."),
        ("2.7", "the lamp shall dim itself;"),
        ("2.7", "the fan shall stop."),
    ]


@pytest.mark.parametrize(
    ("head", "name", "beside"),
    [
        ("Features", "import of the bills for oil", paragraph("The yard is wet.")),
        ("Fonctionnalités", "import des factures de la ferme", FRENCH),
        ("Funktionen", "Import von Rechnungen der Mühle", GERMAN),
    ],
)
def test_list_of_features_imposes_them(head: str, name: str, beside: Draft) -> None:
    assert statements(beside, paragraph(f"{head}:"), item(name)) == [name]
    assert statements(beside, heading(f"2.1 \U0001f539 {head}"), item(name)) == [name]
    assert statements(beside, heading("2.1 Oil"), item(name)) == []
