from dataclasses import replace

from reqx.model.blocks import BlockKind, Revision, Style
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.grid import GridCell, GridRow, Headers, are_names, drafts

BODY = "body"
LONG = "The pump shall stop within two seconds after the button was pressed."


def cell(
    column: int, *texts: str, bold: bool = False, kind: BlockKind = BlockKind.PARAGRAPH
) -> GridCell:
    made = [Draft(kind=kind, lines=(Line(text),), style=Style(is_bold=bold)) for text in texts]
    return GridCell(column, 1, tuple(made), BODY)


def row(*texts: str, bold: bool = False) -> GridRow:
    return GridRow(tuple(cell(i, text, bold=bold) for i, text in enumerate(texts)))


def headers(rows: list[GridRow]) -> list[bool]:
    return [draft.is_header_row for draft in drafts(rows, BODY)]


def test_header_is_what_stands_apart_or_names_columns() -> None:
    assert headers([row("Id 1", "Text", bold=True), row("R", LONG)]) == [True, False]
    assert headers([row("Id", "Text", "By"), row("R", LONG, "test")]) == [True, False]
    assert headers([row("Id", "Text"), row("R1", LONG)]) == [True, False]


def test_what_does_not_stand_apart_is_no_header() -> None:
    assert headers([row("Title", "Pumps"), row("Author", "Doe")]) == [False, False]
    assert headers([row("R1", LONG, "test"), row("R2", LONG, "test")]) == [False, False]
    assert headers([row("Id", "Text", "By")]) == [False]
    assert headers([row("word " * 13, "x", bold=True), row("a", "b")]) == [False, False]


def test_row_of_one_cell_with_a_heading_or_paragraphs_is_a_frame() -> None:
    titled = GridRow((cell(0, "Scope", kind=BlockKind.HEADING),))
    framed = GridRow((cell(0, "one", "two"),))
    kinds = [draft.kind for draft in drafts([titled, row("a", "b"), framed], BODY)]
    assert kinds == [
        BlockKind.HEADING,
        BlockKind.TABLE_ROW,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]


def test_table_of_headers_only_keeps_its_rows() -> None:
    marked = GridRow(row("a", "b").cells, is_marked=True)
    assert headers([marked, marked]) == [True, True]
    assert headers([marked, GridRow(row("c", "d").cells, is_marked=True)]) == [True, False]


def test_title_over_all_columns_is_no_column_header() -> None:
    found = Headers([[(0, 2, "Pumps")], [(0, 1, "Id"), (1, 1, "Text")]])
    assert [found.over(column) for column in (0, 1, 2)] == ["Id", "Text", ""]
    assert Headers([[(0, 2, "Pumps")]]).over(1) == "Pumps"


def test_names_are_short_and_without_figures() -> None:
    assert are_names(["Id", "Time to repair"])
    for text in ("", "Phase 2", "It stops.", "one two three four five six"):
        assert not are_names(["Id", text])


def test_head_that_the_style_sets_apart_is_a_header() -> None:
    rows = [row("Id 1", "Text"), row("R", LONG)]
    assert headers(rows) == [False, False]
    found = list(drafts(rows, BODY, has_styled_head=True))
    assert [draft.is_header_row for draft in found] == [True, False]


def test_row_is_inserted_when_its_paragraph_or_itself_was() -> None:
    inserted = GridRow(row("a", "b").cells, is_inserted=True)
    revised = replace(cell(0, "c").drafts[0], revision=Revision.INSERTED)
    touched = GridRow((GridCell(0, 1, (revised,), BODY), cell(1, "d")))
    found = [draft.revision for draft in drafts([row("x", "y"), inserted, touched], BODY)]
    assert found == [Revision.NONE, Revision.INSERTED, Revision.INSERTED]


def test_what_hangs_on_a_cell_follows_its_row() -> None:
    note = Draft(kind=BlockKind.NOTE, lines=(Line("n"),), part="footnote")
    noted = GridRow((GridCell(0, 1, (*cell(0, "a").drafts, note), BODY), cell(1, "b")))
    found = list(drafts([noted], BODY))
    assert [draft.kind for draft in found] == [BlockKind.TABLE_ROW, BlockKind.NOTE]
    assert [line.text for made in found[0].cells for line in made.lines] == ["a", "b"]
