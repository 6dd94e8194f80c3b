"""Which row is the header: rows are given as texts and numbers, "*" in front makes bold."""

import pytest

from reqx.parsing.sheet.headers import scopes
from reqx.parsing.sheet.rows import SheetCell, SheetRow

LONG = "The pump shall stop within two seconds."
Given = list[str | int | None]


def made(number: int, given: Given) -> SheetRow:
    return SheetRow(
        number,
        tuple(
            SheetCell(
                column,
                str(content).removeprefix("*"),
                is_number=isinstance(content, int),
                is_bold=str(content).startswith("*"),
            )
            for column, content in enumerate(given, 1)
            if content is not None
        ),
    )


def header_numbers(given: list[Given], stated: tuple[int, ...] = ()) -> list[int]:
    rows = [made(number, row) for number, row in enumerate(given, 1) if row]
    return [row.number for row, headers in scopes(rows, stated) if headers is None]


HEADED: dict[str, tuple[list[Given], list[int]]] = {
    "first row": ([["Id", "Text"], ["R1", LONG]], [1]),
    "under a title": ([["Pumps"], ["Id", "Text"], ["R1", LONG]], [2]),
    "under a block of pairs": (
        [["Client", "Firm"], ["Version", 2], ["Id", "Text", "By", "Prio"], ["R1", LONG, "test", 1]],
        [3],
    ),
    "in bold under figures": ([["Lot", 1], ["Date", 45000], ["*Id", "*Text"], ["a", LONG]], [3]),
    "no header, sentences": ([["R1", LONG], ["R2", LONG]], []),
    "no header, figures": ([["pump", 3], ["valve", 4], ["pipe", "long"], ["tap", 1]], []),
    "no header, a series": ([["REQ-001", "red"], ["REQ-002", "blue"]], []),
    "long names": ([["Id", "word " * 13], ["a", "b"]], []),
    "last row": ([["a"], ["Id", "Text"]], []),
    "one column": ([["Id"], ["a"], ["b"]], []),
    "another table": ([["Id", "Text"], ["a", 1], [], ["*Nr", "*Words"], ["b", 2]], [1, 4]),
    "bold row without a gap": ([["Id", "Text"], ["a", 1], ["*Nr", "*Words"], ["b", 2]], [1]),
    "row behind a gap": ([["Id", "Text"], ["a", "x"], [], ["b", "y"], ["c", "z"]], [1]),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("given", "found"), HEADED.values(), ids=HEADED.keys())
def test_header_is_found_where_it_is(given: list[Given], found: list[int]) -> None:
    assert header_numbers(given) == found


def test_what_the_file_says_counts_more() -> None:
    assert header_numbers([["a", "b"], ["c", "d"], ["e", "f"]], stated=(2,)) == [2]


def test_rows_above_the_header_have_none() -> None:
    rows = [made(1, ["Pumps", None]), made(2, ["Id", "Text"]), made(3, ["R1", LONG])]
    found = [headers.over(1) if headers else None for _, headers in scopes(rows)]
    assert found == ["", None, "Id"]


def test_names_under_a_wide_header_belong_to_it() -> None:
    wide = SheetRow(1, (SheetCell(1, "Id"), SheetCell(2, "Time", span=2)))
    rows = [wide, made(2, [None, "from", "to"]), made(3, ["R1", 1, 2])]
    found = [headers for _, headers in scopes(rows)]
    assert found[:2] == [None, None]
    assert found[2] is not None
    assert [found[2].over(column) for column in (1, 2, 3)] == ["Id", "Time from", "Time to"]
