from pathlib import Path

import pytest
from reading.corpus import Corpus
from reading.speed import found_of

from tests.parsing.pdf.make import LEFT, Sheet


def drawn(path: Path) -> str:
    """Draw four pages under a header in a table, the last with a table of its own; return it."""
    sheet = Sheet(path)
    for number in range(1, 5):
        sheet.table((LEFT, 300, 500), 30, [("Mill specification", f"Page {number} of 4")])
        sheet.lines(LEFT, 200 + 10 * number, [f"The {number} pumps shall start."])
        if number < 4:
            sheet.turn()
    sheet.table((LEFT, 170, 270), 400, [("Name", "Value"), ("Head", "12"), ("Flow", "3")])
    return str(sheet.save())


def corpus(folder: Path) -> Corpus:
    return Corpus(folder, folder, pages=0, repeat=1)


@pytest.mark.parametrize(("page", "lost"), [(2, 0.0), (4, 1.0)])
def test_table_that_is_a_running_header_need_not_be_found(
    tmp_path: Path, page: int, lost: float
) -> None:
    path = drawn(tmp_path / "a.pdf")

    _, judged = found_of(corpus(tmp_path), {(path, page)}, set())

    assert judged.value == 1 - lost


def test_frame_around_one_text_is_no_table(tmp_path: Path) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    sheet.table((LEFT, 170, 470), 400, [("", "The pumps shall start.")])
    path = str(sheet.save())

    _, judged = found_of(corpus(tmp_path), {(path, 1)}, set())

    assert judged.value == 1.0


def test_no_table_at_all_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no table"):
        list(found_of(corpus(tmp_path), set(), set()))
