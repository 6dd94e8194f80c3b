import pytest

from reqx.extraction.rules.flags import flags
from tests.extraction.rules.read import reading

CLEAN = "The lamp shall glow for 3 h."
CLEAN_FRENCH = "La lampe brillera 3 h avec la pompe."


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("no-modal", "Two spare lamps per yard."),
        ("multiple", "The lamp shall glow and the fan shall turn."),
        ("vague-term", "The lamp shall give adequate light."),
        ("escape-clause", "The lamp shall glow where possible."),
        ("open-ended", "The lamp shall stand rain, snow, etc."),
        ("tbd", "The lamp shall glow for TBD hours."),
        ("and-or", "The lamp shall glow and/or hum."),
        ("passive-no-actor", "The lamp shall be painted."),
        ("pronoun", "It shall glow at night."),
        ("absolute", "The lamp shall always glow."),
        ("missing-unit", "The lamp shall glow for >= 30."),
        ("double-negation", "The lamp shall not prevent work."),
        ("undefined-reference", "The lamp shall meet applicable standards."),
    ],
)
def test_english_flag(flag: str, text: str) -> None:
    assert flag in flags(reading(text))
    assert flag not in flags(reading(CLEAN))


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("no-modal", "Deux lampes de secours par cour."),
        ("multiple", "La lampe doit briller et la pompe doit tourner."),
        ("vague-term", "La lampe donnera une lumière suffisante."),
        ("escape-clause", "La lampe brillera si possible la nuit."),
        ("open-ended", "La lampe résistera notamment à la pluie."),
        ("tbd", "La lampe brillera pendant une durée à définir."),
        ("and-or", "La lampe brillera et/ou sonnera."),
        ("passive-no-actor", "La lampe sera fixée au mur."),
        ("pronoun", "Elle brillera la nuit."),
        ("absolute", "La lampe brillera en permanence."),
        ("missing-unit", "La lampe brillera pendant >= 30."),
        ("double-negation", "Le service ne se fera pas sans lampe."),
        ("undefined-reference", "La lampe respectera les normes en vigueur."),
    ],
)
def test_french_flag(flag: str, text: str) -> None:
    assert flag in flags(reading(text, is_french=True))
    assert flag not in flags(reading(CLEAN_FRENCH, is_french=True))


def test_passive_with_an_actor_is_not_flagged() -> None:
    assert "passive-no-actor" not in flags(reading("The lamp shall be painted by the mason."))


def test_limit_with_a_unit_is_not_flagged() -> None:
    assert "missing-unit" not in flags(reading("The lamp shall glow for >= 30 h."))
