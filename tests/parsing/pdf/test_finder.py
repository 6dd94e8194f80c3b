"""pdfplumber is asked for tables where no ruling line tells of one."""

from pathlib import Path

from reqx.model.blocks import BlockKind
from reqx.parsing.pdf.finder import TableFinder
from reqx.parsing.pdf.source import PdfSource
from tests.parsing.pdf.make import HEIGHT, Sheet, parsed

ROWS = (("Autonomy", "at least 8 h"), ("Weight", "at most 2 kg"), ("Colour", "grey"))


def shaded(path: Path) -> Path:
    """Draw a table of shaded boxes, a point apart, without a line."""
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
    sheet.canvas.save()
    return path


def test_table_of_shaded_boxes_is_read_in_rows(tmp_path: Path) -> None:
    rows = [b for b in parsed(shaded(tmp_path / "a.pdf")).blocks if b.kind is BlockKind.TABLE_ROW]
    assert [tuple(cell.text for cell in row.cells) for row in rows] == list(ROWS)


def test_shading_behind_lines_of_text_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for row in range(6):
        sheet.canvas.setFillGray(0.9)
        sheet.canvas.rect(70, HEIGHT - 120 - 20 * row, 300, 15, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        sheet.text(74, 116 + 20 * row, f"Step {row} of the program is printed on grey.")
    sheet.canvas.save()
    assert not [b for b in parsed(sheet.path).blocks if b.kind is BlockKind.TABLE_ROW]


def test_file_is_opened_only_when_a_page_asks(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "No table here.")
    sheet.canvas.save()
    with PdfSource(sheet.path) as source:
        source.read(0)
        assert source._finder._document is None


class Broken(TableFinder):
    """Fails as pdfminer does on a malformed page."""

    def grids(self, *_: object) -> list[object]:  # type: ignore[override]
        raise KeyError("MediaBox")


def test_page_that_pdfplumber_cannot_read_is_read_without(tmp_path: Path) -> None:
    with PdfSource(shaded(tmp_path / "a.pdf")) as source:
        source._finder = Broken(tmp_path)
        page = source.read(0)
    assert page.words > 0
    assert page.warnings == ()


def test_page_that_only_pdfplumber_refuses_does_not_cost_the_document(tmp_path: Path) -> None:
    path = shaded(tmp_path / "a.pdf")
    # pdfium repairs a page box that is none; pdfplumber raises, even when it is closed.
    path.write_bytes(path.read_bytes().replace(b"/MediaBox [ 0 0 ", b"/MediaBox [ 0 /x"))
    assert parsed(path).text.startswith("The recorder shall")
