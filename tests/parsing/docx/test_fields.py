from pathlib import Path

import pytest

from tests.parsing.docx.make import abstract, level, listed, num, p, run, texts
from tests.parsing.docx.test_inline import BEGIN, CODE, END, field


def computed(code: str) -> str:
    """Make a field that has no stored result."""
    return BEGIN + CODE.format(code) + END


NUMBERS = {
    r"LISTNUM": "1) 2)",
    r"LISTNUM NumberDefault \l 2": "a) b)",
    r'LISTNUM "OutlineDefault"': "I. II.",
    r"LISTNUM LegalDefault \l 3": "1.1.1. 1.1.2.",
    r"LISTNUM \l 6": "(i) (ii)",
    r"LISTNUM \s 4": "4) 4)",
    r"SEQ Table": "1 2",
    r"SEQ Table \* ROMAN": "I II",
    r"SEQ Table \r 7": "7 7",
    r"SEQ Table \c": "0 0",
    r"SEQ Table \h": "",
}


@pytest.mark.parametrize(("code", "printed"), NUMBERS.items(), ids=NUMBERS.keys())
def test_number_that_is_not_stored_is_computed(tmp_path: Path, code: str, printed: str) -> None:
    body = p(run("x ") + computed(code) + run(" ") + computed(code))
    assert texts(tmp_path, body) == [f"x {printed}".strip()]


def test_list_number_goes_on_below_the_paragraph_it_stands_in(tmp_path: Path) -> None:
    levels = abstract(0, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"))
    item = listed("X", 1).replace(run("X"), run("Do ") + computed("LISTNUM") + run(" this."))
    body = item + item
    assert texts(tmp_path, body, numbering=levels + num(1, 0)) == [
        "1. Do (a) this.",
        "2. Do (a) this.",
    ]


def test_list_numbers_before_the_first_word_are_levels(tmp_path: Path) -> None:
    body = p(computed("LISTNUM") + run(" ") + computed("LISTNUM") + run(" Word"))
    assert texts(tmp_path, body) == ["1) a) Word"]


def test_stored_result_counts_in_its_sequence(tmp_path: Path) -> None:
    body = p(field("SEQ Table", run("1"))) + p(computed("SEQ Table")) + p(computed("SEQ Figure"))
    assert texts(tmp_path, body) == ["1", "2", "1"]


def test_simple_field_without_a_result_is_computed(tmp_path: Path) -> None:
    body = p(run("Table ") + '<w:fldSimple w:instr=" SEQ Table \\* ARABIC "/>')
    assert texts(tmp_path, body) == ["Table 1"]
