"""Workbooks that are broken, or made to harm."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reqx.errors import DocumentError, TooLarge, Unreadable
from reqx.parsing.sheet import rows as sheet_rows
from reqx.parsing.sheet import xlsx
from tests.parsing.sheet.make import (
    members,
    package,
    read,
    read_file,
    row,
    shared,
    sheet,
    text,
    value,
)

HEADER = row(1, "Id", "Text")

ENTITIES = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
SHEET = "xl/worksheets/sheet1.xml"


def with_entity(made: dict[str, str]) -> None:
    made[SHEET] = sheet(row(1, text("A1", "X").replace("X", "&x;"))).replace(
        "?>", f"?>{ENTITIES}", 1
    )


def with_entity_in_workbook(made: dict[str, str]) -> None:
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("?>", f"?>{ENTITIES}", 1)


def with_broken_sheet(made: dict[str, str]) -> None:
    made[SHEET] = made[SHEET][:-30]


def with_nothing(made: dict[str, str]) -> None:
    del made["xl/workbook.xml"]


def with_deep_nesting(made: dict[str, str]) -> None:
    made[SHEET] = sheet("<x>" * 5_000 + "</x>" * 5_000)


@pytest.mark.parametrize(
    "spoil",
    [with_entity, with_entity_in_workbook, with_broken_sheet, with_nothing, with_deep_nesting],
)
def test_s3_hostile_or_broken_part_is_unreadable(
    tmp_path: Path, spoil: Callable[[dict[str, str]], None]
) -> None:
    made = members(sheet(HEADER))
    spoil(made)
    with pytest.raises(Unreadable, match=r"a\.xlsx") as caught:
        read_file(package(tmp_path / "a.xlsx", made))
    assert caught.value.hint


def test_s2_zip_bomb_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="times its size"):
        read(tmp_path, sheet(row(1, "x" * 20_000_000)))


def test_long_text_in_many_cells_is_refused(tmp_path: Path) -> None:
    long = shared(f"<t>{'word ' * 100_000}</t>")
    given = [row(n, value(f"A{n}", 0, "s"), n) for n in range(1, 200)]
    with pytest.raises(TooLarge, match="characters"):
        read(tmp_path, sheet(*given), sharedStrings=long)


def test_too_many_cells_are_refused() -> None:
    budget = sheet_rows.Budget("a.xlsx", cells=2)
    budget.spend("a")
    budget.spend("b")
    with pytest.raises(TooLarge, match=r"a\.xlsx.*cells"):
        budget.spend("c")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_cut_off_file_is_named(tmp_path: Path, share: float) -> None:
    path = package(tmp_path / "a.xlsx", members(sheet(HEADER)))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(DocumentError, match=r"a\.xlsx"):
        read_file(path)


@pytest.mark.parametrize("at", range(30, 2_000, 41))
def test_flipped_byte_is_read_or_named(tmp_path: Path, at: int) -> None:
    path = package(tmp_path / "a.xlsx", members(sheet(HEADER, row(2, "R1", 5))))
    data = bytearray(path.read_bytes())
    data[at % len(data)] ^= 0xFF
    path.write_bytes(data)
    try:
        found = read_file(path)
    except DocumentError as error:
        assert error.hint  # noqa: PT017 - either end is right
    else:
        assert found.parser == xlsx.PARSER
