import pytest

from reqx.extraction.lexicon import lexicon
from reqx.extraction.rules.tense import acts


@pytest.mark.parametrize("said", ["the system sends a bill", "each module counts the carts"])
def test_product_that_does_something_acts(said: str) -> None:
    assert acts(lexicon("en").hits(said))


@pytest.mark.parametrize("said", ["the system is new", "the system users wait", "the keeper sends"])
def test_what_a_product_is_or_has_is_no_act(said: str) -> None:
    assert not acts(lexicon("en").hits(said))
