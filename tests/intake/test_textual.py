"""Texts are told apart by what they begin with, and where that tells nothing, by their names."""

import pytest

from reqx.errors import Unsupported
from reqx.intake.textual import EML, media_type
from reqx.parsing import CSV, HTML, MARKDOWN, TEXT

MAIL = b"Received: from a\r\n\tby b\r\nMessage-ID: <1>\r\nFrom: Anna <a@b>\r\nTo: x@y\r\n\r\nHello"
MEMO = b"Received: today\nFrom: Anna\nTo: Bob\nSubject: pumps\n\nThe pump shall stop.\n"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("a.txt", TEXT),
        ("README.MD", MARKDOWN),
        ("a.markdown", MARKDOWN),
        ("a.csv", CSV),
        ("a.tsv", CSV),
        ("a.html", HTML),
        ("csv", TEXT),
        ("a.pdf", TEXT),
        ("a.eml", TEXT),
    ],
)
def test_name_decides_among_texts(name: str, found: str) -> None:
    assert media_type(b"The pump; shall stop.", name) == found


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_in_any_encoding_is_text(encoding: str) -> None:
    assert media_type("Le système doit démarrer.".encode(encoding), "a.txt") == TEXT


@pytest.mark.parametrize(
    "page",
    [
        "\n<!DOCTYPE html><title>x",
        "\ufeff<HTML>",
        "<?xml version='1.0'?>\n<!-- <x> -->\n<!DOCTYPE html PUBLIC 'x'>\n<html xmlns='y'>",
        "<!-- saved --><body class='x'>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_html_is_known_whatever_the_name(page: str, encoding: str) -> None:
    assert media_type(page.encode(encoding), "a.csv") == HTML


def test_markdown_that_begins_with_a_tag_is_markdown() -> None:
    assert media_type(b"<p align='center'>Logo</p>\n\n# Pumps", "README.md") == MARKDOWN


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"<?xml version='1.0'?><reqif/>", "a.txt"),
        (b"<!-- x --><svg xmlns='http://www.w3.org/2000/svg'>", "a.txt"),
        (b"<!DOCTYPE book SYSTEM 'x'><book>", "a.txt"),
        (b"<book>", "a.xml"),
    ],
)
def test_xml_is_refused(text: bytes, name: str) -> None:
    with pytest.raises(Unsupported, match="is an XML file"):
        media_type(text, name)


@pytest.mark.parametrize("content", [bytes(range(32)), b"ab\0cd" * 9, b"\xff\xfe\1\0\2\0"])
def test_control_bytes_are_no_text(content: bytes) -> None:
    with pytest.raises(Unsupported, match="of an unknown type"):
        media_type(content, "a.txt")


def test_one_stray_control_byte_leaves_a_text_a_text() -> None:
    assert media_type(b"The pump shall stop.\n" * 10 + b"\1", "a.txt") == TEXT


@pytest.mark.parametrize("name", ["a.eml", "a.txt", "a.html"])
def test_mail_is_known_by_the_fields_that_programs_write(name: str) -> None:
    assert media_type(MAIL, name) == EML


@pytest.mark.parametrize(("name", "found"), [("memo.txt", TEXT), ("memo.eml", EML)])
def test_typed_memo_is_a_mail_by_name_only(name: str, found: str) -> None:
    assert media_type(MEMO, name) == found


def test_line_that_is_no_field_makes_a_text_no_mail() -> None:
    assert media_type(MAIL.replace(b"To: x", b"To x"), "a.txt") == TEXT


def test_mailbox_is_refused_with_the_way_out() -> None:
    with pytest.raises(Unsupported, match="a mailbox") as caught:
        media_type(b"From anna@b.c Mon Nov 23 10:00:00 2026\n" + MAIL, "inbox")
    assert ".eml" in caught.value.hint


def test_markup_made_to_be_looked_at_for_ever_is_not() -> None:
    assert media_type(b"<!--a-->" * 8000, "a.txt") == TEXT
