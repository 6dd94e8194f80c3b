from reqx.extraction.rules.kinds import kind
from reqx.model.requirements import Kind
from tests.extraction.make import document, heading, paragraph
from tests.extraction.rules.read import read, reading


def test_words_of_one_kind_give_a_hint_with_a_confidence() -> None:
    found, confidence = kind(reading("The bidder shall submit the tender in an envelope."))
    assert found is Kind.SUBMISSION
    assert confidence is not None
    assert 0.4 < confidence <= 0.8


def test_section_decides_where_words_do_not() -> None:
    parsed = document(heading("Performance"), paragraph("The lamp shall glow."))
    assert kind(read(parsed)[-1])[0] is Kind.QUALITY


def test_words_of_no_kind_give_no_hint() -> None:
    assert kind(reading("The lamp shall glow.")) == (None, None)
