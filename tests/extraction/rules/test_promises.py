import pytest

from tests.extraction.make import heading, item, paragraph
from tests.extraction.rules.read import FRENCH, statements

NEEDS = heading("Exigences", label="2")


@pytest.mark.parametrize(
    "text",
    [
        "Le prestataire mettra à disposition deux agents pour la cour.",
        "Sur ordre du maître d'ouvrage, le titulaire mettra à disposition une pompe.",
        "Le système mettra à disposition les mesures de la pompe.",
    ],
)
def test_what_a_supplier_or_product_gives_is_required(text: str) -> None:
    assert text in statements(NEEDS, paragraph(text), FRENCH)


@pytest.mark.parametrize(
    "text",
    [
        "La ferme mettra à disposition un local pour les outils.",
        "Pour aider le titulaire, le maître d'ouvrage mettra à disposition une pompe.",
    ],
)
def test_what_the_buyer_gives_asks_nothing(text: str) -> None:
    assert text not in statements(NEEDS, paragraph(text), FRENCH)


def test_list_of_what_a_supplier_gives_is_required() -> None:
    tools = [item("une échelle de trois mètres ;"), item("deux pompes de la cour.")]
    lead = paragraph("Le titulaire mettra à disposition :")
    found = statements(NEEDS, FRENCH, lead, *tools)
    assert "deux pompes de la cour." in found


def test_list_of_what_the_buyer_gives_asks_nothing() -> None:
    tools = [item("une échelle de trois mètres ;"), item("deux pompes de la cour.")]
    lead = paragraph("La ferme mettra à disposition du titulaire :")
    assert statements(NEEDS, FRENCH, lead, *tools) == []


def test_layer_that_is_put_on_is_no_penalty() -> None:
    work = "Deux couches de peinture blanche seront appliquées sur le mur."
    fine = "Une retenue sera appliquée pour chaque jour de retard."
    found = statements(NEEDS, FRENCH, paragraph(work), paragraph(fine))
    assert work in found
    assert fine not in found


@pytest.mark.parametrize(
    ("text", "is_row"),
    [
        ("The supplier shall repair the pump within two days; penalties apply after that.", True),
        ("The gates must be painted, and the farm reserves the right to choose a colour.", True),
        ("The farm reserves the right to choose what colour the gates must have.", False),
        ("The customer shall apply penalties to each day of delay.", False),
    ],
)
def test_right_behind_a_duty_only_says_what_comes_of_it(text: str, *, is_row: bool) -> None:
    needs = heading("Requirements", label="3")
    assert (text in statements(needs, paragraph(text))) is is_row
