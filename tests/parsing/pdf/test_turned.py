"""Pages that are turned: by the page's rotation, by how their text is drawn, or by both."""

from pathlib import Path

import pytest

from tests.parsing.pdf.make import (
    HEIGHT,
    LOREM,
    WIDTH,
    Sheet,
    block_with,
    cells,
    parsed,
    texts,
    turned,
)

TURNS = (90, 180, 270)
END = "So much for the eastern pump."


@pytest.mark.parametrize("degrees", TURNS)
def test_page_is_read_in_the_order_of_its_upright_text(tmp_path: Path, degrees: int) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 100, "1 Pumps", size=14, bold=True)
    sheet.lines(70, 130, LOREM)
    sheet.lines(70, 200, [END])
    assert texts(parsed(turned(sheet.save(), degrees))) == ["1 Pumps", " ".join(LOREM), END]


@pytest.mark.parametrize(
    ("degrees", "box"),
    [
        (90, (HEIGHT - 108, 70, HEIGHT - 98, 200)),
        (180, (WIDTH - 200, HEIGHT - 108, WIDTH - 70, HEIGHT - 98)),
        (270, (98, WIDTH - 200, 108, WIDTH - 70)),
    ],
)
def test_box_lies_where_the_turned_page_shows_it(
    tmp_path: Path, degrees: int, box: tuple[float, ...]
) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.text(70, 106, "Pump")
    (region,) = parsed(turned(sheet.save(), degrees)).blocks[0].regions
    x0, top, x1, bottom = region.bbox
    assert (x1 - x0 > bottom - top) == (degrees == 180)
    assert box[0] - 0.5 <= x0 < x1 <= box[2] + 0.5
    assert box[1] - 0.5 <= top < bottom <= box[3] + 0.5


@pytest.mark.parametrize("degrees", TURNS)
def test_text_drawn_sideways_on_a_page_turned_back_is_read(tmp_path: Path, degrees: int) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    # The text is drawn so that the turned page shows it upright.
    sheet.canvas.translate(WIDTH / 2, HEIGHT / 2)
    sheet.canvas.rotate(degrees)
    sheet.canvas.translate(-WIDTH / 2, -HEIGHT / 2)
    sheet.lines(90, 400, [*LOREM, END])
    assert texts(parsed(turned(sheet.save(), degrees))) == [" ".join([*LOREM, END])]


@pytest.mark.parametrize("degrees", TURNS)
def test_ruled_table_of_a_turned_page_keeps_its_rows(tmp_path: Path, degrees: int) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    rows = [["ID", "Requirement"], ["R-1", "The gate shall close."]]
    sheet.table([70, 140, 400], 100, rows, bold=True)
    found = parsed(turned(sheet.save(), degrees))
    assert cells(found) == rows
    assert found.blocks[1].cells[1].header == "Requirement"


def test_turned_page_among_upright_ones_keeps_its_place(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for n in (1, 2, 3):
        sheet.text(70, 200, f"Sheet number {'abc'[n - 1]} of the pumps.")
        sheet.turn()
    found = parsed(turned(sheet.save(), 90, 1))
    assert [block.page for block in found.blocks] == [1, 2, 3]
    assert block_with(found, "number b").page == 2


def test_page_labels_follow_each_range(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.canvas.addPageLabel(0, style="ROMAN_LOWER")
    sheet.canvas.addPageLabel(2, style="ARABIC", start=1)
    sheet.canvas.addPageLabel(3, style="ARABIC", start=7, prefix="A-")
    for name in "abcde":
        sheet.text(70, 200, f"Sheet {name} of the pumps.")
        sheet.turn()
    found = parsed(sheet.save())
    assert [page.label for page in found.pages] == ["i", "ii", "1", "A-7", "A-8"]
    assert [block.page_label for block in found.blocks] == ["i", "ii", "1", "A-7", "A-8"]
