from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.docx.make import blocks, p, run, styled


def bold(text: str) -> str:
    return p(run(text, "<w:b/>"))


def test_bold_numbered_line_is_a_heading_where_none_is_styled(tmp_path: Path) -> None:
    body = styled("Title", "Pumps") + bold("2. Safety") + bold("2.1 Alarms") + p("text")
    found = blocks(tmp_path, body)
    assert [(block.kind, block.level) for block in found[1:3]] == [
        (BlockKind.HEADING, 1),
        (BlockKind.HEADING, 2),
    ]
    assert found[3].section == ("2. Safety", "2.1 Alarms")


def test_capital_numbered_line_is_a_heading(tmp_path: Path) -> None:
    [block, _] = blocks(tmp_path, p("3. SAFETY RULES") + p("text"))
    assert (block.kind, block.level) == (BlockKind.HEADING, 1)


@pytest.mark.parametrize(
    "line",
    [
        bold("2. The pump shall stop."),
        bold("Safety"),
        bold("- Safety"),
        bold("a) Safety"),
        p("2. Safety"),
        p("2. UPS"),
        bold("2. " + "word " * 13),
    ],
)
def test_what_may_be_a_requirement_is_no_heading(tmp_path: Path, line: str) -> None:
    [block] = blocks(tmp_path, line)
    assert block.kind is not BlockKind.HEADING


def test_styled_headings_leave_bold_lines_alone(tmp_path: Path) -> None:
    found = blocks(tmp_path, styled("Heading1", "Scope") + bold("2. Safety"))
    assert found[1].kind is BlockKind.LIST_ITEM


def test_few_styled_headings_do_not_hide_the_numbered_lines(tmp_path: Path) -> None:
    lines = "".join(bold(f"{number}. Safety") for number in range(1, 5))
    found = blocks(tmp_path, lines + styled("Heading1", "Annex"))
    assert {block.kind for block in found} == {BlockKind.HEADING}
