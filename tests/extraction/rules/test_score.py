from pathlib import Path

from reqx.extraction.rules.features import features
from reqx.extraction.rules.score import Weights, weights
from reqx.model.blocks import BlockKind
from tests.extraction.make import document, draft, row
from tests.extraction.rules.read import read

_KINDS = {
    "#": BlockKind.HEADING,
    "-": BlockKind.PARAGRAPH,
    "*": BlockKind.LIST_ITEM,
    "!": BlockKind.NOTE,
    "^": BlockKind.CAPTION,
}


def test_probability_is_the_logistic_of_the_sum() -> None:
    model = Weights(0.0, 0.5, 0.6, {"strong": 2.0})
    assert model.probability({"strong": 0.0}) == 0.5
    assert model.probability({"strong": 1.0, "unknown": 9.0}) > 0.88


def test_extreme_sum_does_not_overflow() -> None:
    model = Weights(-5_000.0, 0.5, 0.6, {})
    assert 0.0 <= model.probability({}) < 0.001


def test_contributions_add_up_to_the_score() -> None:
    model = Weights(1.0, 0.5, 0.6, {"strong": 2.0, "note": -1.0})
    assert model.contributions({"strong": 1.0, "note": 1.0, "stop": 1.0}) == {
        "strong": 2.0,
        "note": -1.0,
    }


def test_every_shipped_coefficient_has_its_feature() -> None:
    text = (Path(__file__).parent / "features_en.txt").read_text(encoding="utf-8")
    drafts = [draft(_KINDS[line[0]], line[2:]) for line in text.splitlines()]
    drafts += [row("a lamp", headers=["Requirement"]), row("a pump", "a fence")]
    seen = {name for found in features(read(document(*drafts))) for name in found}
    assert set(weights().coefficients) - seen == set()


def test_statement_without_a_number_needs_more_where_requirements_are_numbered() -> None:
    model = Weights(0.0, 0.4, 0.6, {})
    habit = {
        "numbers": 1.0,
        "numbered": 0.0,
        "strong": 0.0,
        "weak": 0.0,
        "prohibited": 0.0,
        "obligation": 0.0,
    }
    assert not model.keeps(0.5, habit)
    assert model.keeps(0.5, {**habit, "numbers": 0.0})
    assert model.keeps(0.5, {**habit, "numbered": 1.0})
    assert model.keeps(0.5, {**habit, "strong": 1.0})
