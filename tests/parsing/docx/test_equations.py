import pytest
from lxml import etree

from reqx.parsing.docx.equations import linear
from reqx.parsing.docx.wordml import M


def m(tag: str, *content: str) -> str:
    return f"<m:{tag}>{''.join(content)}</m:{tag}>"


def r(text: str) -> str:
    return m("r", m("t", text))


WRITTEN = [
    (m("sSup", m("e", r("r")), m("sup", r("2"))), "r^2"),
    (m("sSub", m("e", r("x")), m("sub", r("n-1"))), "x_(n-1)"),
    (m("f", m("num", r("a+b")), m("den", r("2"))), "(a+b)/2"),
    (m("sSup", m("e", r("(a+b)-c")), m("sup", r("2"))), "((a+b)-c)^2"),
    (m("rad", m("deg"), m("e", r("x"))), "√x"),
    (m("d", m("e", r("x")), m("e", r("y"))), "(x|y)"),
    (m("d", m("dPr", '<m:begChr m:val="["/>'), m("e", r("x"))), "[x)"),
    (m("nary", m("sub", r("0")), m("sup", r("1")), m("e", r("x"))), "∫_0^1 x"),
    (m("func", m("fName", r("sin")), m("e", r("x"))), "sin x"),
    (m("eqArr", m("e", r("a=1")), m("e", r("b=2"))), "a=1 b=2"),
]


@pytest.mark.parametrize(("content", "line"), WRITTEN)
def test_equation_is_written_on_one_line(content: str, line: str) -> None:
    root = etree.fromstring(f'<m:oMath xmlns:m="{M[1:-1]}">{content}</m:oMath>')
    assert linear(root) == line
