from pathlib import Path

import pytest

from reqx.model.blocks import Block, BlockKind, Revision
from tests.parsing.docx.make import blocks, p, run, style, styled, tbl, tc, texts, tr

HEADER = "<w:tblHeader/>"
SHADE = '<w:shd w:fill="C0C0C0"/>'
LONG = "The pump shall stop within two seconds."


def bold(text: str) -> str:
    return tc(p(run(text, "<w:b/>")))


def cells(block: Block) -> list[tuple[str, str]]:
    return [(cell.header, cell.text) for cell in block.cells]


def test_row_is_a_block_with_headers_and_cells(tmp_path: Path) -> None:
    found = blocks(tmp_path, tbl(tr("Id", "Text", properties=HEADER), tr("R1", LONG)))
    assert [block.is_header_row for block in found] == [True, False]
    assert cells(found[1]) == [("Id", "R1"), ("Text", LONG)]


def test_merged_cell_is_read_once(tmp_path: Path) -> None:
    wide = tc("wide", '<w:gridSpan w:val="2"/>')
    top = tc("tall", '<w:vMerge w:val="restart"/>')
    below = tc(p("<w:r/>"), "<w:vMerge/>")
    body = tbl(tr(wide, "c"), tr(top, "x", "y"), tr(below, "z", "q"))
    found = blocks(tmp_path, body)
    assert [block.text for block in found] == ["wide c", "tall x y", "z q"]
    assert [cell.text for cell in found[2].cells] == ["", "z", "q"]


def test_header_reaches_over_the_columns_it_spans(tmp_path: Path) -> None:
    first = tr("Id", tc("Time", '<w:gridSpan w:val="2"/>'), properties=HEADER)
    second = tr(tc(p("<w:r/>"), "<w:vMerge/>"), "from", "to", properties=HEADER)
    found = blocks(tmp_path, tbl(first, second, tr("R1", "2", "3")))
    assert cells(found[2]) == [("Id", "R1"), ("Time from", "2"), ("Time to", "3")]


def test_row_that_begins_late_keeps_its_columns(tmp_path: Path) -> None:
    late = tr("x", properties='<w:gridBefore w:val="1"/>')
    found = blocks(tmp_path, tbl(tr("Id", "Text", properties=HEADER), tr("a", "b"), late))
    assert cells(found[2]) == [("Text", "x")]


def test_title_over_the_table_is_no_column_header(tmp_path: Path) -> None:
    title = tr(tc("Pumps", '<w:gridSpan w:val="2"/>'), properties=HEADER)
    found = blocks(tmp_path, tbl(title, tr("Id", "Text", properties=HEADER), tr("R1", "x")))
    assert cells(found[2]) == [("Id", "R1"), ("Text", "x")]


SET_APART = {
    "bold": tbl(tr(bold("Id"), bold("Text")), tr("R", LONG)),
    "shaded": tbl(tr(tc("Id", SHADE), tc("Text", SHADE)), tr("R", LONG)),
    "names over sentences": tbl(tr("Id", "Text", "By"), tr("R", LONG, "test")),
    "names over identifiers": tbl(tr("Id", "Text"), tr("R1", LONG), tr("R2", LONG)),
}


@pytest.mark.parametrize("table", SET_APART.values(), ids=SET_APART.keys())
def test_first_row_that_is_set_apart_is_the_header(tmp_path: Path, table: str) -> None:
    found = blocks(tmp_path, table)
    assert [block.is_header_row for block in found[:2]] == [True, False]


NOT_SET_APART = {
    "names and values": tbl(tr(bold("Title"), "Pumps"), tr(bold("Author"), "Doe")),
    "a sentence": tbl(tr("R1", LONG, "test"), tr("R2", LONG, "test")),
    "all bold": tbl(tr(bold("Id"), bold("a")), tr(bold("Text"), bold("b"))),
    "three short sentences": tbl(tr("It stops.", "It runs.", "It waits."), tr("a", "b", "c")),
    "one row": tbl(tr(bold("Id"), bold("Text"))),
    "long bold cell": tbl(tr(bold("word " * 13), bold("x")), tr("a", "b")),
}


@pytest.mark.parametrize("table", NOT_SET_APART.values(), ids=NOT_SET_APART.keys())
def test_first_row_that_says_something_is_no_header(tmp_path: Path, table: str) -> None:
    assert not blocks(tmp_path, table)[0].is_header_row


@pytest.mark.parametrize(
    ("look", "is_header"),
    [
        ('w:firstRow="1"', True),
        ('w:firstRow="0"', False),
        ('w:val="0020"', True),
        ('w:val="?"', False),
    ],
)
def test_table_style_sets_the_first_row_apart(tmp_path: Path, look: str, is_header: bool) -> None:  # noqa: FBT001 - a row of the table above
    condition = '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr>'
    properties = f'<w:tblStyle w:val="T"/><w:tblLook {look}/>'
    table = tbl(tr("Id", "Text"), tr("R", LONG), properties=properties)
    found = blocks(tmp_path, table, styles=style("T", "Grid", condition, kind="table"))
    assert found[0].is_header_row is is_header


def test_header_repeated_by_hand_is_a_header_again(tmp_path: Path) -> None:
    head = tr("Id", "Text")
    body = tbl(head.replace("<w:trPr>", "<w:trPr>" + HEADER), tr("R1", "a"), head, tr("R2", "b"))
    found = blocks(tmp_path, body)
    assert [block.is_header_row for block in found] == [True, False, True, False]
    assert cells(found[3]) == [("Id", "R2"), ("Text", "b")]


def test_header_in_the_middle_holds_for_what_follows(tmp_path: Path) -> None:
    inner = tr(bold("Id"), bold("Length"), bold("Remark"))
    body = tbl(tr("About", tc(LONG, '<w:gridSpan w:val="2"/>')), inner, tr("R1", "8", "none"))
    found = blocks(tmp_path, body)
    assert [block.is_header_row for block in found] == [False, True, False]
    assert cells(found[2])[1] == ("Length", "8")


def test_nested_table_follows_its_row(tmp_path: Path) -> None:
    inner = tbl(tr("x", "y"))
    assert texts(tmp_path, tbl(tr(tc(p("a") + inner + p("b")), "c"))) == ["a b c", "x y"]


def test_table_of_one_column_is_a_frame(tmp_path: Path) -> None:
    found = blocks(tmp_path, tbl(tr(tc(p("a") + p("b"))), tr("c")))
    assert [(block.kind, block.text) for block in found] == [
        (BlockKind.PARAGRAPH, text) for text in "abc"
    ]


def test_heading_over_the_columns_is_a_heading(tmp_path: Path) -> None:
    heading = tr(tc(styled("Heading2", "Alarms"), '<w:gridSpan w:val="2"/>'))
    found = blocks(tmp_path, tbl(tr("a", "b"), heading, tr("c", "d")))
    assert (found[1].kind, found[1].level) == (BlockKind.HEADING, 2)
    assert found[2].section == ("Alarms",)


def test_deleted_row_and_cell_are_left_out(tmp_path: Path) -> None:
    gone = tr("x", "y", properties="<w:del/>")
    body = tbl(tr("a", tc("gone", "<w:cellDel/>"), "b"), gone, tr("c", "d"))
    assert texts(tmp_path, body) == ["a b", "c d"]


def test_inserted_row_is_flagged(tmp_path: Path) -> None:
    body = tbl(tr("a", "b"), tr("c", "d", properties="<w:ins/>"))
    revisions = [block.revision for block in blocks(tmp_path, body)]
    assert revisions == [Revision.NONE, Revision.INSERTED]


def test_huge_span_costs_nothing(tmp_path: Path) -> None:
    wide = tc("wide", '<w:gridSpan w:val="999999999"/>')
    assert texts(tmp_path, tbl(tr(wide, "b"), tr("c", "d"))) == ["wide b", "c d"]
