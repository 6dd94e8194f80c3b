"""A file that another program wrote, with that program's styles, lists and tables."""

from pathlib import Path

from docx import Document

from reqx.model.blocks import BlockKind
from tests.parsing.docx.make import read_file


def test_document_of_another_program_is_read(tmp_path: Path) -> None:
    made = Document()
    made.add_heading("Pumps", level=1)
    made.add_paragraph("The pumps are:")
    made.add_paragraph("two", style="List Bullet")
    made.add_paragraph("red", style="List Bullet 2")
    made.add_paragraph("first", style="List Number")
    made.save(str(tmp_path / "a.docx"))
    found = read_file(tmp_path / "a.docx").blocks
    assert [(b.kind, b.text, b.level) for b in found] == [
        (BlockKind.HEADING, "Pumps", 1),
        (BlockKind.PARAGRAPH, "The pumps are:", 0),
        (BlockKind.LIST_ITEM, "• two", 1),
        (BlockKind.LIST_ITEM, "• red", 2),
        (BlockKind.LIST_ITEM, "1. first", 1),
    ]
    assert {block.section for block in found[1:]} == {("Pumps",)}


def test_merged_cells_of_another_program_are_read_once(tmp_path: Path) -> None:
    made = Document()
    table = made.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "tall"
    table.cell(1, 0).text = "a"
    made.save(str(tmp_path / "a.docx"))
    assert [block.text for block in read_file(tmp_path / "a.docx").blocks] == ["wide tall", "a"]
