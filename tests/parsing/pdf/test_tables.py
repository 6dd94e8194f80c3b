from pathlib import Path

import pytest

from reqx.model.blocks import BlockKind
from tests.parsing.pdf.make import LOREM, Sheet, block_with, cells, parsed, texts

XS = [70.0, 140.0, 400.0, 500.0]
HEAD = ["ID", "Requirement", "Priority"]


def test_bold_first_row_is_the_header_of_its_columns(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table(XS, 100, [HEAD, ["R-1", "The gate shall close.", "high"]], bold=True)
    header, row = parsed(sheet.save()).blocks
    assert (header.is_header_row, row.is_header_row) == (True, False)
    assert [cell.header for cell in row.cells] == HEAD


def test_table_of_fields_has_no_header_row(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table([70, 170, 400], 100, [["Author", "R. Okoye"], ["Date", "3 May"], ["Issue", "2"]])
    assert not any(block.is_header_row for block in parsed(sheet.save()).blocks)


def test_words_in_tables_are_not_repeated_as_paragraphs(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.lines(70, 80, LOREM)
    sheet.table(XS, 130, [HEAD, ["R-1", "The gate shall close.", "high"]])
    sheet.text(70, 200, "The lock is described elsewhere.")
    found = parsed(sheet.save())
    assert found.text.count("gate") == 1
    assert texts(found, BlockKind.PARAGRAPH) == [
        " ".join(LOREM),
        "The lock is described elsewhere.",
    ]


def test_each_cell_is_contiguous_in_the_text(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid([70, 200, 330], [100, 150, 170])
    sheet.lines(75, 115, ["first cell with", "several lines"])
    sheet.lines(205, 115, ["second cell with", "several lines"])
    sheet.text(75, 165, "x")
    found = parsed(sheet.save())
    cell = found.blocks[0].cells[1]
    assert found.slice(cell.start, cell.end) == "second cell with several lines"


def test_covered_cell_belongs_to_the_row_it_begins_in(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for x in (70, 200, 330):
        sheet.rule(x, 100, x, 140)
    for top in (100, 140):
        sheet.rule(70, top, 330, top)
    sheet.rule(200, 120, 330, 120)
    sheet.text(75, 118, "both")
    sheet.text(205, 113, "upper")
    sheet.text(205, 133, "lower")
    assert cells(parsed(sheet.save())) == [["both", "upper"], ["lower"]]


def test_continued_table_keeps_its_header(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table(XS, 700, [HEAD, ["R-1", "The gate shall close.", "high"]], bold=True)
    sheet.turn()
    sheet.table(XS, 200, [["R-2", "The lock shall open.", "low"], ["R-3", "It shall ring.", "low"]])
    row = block_with(parsed(sheet.save()), "R-2")
    assert [cell.header for cell in row.cells] == HEAD


def test_header_repeated_on_the_next_page_is_a_header_row(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table(XS, 600, [HEAD, ["R-1", "The gate shall close.", "high"]], bold=True)
    sheet.turn()
    sheet.table(XS, 200, [HEAD, ["R-2", "The lock shall open.", "low"]])
    headers = [block.is_header_row for block in parsed(sheet.save()).blocks]
    assert headers == [True, False, True, False]


def test_row_split_by_the_page_break_is_one_row(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table(XS, 600, [HEAD, ["R-1", "The gate shall close when", "high"]], bold=True)
    sheet.turn()
    sheet.table(XS, 200, [["", "the water rises.", ""], ["R-2", "The lock shall open.", "low"]])
    row = block_with(parsed(sheet.save()), "R-1")
    assert row.cells[1].text == "The gate shall close when the water rises."
    assert {region.page for region in row.regions} == {1, 2}


def test_half_a_row_alone_on_the_next_page_belongs_to_it(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table(XS, 700, [HEAD, ["R-1", "The gate shall close when", "high"]], bold=True)
    sheet.turn()
    sheet.table(XS, 60, [["", "the water rises.", ""]])
    sheet.text(70, 120, "So much for the gates.")
    _, row, end = parsed(sheet.save()).blocks
    assert row.cells[1].text == "The gate shall close when the water rises."
    assert {region.page for region in row.regions} == {1, 2}
    assert end.kind is BlockKind.PARAGRAPH


def test_last_row_alone_on_its_page_has_the_header_of_its_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table(XS, 700, [HEAD, ["R-1", "The gate shall close.", "high"]], bold=True)
    sheet.turn()
    sheet.table(XS, 60, [["", "It shall ring.", ""]])
    assert parsed(sheet.save()).blocks[-1].cells[1].header == "Requirement"


def test_merged_cell_over_a_page_break_leaves_the_rows_beside_it_whole(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for tops, name in (((740, 758, 776), "Gates"), ((60, 78, 96), "")):
        for top in (tops[0], tops[-1]):
            sheet.rule(70, top, 400, top)
        for x in (70, 140, 270, 400):
            sheet.rule(x, tops[0], x, tops[-1])
        sheet.rule(140, tops[1], 400, tops[1])
        sheet.text(73, tops[0] + 13, name)
        for top in tops[:-1]:
            sheet.text(143, top + 13, f"item at {top}")
            sheet.text(273, top + 13, "steel")
        sheet.turn()
    rows = cells(parsed(sheet.save()))
    assert rows[0] == ["Gates", "item at 740", "steel"]
    assert rows[1:] == [
        ["item at 758", "steel"],
        ["", "item at 60", "steel"],
        ["item at 78", "steel"],
    ]


@pytest.mark.parametrize("top", [60, 400])
def test_frame_around_one_text_is_no_table(tmp_path: Path, top: float) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table(XS, 300 if top < 100 else 700, [HEAD, ["R-1", "The gate shall close.", "high"]])
    sheet.turn()
    sheet.table(XS, top, [["", "It shall ring.", ""]])
    assert block_with(parsed(sheet.save()), "ring").kind is BlockKind.PARAGRAPH


def test_frame_around_the_page_does_not_swallow_its_text(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid([50, 300, 550], [40, 70])
    sheet.grid([50, 550], [70, 800])
    sheet.text(60, 60, "Lock project")
    sheet.text(310, 60, "Sheet B")
    sheet.lines(70, 200, LOREM)
    found = parsed(sheet.save())
    assert cells(found) == [["Lock project", "Sheet B"]]
    assert texts(found, BlockKind.PARAGRAPH) == [" ".join(LOREM)]
