import pytest

from reqx.extraction.rules.clauses import condition, subject
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
