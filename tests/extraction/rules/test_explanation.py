import math

from reqx.extraction.rules import RulesExtractor
from reqx.extraction.rules.explanation import explain, in_words
from reqx.extraction.rules.score import weights
from tests.extraction.make import document, item, paragraph
from tests.extraction.rules.read import FRENCH

PARSED = document(
    paragraph("The pump shall stop within 5 s when the tank is empty."),
    paragraph("The yard was built by the owner in the past."),
    paragraph("The supplier shall provide:"),
    item("two lamps for the yard;"),
)


def test_amounts_and_bias_make_the_sum_that_gives_the_probability() -> None:
    for candidate in RulesExtractor().extract(PARSED):
        found = explain(PARSED, candidate.start, candidate.end)
        assert found is not None
        assert math.isclose(found.probability, 1 / (1 + math.exp(-found.total)))
        assert found.confidence == candidate.confidence
        assert all(each.amount == each.value * each.weight for each in found.contributions)


def test_heaviest_reason_comes_first_in_plain_words() -> None:
    parsed = document(paragraph("La pompe doit être remplacée par le titulaire."), FRENCH)
    [candidate] = RulesExtractor().extract(parsed)
    found = explain(parsed, candidate.start, candidate.end)
    assert found is not None
    amounts = [abs(each.amount) for each in found.contributions]
    assert amounts == sorted(amounts, reverse=True)
    assert "says must or shall" in [each.words for each in found.contributions]


def test_part_of_a_statement_is_explained_by_the_whole_and_another_range_by_nothing() -> None:
    whole = next(iter(RulesExtractor().extract(PARSED)))
    assert explain(PARSED, 4, 20) == explain(PARSED, whole.start, whole.end)
    assert explain(PARSED, 0, len(PARSED.text)) is None


def test_every_feature_of_the_weights_is_in_words() -> None:
    assert [name for name in weights().coefficients if in_words(name) == name] == []
    assert in_words("describes-2").startswith("2 before it: says in the present")
