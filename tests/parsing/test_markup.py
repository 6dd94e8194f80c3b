import pytest

from reqx.errors import TooLarge, Unreadable
from reqx.parsing.markup import content, depth_named, integer, local, parsed

INTEGERS = {"12": 12, " -3 ": -3, "": 7, "x": 7, "1.5": 7, "9" * 12: 7, "9" * 5_000: 7, "٣": 3}


@pytest.mark.parametrize("text", INTEGERS)
def test_number_that_is_none_or_absurd_is_the_default(text: str) -> None:
    assert integer(text, 7) == INTEGERS[text]


def test_number_that_is_not_allowed_is_the_default() -> None:
    assert (integer("0", 7, lambda n: n > 0), integer(None, 7)) == (7, 7)


def test_nesting_beyond_the_stack_is_too_large() -> None:
    with pytest.raises(TooLarge, match=r"a\.xml"), depth_named("a.xml"):
        raise RecursionError


def test_comments_and_instructions_are_not_content() -> None:
    root = parsed(b'<a xmlns="urn:x">b<!-- c --><?d e?><f>g</f>h</a>', "a.xml")
    assert (local(root), content(root)) == ("a", "bgh")


@pytest.mark.parametrize("data", [b"", b"<a>", b"<a/><b/>", b"<a>&x;</a>", b"\x00\x01"])
def test_broken_xml_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable, match=r"a\.xml"):
        parsed(data, "a.xml")
