import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reqx.export import Format, write
from reqx.export.markdown import escape
from reqx.export.row import printable
from tests.export.rows import DOCUMENT, HOSTILE, REQUIREMENT, Found, stating

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def written(rows: list[Found]) -> str:
    stream = io.BytesIO()
    write(Format.MARKDOWN, rows, stream)
    return stream.getvalue().decode()


def inlines(text: str) -> list[Token]:
    return [token for token in PARSER.parse(text) if token.type == "inline"]


def shown(token: Token) -> str:
    """Return an inline's text; fail when it is anything but text."""
    children = token.children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


@pytest.mark.parametrize("text", HOSTILE)
def test_cell_shows_the_same_text(text: str) -> None:
    cells = [shown(token) for token in inlines(written(stating([text])))]
    assert " ".join(text.split()) in cells


@given(st.text())
def test_any_text_is_only_text(text: str) -> None:
    [cell] = inlines(f"| x |\n| --- |\n| a{escape(text)} |")[1:]
    assert shown(cell) == f"a{' '.join(printable(text).split())}"


def test_documents_have_a_table_each() -> None:
    other = replace(DOCUMENT, id=8, name="valve *draft*.docx")
    text = written([Found(), Found(), Found(REQUIREMENT, other)])
    headings = [token for token in PARSER.parse(text) if token.type == "table_open"]
    assert len(headings) == 2
    assert "\n## valve \\*draft\\*.docx\n" in text


def test_document_without_requirements_is_said() -> None:
    assert written([]) == "# Requirements\n\nNone.\n"


@pytest.mark.parametrize("text", ["http://a.example", "www.a.example", "user@a.example"])
def test_address_is_no_link(text: str) -> None:
    assert text not in escape(text)
