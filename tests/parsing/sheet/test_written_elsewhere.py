"""A workbook that another program wrote, with that program's styles, merges and comments."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from reqx.model.blocks import BlockKind
from tests.parsing.sheet.make import cells, read_file


def test_workbook_of_another_program_is_read(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Requirements & co"
    sheet["A1"] = "Requirements of the pump"
    sheet["A1"].font = Font(bold=True)
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["Id", "Text", "When", "Share"])
    sheet.append(["R1", "The pump shall run.", date(2024, 3, 5), 0.25])
    sheet["D4"].number_format = "0.0%"
    sheet["B4"].comment = Comment("which one?", "Doe")
    made.save(tmp_path / "a.xlsx")
    found = read_file(tmp_path / "a.xlsx").blocks
    assert [b.text for b in found[:2]] == ["Requirements & co", "Requirements of the pump"]
    assert cells(found[3]) == [
        ("Id", "R1"),
        ("Text", "The pump shall run."),
        ("When", "2024-03-05"),
        ("Share", "25.0%"),
    ]
    assert (found[4].kind, found[4].text, found[4].part) == (BlockKind.COMMENT, "which one?", "B4")
