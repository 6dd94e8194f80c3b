from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reqx.cli import table
from reqx.cli.table import Column


@dataclass(frozen=True)
class Boat:
    """A row."""

    number: int
    name: str
    port: str = ""
    note: str = ""


COLUMNS: tuple[Column[Boat], ...] = (
    Column("ID", lambda boat: boat.number),
    Column("Name", lambda boat: boat.name, folds=True),
    Column("Port", lambda boat: boat.port, drop=2),
    Column("Note", lambda boat: boat.note, drop=1, folds=True),
)
BOATS = (
    Boat(1234567, "Kestrel of the northern harbour " * 3, "Rotterdam", "[/path] leaks " * 9),
    Boat(2, "招标文件" * 30, "Brest", "\x1b[31mred\u202e"),
)


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> "Shown":
    return Shown(capsys, monkeypatch)


@dataclass(frozen=True)
class Shown:
    """Shows rows at a width, and gives the lines."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def at(self, width: int | None, rows: tuple[Boat, ...] = BOATS) -> list[str]:
        self.monkeypatch.setenv("NO_COLOR", "1")
        self.monkeypatch.delenv("COLUMNS", raising=False)
        if width is not None:
            self.monkeypatch.setenv("COLUMNS", str(width))
        table.show(rows, COLUMNS)
        return self.capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(shown: Shown, width: int) -> None:
    assert max(map(cell_len, shown.at(width))) <= width


@pytest.mark.parametrize("width", [10, 40, 80, 200])
def test_ids_are_never_broken(shown: Shown, width: int) -> None:
    assert any(line.startswith("1234567") for line in shown.at(width))


def test_columns_are_dropped_in_their_order(shown: Shown) -> None:
    titles = {width: shown.at(width)[0].split() for width in (24, 44, 80)}
    assert titles[24] == ["ID", "Name"]
    assert titles[44] == ["ID", "Name", "Note"]
    assert titles[80] == ["ID", "Name", "Port", "Note"]


def test_column_that_says_nothing_is_left_out(shown: Shown) -> None:
    assert shown.at(80, (Boat(1, "Kestrel"),)) == ["ID  Name", "1   Kestrel"]


def test_pipe_gets_every_row_on_one_line(shown: Shown) -> None:
    lines = shown.at(None)
    assert len(lines) == 3
    assert BOATS[0].note.strip() in lines[1]


def test_control_characters_and_markup_are_not_acted_on(shown: Shown) -> None:
    text = "\n".join(shown.at(200))
    assert "[/path] leaks" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_lines_have_no_blanks_at_their_end(shown: Shown) -> None:
    assert all(line == line.rstrip() for line in shown.at(80))


def test_fields_without_a_value_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    table.show_fields([("Name", "Kestrel"), ("Port", None), ("Berth", ""), ("Masts", 0)])
    assert capsys.readouterr().out.splitlines() == ["Name   Kestrel", "Masts  0"]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 3), st.booleans()), min_size=1),
    st.integers(20, 200),
)
def test_kept_columns_fit_or_cannot_be_dropped(
    shape: list[tuple[int, int, bool]], width: int
) -> None:
    columns = [
        table._fill(Column("", lambda length: "x" * length, drop=drop, folds=folds), [length])
        for length, drop, folds in shape
    ]
    kept, widths = table.fit(columns, width)
    total = sum(widths) + 2 * (len(widths) - 1)
    assert total <= width or not any(column.drop for column in kept)
    assert all(given >= column.least for column, given in zip(kept, widths, strict=True))


def test_text_gives_up_its_least_width_only_when_nothing_can_be_dropped(shown: Shown) -> None:
    assert max(map(cell_len, shown.at(20))) <= 20
