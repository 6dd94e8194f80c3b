"""Tables of shaded boxes, without a ruling line."""

from pathlib import Path

from reqx.model.blocks import BlockKind
from tests.parsing.pdf.make import HEIGHT, Sheet, cells, parsed

ROWS = (
    *(("Autonomy", "at least 8 h"), ("Weight", "at most 2 kg")),
    *(("Colour", "grey"), ("Memory", "at least 3 days")),
)


def shaded(path: Path, *, is_ruled: bool = False) -> Path:
    """Draw a table of shaded boxes, a point apart; `is_ruled`: with white lines between cells."""
    sheet = Sheet(path)
    sheet.text(70, 100, "The recorder shall have the following values:")
    for row, texts in enumerate(ROWS):
        top = 120.0 + 21 * row
        for column, text in enumerate(texts):
            sheet.canvas.setFillGray(0.9)
            x = 70.0 + 151 * column
            sheet.canvas.rect(x, HEIGHT - top - 20, 150, 20, stroke=0, fill=1)
            sheet.canvas.setFillGray(0)
            sheet.text(x + 4, top + 13, text)
    if is_ruled:
        sheet.canvas.setStrokeGray(1)
        sheet.rule(220.5, 120, 220.5, 203)
        for top in (140.5, 161.5, 182.5):
            sheet.rule(70, top, 371, top)
    sheet.canvas.save()
    return path


def test_table_of_shaded_boxes_is_read_in_rows(tmp_path: Path) -> None:
    rows = [b for b in parsed(shaded(tmp_path / "a.pdf")).blocks if b.kind is BlockKind.TABLE_ROW]
    assert [tuple(cell.text for cell in row.cells) for row in rows] == list(ROWS)


def test_shading_ends_what_only_the_lines_between_cells_are_drawn_of(tmp_path: Path) -> None:
    path = shaded(tmp_path / "a.pdf", is_ruled=True)
    assert cells(parsed(path)) == [list(row) for row in ROWS]


def test_shading_behind_lines_of_text_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for row in range(6):
        sheet.canvas.setFillGray(0.9)
        sheet.canvas.rect(70, HEIGHT - 120 - 20 * row, 300, 15, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        sheet.text(74, 116 + 20 * row, f"Step {row} of the program is printed on grey.")
    sheet.canvas.save()
    assert not [b for b in parsed(sheet.path).blocks if b.kind is BlockKind.TABLE_ROW]


def test_boxes_of_a_chart_are_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "Load over the day, in percent of the peak:")
    for bar, share in enumerate((20, 35, 80, 100, 60, 30)):
        sheet.canvas.setFillGray(0.6)
        sheet.canvas.rect(70 + 30 * bar, HEIGHT - 260, 30, share, stroke=0, fill=1)
        sheet.canvas.rect(70 + 30 * bar, HEIGHT - 280, 30, 15, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        sheet.text(74 + 30 * bar, 272, f"{4 * bar} h")
    sheet.canvas.save()
    assert not [b for b in parsed(sheet.path).blocks if b.kind is BlockKind.TABLE_ROW]


def test_table_of_shaded_boxes_is_read_on_a_page_that_lies(tmp_path: Path) -> None:
    path = shaded(tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes().replace(b"/Rotate 0", b"/Rotate 90"))
    rows = [b for b in parsed(path).blocks if b.kind is BlockKind.TABLE_ROW]
    assert [tuple(cell.text for cell in row.cells) for row in rows] == list(ROWS)
