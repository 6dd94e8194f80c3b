from pathlib import Path

from reqx.parsing.pdf.grid import grids_of, snapped
from reqx.parsing.pdf.listing import Word
from reqx.parsing.pdf.ruling import Edge, Ruling
from tests.parsing.pdf.make import Sheet, cells, parsed, texts


def lattice(xs: list[float], ys: list[float]) -> Ruling:
    return Ruling(
        [Edge(y, xs[0], xs[-1]) for y in ys],
        [Edge(x, ys[0], ys[-1]) for x in xs],
    )


def test_pieces_of_a_line_become_one() -> None:
    pieces = [Edge(100.0, 10, 50), Edge(100.6, 52, 90), Edge(100.0, 200, 250)]
    assert [(edge.start, edge.end) for edge in snapped(pieces)] == [(10, 90), (200, 250)]


def test_fields_of_a_lattice_are_cells() -> None:
    (grid,) = grids_of(lattice([0, 100, 200], [0, 20, 40]))
    assert [cell.bbox for cell in grid.cells][:2] == [(0, 0, 100, 20), (100, 0, 200, 20)]
    assert grid.cell_of(Word("in", 140, 160, 33, 10, is_bold=False)) == 3
    assert grid.cell_of(Word("out", 290, 310, 33, 10, is_bold=False)) is None


def test_fields_without_a_line_between_them_are_one_cell() -> None:
    ruling = lattice([0, 100, 200], [0, 20, 40])
    ruling.vertical[1] = Edge(100, 20, 40)
    (grid,) = grids_of(ruling)
    spans = [(cell.row0, cell.row1, cell.col0, cell.col1) for cell in grid.cells]
    assert spans == [(0, 1, 0, 2), (1, 2, 0, 1), (1, 2, 1, 2)]


def test_table_open_at_its_sides_keeps_the_outer_columns() -> None:
    ruling = lattice([0, 100, 200, 300], [0, 20, 40])
    del ruling.vertical[0], ruling.vertical[-1]
    (grid,) = grids_of(ruling)
    assert grid.xs == (0, 100, 200, 300)


def test_box_is_no_table() -> None:
    assert grids_of(lattice([0, 100], [0, 20])) == []


def test_boxes_joined_by_lines_are_a_drawing() -> None:
    boxes = [lattice([x, x + 50], [y, y + 30]) for x, y in ((0, 0), (120, 100), (10, 200))]
    joins = Ruling([Edge(115, 30, 120)], [Edge(30, 30, 200)])
    parts = [*boxes, joins]
    ruling = Ruling(
        [edge for part in parts for edge in part.horizontal],
        [edge for part in parts for edge in part.vertical],
    )
    assert grids_of(ruling) == []


def test_thin_fillings_are_lines(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for x in (70, 170, 270):
        sheet.canvas.rect(x, 700, 0.5, 40, stroke=0, fill=1)
    for y in (700, 720, 740):
        sheet.canvas.rect(70, y, 200, 0.5, stroke=0, fill=1)
    for x, top, text in ((80, 116, "a"), (180, 116, "b"), (80, 136, "c"), (180, 136, "d")):
        sheet.text(x, top, text)
    assert cells(parsed(sheet.save())) == [["a", "b"], ["c", "d"]]


def test_shading_behind_lines_of_text_does_not_cut_the_cell(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid([70, 130, 400], [100, 160, 180])
    for top in (100, 120, 140):
        sheet.canvas.setFillGray(0.9)
        sheet.canvas.rect(132, 842 - top - 20, 260, 19, stroke=0, fill=1)
    sheet.canvas.setFillGray(0)
    sheet.text(75, 115, "R-1")
    sheet.lines(135, 115, ["The gate shall close", "when the water rises", "above the mark."])
    sheet.text(135, 175, "next")
    assert cells(parsed(sheet.save()))[0] == [
        "R-1",
        "The gate shall close when the water rises above the mark.",
    ]


def test_lines_inside_a_form_are_followed(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.beginForm("table")
    sheet.table([0, 100, 200], 100, [["a", "b"], ["c", "d"]])
    sheet.canvas.endForm()
    sheet.canvas.translate(70, -50)
    sheet.canvas.doForm("table")
    assert cells(parsed(sheet.save())) == [["a", "b"], ["c", "d"]]


def test_boxed_paragraph_is_text(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.grid([60, 500], [90, 140])
    sheet.text(70, 110, "The gate shall close when the water rises.")
    found = parsed(sheet.save())
    assert (cells(found), texts(found)) == ([], ["The gate shall close when the water rises."])
