from pathlib import Path

from reqx.model.blocks import Block, BlockKind
from tests.parsing.odt.make import blocks, cell, p, row, style, table, texts

COVERED = "<table:covered-table-cell/>"
LONG = "The pump shall stop within two seconds after the button was pressed by the operator"


def cells(block: Block) -> list[tuple[str, str]]:
    return [(cell.header, cell.text) for cell in block.cells]


def test_marked_rows_are_headers(tmp_path: Path) -> None:
    found = blocks(tmp_path, table(row("R1", LONG), head=row("Id 1", "Text")))
    assert [b.is_header_row for b in found] == [True, False]
    assert cells(found[1]) == [("Id 1", "R1"), ("Text", LONG)]


def test_merged_cells_are_read_once_and_reach_over_their_columns(tmp_path: Path) -> None:
    wide = cell("Time", 'table:number-columns-spanned="2"')
    tall = cell("Id", 'table:number-rows-spanned="2"')
    head = row(tall, wide, COVERED) + row(COVERED, "from", "to")
    found = blocks(tmp_path, table(row("R1", "2", "3"), head=head))
    assert [b.text for b in found] == ["Id Time", "from to", "R1 2 3"]
    assert cells(found[2]) == [("Id", "R1"), ("Time from", "2"), ("Time to", "3")]


def test_words_in_a_covered_cell_are_not_shown(tmp_path: Path) -> None:
    covered = f"<table:covered-table-cell>{p('x')}</table:covered-table-cell>"
    assert texts(tmp_path, table(row("a", covered, "b"), row("c", "d", "e"))) == ["a b", "c d e"]


def test_absurd_repetitions_are_read_once(tmp_path: Path) -> None:
    many = 'table:number-columns-repeated="999999999"'
    first = row("a", cell("b", many))
    rows = first.replace("<table:table-row", f"<table:table-row {many.replace('column', 'row')}")
    assert texts(tmp_path, table(rows, row("c", "d"))) == ["a b", "c d"]


def test_repeated_header_cell_stands_over_its_columns(tmp_path: Path) -> None:
    head = row("Id", cell("Value", 'table:number-columns-repeated="2"'), "Unit")
    found = blocks(tmp_path, table(row("R1", "2", "3", "m"), head=head))
    assert cells(found[1]) == [("Id", "R1"), ("Value", "2"), ("Value", "3"), ("Unit", "m")]


def test_row_groups_are_read_through(tmp_path: Path) -> None:
    group = f"<table:table-row-group><table:table-rows>{row('a', 'b')}</table:table-rows>"
    assert texts(tmp_path, table(group + "</table:table-row-group>", row("c", "d"))) == [
        "a b",
        "c d",
    ]


def test_dark_first_row_is_the_header(tmp_path: Path) -> None:
    dark = (
        '<style:style style:name="D" style:family="table-cell">'
        '<style:table-cell-properties fo:background-color="#cccccc"/></style:style>'
    )
    named = 'table:style-name="D"'
    rows = row(cell("Nr 1", named), cell("Text", named)) + row("R", LONG)
    assert [b.is_header_row for b in blocks(tmp_path, table(rows), dark)] == [True, False]


def test_bold_row_of_names_begins_new_columns(tmp_path: Path) -> None:
    bold = style("Strong", 'fo:font-weight="bold"')
    rows = [
        row(*(cell(p(x, "Strong")) for x in names)) + row("R1", LONG, "3")
        for names in (("Id", "Text", "Time"), ("Nr", "Words", "Unit"))
    ]
    found = blocks(tmp_path, table(*rows), bold)
    assert [b.is_header_row for b in found] == [True, False, True, False]
    assert cells(found[3])[0] == ("Nr", "R1")


def test_repeated_header_is_a_header(tmp_path: Path) -> None:
    head = row("Id", "Text")
    found = blocks(tmp_path, table(row("R1", LONG), head, row("R2", LONG), head=head))
    assert [b.is_header_row for b in found] == [True, False, True, False]


def test_table_of_one_column_frames_text(tmp_path: Path) -> None:
    found = blocks(tmp_path, table(row("a"), row("b")))
    assert {b.kind for b in found} == {BlockKind.PARAGRAPH}


def test_inner_table_hangs_on_its_row(tmp_path: Path) -> None:
    inner = cell(p("2") + table(row("n1", "n2")))
    assert texts(tmp_path, table(row("1", inner), row("3", "4"))) == ["1 2", "n1 n2", "3 4"]
