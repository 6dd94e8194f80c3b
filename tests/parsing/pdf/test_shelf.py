from collections.abc import Sequence
from pathlib import Path

import pytest

from reqx.parsing.pdf.layout import every_line
from reqx.parsing.pdf.pages import ReadPage, lost_page
from reqx.parsing.pdf.shelf import Shelf
from tests.parsing.pdf.make import LEFT, LOREM, Sheet, page_of

SHORT, LONG = 3, 500


def specification(path: Path) -> Path:
    sheet = Sheet(path)
    sheet.lines(LEFT, 60, LOREM)
    sheet.table([LEFT, 140, 400], 150, [["ID", "Text"], ["R-1", "It shall ring."], ["", "It may."]])
    sheet.text(LEFT, 300, "1", size=6)
    sheet.text(LEFT + 5, 303, "A note whose number is raised")
    sheet.table([LEFT, 200, 400], 400, [["Name", "Value"], ["Flow", "3 l/s"]], bold=True)
    sheet.turn()
    sheet.text(LEFT, 60, "Flow")
    sheet.text(300, 60, "7 \u00b5l/s")
    sheet.canvas.rotate(90)
    sheet.canvas.drawString(300, -500, "sideways")
    return sheet.save()


def read(path: Path) -> list[ReadPage]:
    return [page_of(path, 0), page_of(path, 1), lost_page(3)]


def shelved(pages: Sequence[ReadPage], length: int) -> Shelf:
    shelf = Shelf(length)
    for page in pages:
        shelf.put(page)
    return shelf


@pytest.mark.parametrize("length", [SHORT, LONG])
def test_pages_are_taken_from_the_shelf_as_they_were_put_there(tmp_path: Path, length: int) -> None:
    path = specification(tmp_path / "a.pdf")
    assert shelved(read(path), length).take() == read(path)


def test_pages_taken_twice_stay_as_they_are(tmp_path: Path) -> None:
    path = specification(tmp_path / "a.pdf")
    shelf = shelved(read(path), LONG)
    shelf.take()
    assert shelf.take() == read(path)


@pytest.mark.parametrize(("length", "waits"), [(SHORT, True), (LONG, False)])
def test_lines_of_a_long_document_alone_are_put_away(
    tmp_path: Path, length: int, *, waits: bool
) -> None:
    shelf = shelved([page_of(specification(tmp_path / "a.pdf"))], length)
    assert any(every_line(shelf.pages[0].columns)) is waits


def test_half_a_letter_is_packed_too(tmp_path: Path) -> None:
    # What is broken in a file's own map of characters comes as half of a pair.
    page = page_of(specification(tmp_path / "a.pdf"))
    line = next(every_line(page.columns))
    line.text = "\ud835"
    (taken,) = shelved([page], LONG).take()
    assert next(every_line(taken.columns)).text == "\ud835"
