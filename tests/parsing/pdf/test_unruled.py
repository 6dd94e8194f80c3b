"""Tables whose rows are ruled and whose columns are not."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.parsing.pdf.make import Sheet, cells, parsed, texts

XS = (75.0, 170.0, 330.0)
ROWS = [
    ["Pump", "Duty", "Head"],
    ["P-1", "feeds the basin", "12 m"],
    ["P-12", "empties the lock", "9 m"],
    ["P-3", "stands by", "12 m"],
]


def boxed(path: Path, rows: Sequence[Sequence[str]], xs: Sequence[float] = XS) -> Sheet:
    """Draw rows in a frame, with a rule between two rows and none between columns."""
    sheet = Sheet(path)
    tops = [100.0 + 18 * row for row in range(len(rows) + 1)]
    sheet.grid([70, 400], tops)
    for top, row in zip(tops, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            sheet.text(x, top + 13, text)
    return sheet


def test_columns_are_told_by_the_white_between_them(tmp_path: Path) -> None:
    assert cells(parsed(boxed(tmp_path / "a.pdf", ROWS).save())) == ROWS


def test_empty_cell_keeps_its_place(tmp_path: Path) -> None:
    rows = [*ROWS, ["P-4", "", "3 m"]]
    assert cells(parsed(boxed(tmp_path / "a.pdf", rows).save())) == rows


@pytest.mark.parametrize(
    "rows",
    [
        [["The pump shall stop."], ["A valve shall close within a minute."], ["It shall ring."]],
        [["\u2022", "The pump stops."], ["\u2022", "The valve closes."], ["\u2022", "It rings."]],
        ROWS[:2],
    ],
)
def test_boxed_sentences_are_no_columns(tmp_path: Path, rows: list[list[str]]) -> None:
    found = parsed(boxed(tmp_path / "a.pdf", rows, (75.0, 90.0, 330.0)).save())
    assert cells(found) == []
    assert texts(found)


def test_words_that_stand_anywhere_are_no_columns(tmp_path: Path) -> None:
    sheet = boxed(tmp_path / "a.pdf", [[], [], []])
    for row, x in enumerate((75.0, 130.0, 110.0)):
        sheet.text(x, 113 + 18 * row, "note")
        sheet.text(300 - 30 * row, 113 + 18 * row, "mark")
    assert cells(parsed(sheet.save())) == []
