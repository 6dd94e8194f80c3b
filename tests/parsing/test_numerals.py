import pytest

from reqx.parsing.numerals import numeral

PRINTED = [
    (4, "decimal", "4"),
    (4, "decimalZero", "04"),
    (14, "decimalZero", "14"),
    (1994, "upperRoman", "MCMXCIV"),
    (9, "lowerRoman", "ix"),
    (0, "lowerRoman", "0"),
    (10**9, "upperRoman", "1000000000"),
    (26, "lowerLetter", "z"),
    (28, "lowerLetter", "bb"),
    (3, "upperLetter", "C"),
    (10**9, "lowerLetter", "1000000000"),
    (1, "ordinal", "1st"),
    (12, "ordinal", "12th"),
    (23, "ordinal", "23rd"),
    (21, "cardinalText", "Twenty-one"),
    (21, "ordinalText", "Twenty-first"),
    (20, "ordinalText", "Twentieth"),
    (4, "ordinalText", "Fourth"),
    (100, "cardinalText", "100"),
    (100, "ordinalText", "100th"),
    (4, "none", ""),
    (4, "bullet", ""),
    (2, "chicago", "†"),
    (3, "russianLower", "в"),
    (255, "hex", "FF"),
    (4, "aiueo", "4"),
]


@pytest.mark.parametrize(("count", "number_format", "printed"), PRINTED)
def test_number_is_printed_in_its_format(count: int, number_format: str, printed: str) -> None:
    assert numeral(count, number_format) == printed


def test_custom_format_pads_with_zeros() -> None:
    assert numeral(7, "custom", "0001, 0002, ...") == "0007"
