import pytest

from reqx.parsing.symbols import symbol, visible

DRAWN = [
    (0xF0B7, "Symbol", "•"),
    (0xB1, "Symbol", "±"),
    (0xF06D, "Symbol", "μ"),
    (0xF0FF, "Symbol", ""),
    (0x10, "Symbol", ""),
    (0xF0FE, "Wingdings", "☑"),
    (0xF0D8, "Wingdings", "•"),
    (0xF0D8, "Arial", "•"),
    (0x2264, "Symbol", "≤"),
    (0x41, "Arial", "A"),
    (0x110000, "Arial", ""),
]


@pytest.mark.parametrize(("code", "font", "drawn"), DRAWN)
def test_code_is_drawn_as_the_font_has_it(code: int, font: str, drawn: str) -> None:
    assert symbol(code, font) == drawn


def test_text_in_a_usual_font_is_left_alone() -> None:
    assert visible("é \uf0b7", "Arial") == "é \uf0b7"
