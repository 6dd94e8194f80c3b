import pytest

from reqx.parsing.letters import count, letters

WRITTEN = {1: "A", 26: "Z", 27: "AA", 52: "AZ", 702: "ZZ", 703: "AAA", 16_384: "XFD"}


@pytest.mark.parametrize("number", WRITTEN)
def test_count_goes_on_behind_z_without_a_zero(number: int) -> None:
    assert letters(number) == WRITTEN[number]
    assert count(WRITTEN[number].lower()) == number


def test_what_is_not_written_in_letters_is_nothing() -> None:
    assert (letters(0), letters(-3), count(""), count("A1")) == ("", "", 0, 0)
