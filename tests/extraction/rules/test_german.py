"""German in sentences of our own: what binds, how much, and what only looks like it."""

import pytest

from reqx.extraction.rules.modality import modality
from reqx.model.requirements import Modality
from tests.extraction.make import document, heading, item, paragraph
from tests.extraction.rules.read import GERMAN, read, statements

BINDING = [
    ("Das Boot muss zwölf Gäste tragen.", Modality.MANDATORY),
    ("Die Leinen müssen im Hafen trocken liegen.", Modality.MANDATORY),
    ("Der Motor soll bei Frost sofort anspringen.", Modality.MANDATORY),
    ("Der Lieferant ist verpflichtet, die Boote zu versichern.", Modality.MANDATORY),
    ("Der Lieferant hat die Segel vor der Übergabe zu waschen.", Modality.MANDATORY),
    ("Die Taue sind jedes Jahr im Frühling vom Bootsmann zu prüfen.", Modality.MANDATORY),
    ("Am Bug ist eine Lampe vorzusehen.", Modality.MANDATORY),
    ("Die Kabine darf nur von innen verriegelt werden.", Modality.MANDATORY),
    ("Der Rumpf darf unter der Wasserlinie nicht gebohrt werden.", Modality.PROHIBITED),
    ("Die Lampen dürfen keinen Strom aus der Starterbatterie ziehen.", Modality.PROHIBITED),
    ("Das Rauchen an Bord ist verboten.", Modality.PROHIBITED),
    ("Die Gäste dürfen unter keinen Umständen am Ruder stehen.", Modality.PROHIBITED),
    ("Die Segel sollten aus leichtem Tuch sein.", Modality.RECOMMENDED),
    ("Es wird empfohlen, die Boote im Herbst zu heben.", Modality.RECOMMENDED),
    ("Ein zweiter Anker wäre wünschenswert.", Modality.RECOMMENDED),
    ("Das Boot kann mit einem Dach ausgerüstet werden.", Modality.OPTIONAL),
    ("Die Farbe darf frei gewählt werden.", Modality.OPTIONAL),
    ("Der Lieferant trägt die Kosten der Überfahrt.", Modality.MANDATORY),
]


@pytest.mark.parametrize(("text", "binding"), BINDING)
def test_german_modals_say_how_binding_a_statement_is(text: str, binding: Modality) -> None:
    assert modality(read(document(paragraph(text), GERMAN))[0]) is binding


# Permissions, and a duty that one phrase alone tells, need more around them than one sentence.
@pytest.mark.parametrize("text", [text for text, _ in BINDING[:-3]])
def test_german_obligation_is_a_requirement(text: str) -> None:
    assert text in statements(heading("Anforderungen"), paragraph(text), GERMAN)


@pytest.mark.parametrize(
    "text",
    [
        "Diese Anforderung beschreibt, was das Boot können muss.",
        "Der Begriff Boot bezeichnet jedes Fahrzeug, das schwimmen muss.",
        "Der Auftraggeber behält sich das Recht vor, die Boote zu prüfen.",
        "Früher mussten die Boote im Hafen bleiben.",
        "Welche Boote müssen im Hafen bleiben?",
    ],
)
def test_german_text_that_binds_nobody_is_no_requirement(text: str) -> None:
    assert text not in statements(heading("Einleitung"), paragraph(text), GERMAN)


def test_german_items_complete_their_introduction() -> None:
    lead = paragraph("Der Lieferant muss für jedes Boot folgende Teile liefern:")
    found = statements(heading("Leistungen"), GERMAN, lead, item("zwei Ruder aus Esche;"))
    assert "zwei Ruder aus Esche;" in found
