from pathlib import Path

import pytest

from reqx.errors import Unreadable
from reqx.parsing import archive
from reqx.parsing.sheet.stream import elements
from tests.parsing.sheet.make import package, row, sheet

MEMBER = "xl/sheet.xml"


def test_tree_does_not_grow_with_the_part(tmp_path: Path) -> None:
    rows = (row(n, "a", n) for n in range(1, 20_000))
    path = package(tmp_path / "a.xlsx", {MEMBER: sheet(*rows)})
    with archive.opened(path) as opened:
        sizes = [
            sum(1 for _ in element.getroottree().iter())
            for number, element in enumerate(elements(opened, MEMBER, ["row", "c"]))
            if number % 1_000 == 0
        ]
    # The parser reads ahead by a block of the file; 120,000 elements are in all of it.
    assert max(sizes) < 20_000


def test_elements_come_in_order_with_what_they_hold(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", {MEMBER: "<a><b>1</b><c/><b>2</b></a>"})
    with archive.opened(path) as opened:
        assert [element.text for element in elements(opened, MEMBER, ["b"])] == ["1", "2"]


def test_member_that_is_not_there_has_none(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", {MEMBER: "<a/>"})
    with archive.opened(path) as opened:
        assert list(elements(opened, "xl/other.xml", ["a"])) == []


def test_wrong_checksum_is_unreadable(tmp_path: Path) -> None:
    path = package(tmp_path / "a.xlsx", {MEMBER: "<a><b>1</b></a>"})
    data = path.read_bytes()
    at = data.rfind(b"PK\x01\x02")
    path.write_bytes(data[: at + 16] + b"\0\0\0\0" + data[at + 20 :])
    with archive.opened(path) as opened, pytest.raises(Unreadable, match="CRC"):
        list(elements(opened, MEMBER, ["b"]))
