from pathlib import Path

import pytest
from reading import fresh

from tests.parsing.pdf.make import LEFT, Sheet


def drawn(path: Path) -> str:
    """Draw a page of text and one with a ruled table; return the path."""
    sheet = Sheet(path)
    sheet.lines(LEFT, 100, ["The pump shall start."])
    sheet.turn()
    sheet.table((70, 170, 270), 100, [("Name", "Value"), ("Head", "12"), ("Flow", "3")])
    return str(sheet.save())


@pytest.mark.parametrize("reader", ["reqx pdf", "pdfplumber, tables"])
def test_contestant_names_the_table_pages(tmp_path: Path, reader: str) -> None:
    path = drawn(tmp_path / "a.pdf")

    said = fresh.run("read", reader=reader, paths=[path])

    assert said["tables"] == {path: [2]}
    assert said["cpu"] > 0


@pytest.mark.parametrize(("grey", "words"), [(1, []), (0.9, ["Head", "12"])])
def test_table_is_one_that_can_be_seen(tmp_path: Path, grey: float, words: list[str]) -> None:
    sheet = Sheet(tmp_path / "a.pdf")
    for column, text in enumerate(("Head", "12")):
        sheet.canvas.setFillGray(grey)
        sheet.canvas.rect(70 + 100 * column, 600, 100, 20, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        sheet.canvas.drawString(74 + 100 * column, 606, text)

    assert fresh.run("cells", path=str(sheet.save()), pages=[1])["text"].split() == words


def test_survey_counts_joints_on_each_page(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf")

    assert fresh.run("survey", paths=[path])["joints"] == [0, 12]


def test_text_is_told_page_by_page(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf")

    said = fresh.run("text", paths=[path])

    assert said["pages"][0].split() == ["The", "pump", "shall", "start."]


def test_peak_memory_is_that_of_the_child(tmp_path: Path) -> None:
    said = fresh.run("memory", path=drawn(tmp_path / "a.pdf"), is_whole=False)

    assert 10 < said["peak"] < 500


def test_process_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"read: exit status 1: .*nothing\.pdf"):
        fresh.run("read", reader="pdfium", paths=[str(tmp_path / "nothing.pdf")])
