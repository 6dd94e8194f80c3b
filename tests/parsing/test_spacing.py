import sys

import pytest

from reqx.parsing.spacing import is_joined, joined


@pytest.mark.parametrize("text", ["", "a", "a b", "à b\u00ad c"])
def test_joined_text_is_left_as_it_is(text: str) -> None:
    assert joined(text) == text


@pytest.mark.parametrize("text", [" a b", "a b ", "a  b", "a\tb", "a\nb", "a\u00a0b", "\u2003a b"])
def test_other_white_space_becomes_one_space(text: str) -> None:
    assert joined(text) == "a b"


def test_no_character_that_parts_words_passes_for_joined() -> None:
    spaces = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()]
    assert [space for space in spaces if is_joined(f"a{space}b")] == [" "]
