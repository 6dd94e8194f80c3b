import pytest

from reqx.extraction.rules.modality import modality
from reqx.model.requirements import Modality
from tests.extraction.make import document, item, paragraph
from tests.extraction.rules.read import FRENCH, read, reading

M, P, R, O = Modality.MANDATORY, Modality.PROHIBITED, Modality.RECOMMENDED, Modality.OPTIONAL  # noqa: E741 - as in a legend


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The lamp shall glow at night.", M),
        ("The lamp must glow at night.", M),
        ("The lamp is required to glow at night.", M),
        ("The mason is responsible for the wall.", M),
        ("Provide two spare lamps.", M),
        ("The lamp shall not blink at night.", P),
        ("No part of the lamp shall rust.", P),
        ("The use of lead is forbidden.", P),
        ("The lamp shall glow over each door that must not be opened.", M),
        ("The lamp should glow at night.", R),
        ("A yellow lamp is preferred.", R),
        ("The lamp may glow by day.", O),
        ("The lamp may glow by day but shall be off at noon.", M),
    ],
)
def test_english_modality(text: str, expected: Modality) -> None:
    assert modality(reading(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La lampe doit rester allumée la nuit.", M),
        ("Le maçon fournira deux lampes de secours.", M),
        ("Les murs seront peints en blanc.", M),
        ("Il sera procédé à un essai de la lampe.", M),
        ("Le nettoyage reste à la charge du maçon.", M),
        ("Fourniture et pose de deux lampes.", M),
        ("La lampe ne doit pas clignoter.", P),
        ("Les travaux ne devront commencer qu'après la visite.", M),
        ("Le maçon ne doit en aucun cas fumer.", P),
        ("Les portes ne resteront pas ouvertes la nuit.", P),
        ("Aucun outil de la cour ne subsistera après la visite.", P),
        ("La lampe ne sera pas peinte.", P),
        ("L'usage du plomb est interdit.", P),
        ("La lampe devrait rester allumée.", R),
        ("Une lampe jaune serait appréciée.", R),
        ("La lampe peut rester éteinte le jour.", O),
    ],
)
def test_french_modality(text: str, expected: Modality) -> None:
    assert modality(reading(text, is_french=True)) is expected


def test_mark_wins_over_the_modal() -> None:
    parsed = document(*(paragraph(f"The lamp shall glow on day {n}. (O)") for n in range(5)))
    assert {modality(each) for each in read(parsed)} == {O}


def test_item_inherits_from_its_introduction() -> None:
    parsed = document(paragraph("The lamp should:"), item("glow at night;"))
    assert modality(read(parsed)[1]) is R


def test_french_item_inherits_from_its_introduction() -> None:
    parsed = document(FRENCH, paragraph("Il est interdit :"), item("de fumer dans la cour ;"))
    assert modality(read(parsed)[-1]) is P


def test_mandatory_mark_on_a_prohibition_keeps_it_a_prohibition() -> None:
    parsed = document(*(paragraph(f"The lamp shall not glow on day {n}. (M)") for n in range(5)))
    assert {modality(each) for each in read(parsed)} == {P}


def test_item_inherits_from_the_sentence_that_opens_its_list() -> None:
    lead = paragraph("The cellar must not be opened. The supplier shall deliver:")
    assert modality(read(document(lead, item("two oak barrels with lids")))[-1]) is M


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("If the shop cannot bake bread, the supplier shall deliver it.", M),
        ("If the shop is closed, the supplier shall not deliver bread.", P),
        ("If the shop cannot bake bread, the supplier must not sell it.", P),
    ],
)
def test_negation_in_a_condition_is_no_ban(text: str, expected: Modality) -> None:
    assert modality(reading(text)) is expected


def test_french_negation_in_a_condition_is_no_ban() -> None:
    text = "Si le boulanger ne peut cuire le pain, il doit le commander dans la ville."
    assert modality(reading(text, is_french=True)) is M
