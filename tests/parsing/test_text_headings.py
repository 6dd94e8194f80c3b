from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.test_text import BODY, HEADING, ITEM, PARAGRAPH, blocks


def test_numbered_headings_give_the_section(tmp_path: Path) -> None:
    found = blocks(tmp_path, f"1. Scope\n\n{BODY}\n1.2 Speed\n{BODY}\n2  Interfaces\n\n{BODY}")
    headings = [(b.level, b.label) for b in found if b.kind is HEADING]
    assert headings == [(1, "1."), (2, "1.2"), (1, "2")]
    assert found[3].section == ("1. Scope", "1.2 Speed")


@pytest.mark.parametrize("rule", ["=====", "-------", "~~~"])
def test_underlined_line_is_a_heading(tmp_path: Path, rule: str) -> None:
    found = blocks(tmp_path, f"Speed\n{rule}\n{BODY}")
    assert [(b.kind, b.level) for b in found] == [(HEADING, 1), (PARAGRAPH, 0)]
    assert found[1].section == ("Speed",)


def test_second_kind_of_rule_is_a_second_level(tmp_path: Path) -> None:
    found = blocks(tmp_path, "====\nGate\n====\n\nSpeed\n-----\n\nLevel\n-----\n\nPump\n====\n")
    assert [(b.text, b.level) for b in found] == [
        ("Gate", 1),
        ("Speed", 2),
        ("Level", 2),
        ("Pump", 1),
    ]


def test_capitals_alone_are_a_heading(tmp_path: Path) -> None:
    found = blocks(tmp_path, f"GENERAL TERMS\n\n{BODY}\nFR-UA 3\n")
    assert [b.kind for b in found] == [HEADING, PARAGRAPH, PARAGRAPH]


def test_line_left_of_an_indented_body_is_a_heading(tmp_path: Path) -> None:
    body = BODY.replace("\n", "\n   ")
    assert blocks(tmp_path, f"Abstract\n\n   {body}")[0].kind is HEADING


@pytest.mark.parametrize(
    "line",
    [
        "1. The gate shall close",
        "THE GATE SHALL CLOSE",
        "1. Close the gate.",
        "1.1 The users:",
        "99 Main Street",
    ],
)
def test_sentence_is_no_heading(tmp_path: Path, line: str) -> None:
    assert HEADING not in {b.kind for b in blocks(tmp_path, f"{line}\n\n{BODY}")}


def test_underlined_sentence_is_no_heading(tmp_path: Path) -> None:
    [found] = blocks(tmp_path, "The gate shall close.\n====")
    assert (found.kind, found.text) == (PARAGRAPH, "The gate shall close.")


def test_items_with_empty_lines_between_are_a_list(tmp_path: Path) -> None:
    found = blocks(tmp_path, "1. Pump\n\n2. Valve\n\n3. Gate\n")
    assert [b.kind for b in found] == [ITEM] * 3


def test_table_of_contents_is_no_heading(tmp_path: Path) -> None:
    found = blocks(tmp_path, "1. Scope ........ 2\n\n2. Speed . . . . 3\n\n1. Scope\n\n" + BODY)
    assert [b.kind for b in found[:3]] == [BlockKind.CONTENTS, BlockKind.CONTENTS, HEADING]
