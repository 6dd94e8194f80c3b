from reqx.extraction.rules.features import features
from reqx.extraction.rules.score import Weights, weights
from tests.extraction.make import document, paragraph
from tests.extraction.rules.read import read


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
    parsed = document(*(paragraph(f"The lamp shall glow on day {n}.") for n in range(5)))
    known = set(list(features(read(parsed)))[2])
    assert set(weights().coefficients) <= known


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
