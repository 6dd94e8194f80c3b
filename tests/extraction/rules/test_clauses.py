import pytest

from reqx.extraction.rules.clauses import condition, pattern, subject
from reqx.model.requirements import Pattern
from tests.extraction.rules.read import reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When the bell rings, the gate shall close.", "When the bell rings"),
        ("If the tank is empty, the pump must stop.", "If the tank is empty"),
        ("The gate shall close when the bell rings.", None),
        ("When the bell rings the gate shall close.", None),
    ],
)
def test_english_condition_is_the_opening_clause(text: str, expected: str | None) -> None:
    assert condition(reading(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lorsque la cloche sonne, la porte se fermera.", "Lorsque la cloche sonne"),
        ("En cas de panne, le maçon interviendra.", "En cas de panne"),
        ("La porte se fermera lorsque la cloche sonne.", None),
    ],
)
def test_french_condition_is_the_opening_clause(text: str, expected: str | None) -> None:
    assert condition(reading(text, is_french=True)) == expected


def test_subject_stands_before_the_modal() -> None:
    assert subject(reading("When the bell rings, the iron gate shall close.")) == "the iron gate"
    assert subject(reading("Le maçon fournira la lampe.", is_french=True)) == "Le maçon"


def test_sentence_without_a_modal_has_no_subject() -> None:
    assert subject(reading("Two spare lamps per yard.")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The iron gate shall close.", Pattern.UBIQUITOUS),
        ("When the bell rings, the gate shall close.", Pattern.EVENT),
        ("The gate shall close when the bell rings.", Pattern.EVENT),
        ("While the tank is full, the pump shall rest.", Pattern.STATE),
        ("If the tank leaks, then the pump shall stop.", Pattern.UNWANTED),
        ("Where a lamp is fitted, the gate shall glow.", Pattern.OPTIONAL),
        ("While the tank is full, when the bell rings, the pump shall stop.", Pattern.COMPLEX),
        ("If possible, the gate shall close.", Pattern.UBIQUITOUS),
        ("Two spare lamps per yard.", None),
    ],
)
def test_english_form_is_told_by_its_clauses(text: str, expected: Pattern | None) -> None:
    assert pattern(reading(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La porte se fermera.", Pattern.UBIQUITOUS),
        ("Lorsque la cloche sonne, la porte se fermera.", Pattern.EVENT),
        ("La porte se fermera dès que la cloche sonne.", Pattern.EVENT),
        ("Tant que la cuve est pleine, la pompe doit rester.", Pattern.STATE),
        ("En cas de fuite, la pompe doit s'arrêter.", Pattern.UNWANTED),
        ("Si la cuve fuit, lorsque la cloche sonne, la pompe doit rester.", Pattern.COMPLEX),
        ("Si possible, la porte doit se fermer.", Pattern.UBIQUITOUS),
        ("Deux lampes par cour.", None),
    ],
)
def test_french_form_is_told_by_its_clauses(text: str, expected: Pattern | None) -> None:
    assert pattern(reading(text, is_french=True)) is expected
