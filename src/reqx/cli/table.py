"""Tables that fit the terminal: columns are dropped in a set order, text folds, ids stay whole."""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from reqx.cli import render

if TYPE_CHECKING:
    from rich.text import Text

T = TypeVar("T")

_GAP = 2
_NARROWEST = 8
"""The narrowest a column that folds becomes when nothing is left to drop."""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its title, how to read its cell from a row, and what happens when space is short.

    Columns that do not fit are dropped, the highest `drop` first; `drop` 0 stays. A column that
    `folds` shares the width that is left, and others are dropped before it has less than `least`;
    one that does not fold is shown whole. `style` is rich's, for a cell.
    """

    title: str
    read: Callable[[T], object]
    drop: int = 0
    folds: bool = False
    least: int = 16
    style: Callable[[T], str] | None = None


@dataclass(frozen=True, slots=True)
class _Filled:
    """A column with the texts of its cells; `natural` is the width that shows them whole."""

    title: str
    drop: int
    folds: bool
    least: int
    cells: "Sequence[Text]"
    natural: int

    @property
    def is_idle(self) -> bool:
        """Whether it may be dropped and says nothing about any row."""
        return bool(self.drop) and not any(self.cells)

    def narrowed(self) -> "_Filled":
        """Return the column as narrow as it can get."""
        return replace(self, least=min(self.least, _NARROWEST)) if self.folds else self


def show(rows: Sequence[T], columns: Sequence[Column[T]]) -> None:
    """Print `rows` as a table on stdout."""
    _print([_fill(column, rows) for column in columns], has_titles=True)


def show_fields(fields: Iterable[tuple[str, object]]) -> None:
    """Print labels and values, a pair a line on stdout; a value of None or "" is left out."""
    pairs = [(label, value) for label, value in fields if value not in (None, "")]
    _print(
        [
            _fill(Column("", lambda pair: pair[0], style=lambda _: "bold"), pairs),
            _fill(Column("", lambda pair: pair[1], folds=True), pairs),
        ],
        has_titles=False,
    )


def _fill(column: Column[T], rows: Sequence[T]) -> _Filled:
    style = column.style or (lambda _: "")
    cells = [render.safe_text(column.read(row), style(row)) for row in rows]
    natural = max([len(column.title), *(cell.cell_len for cell in cells)])
    least = min(natural, column.least) if column.folds else natural
    return _Filled(column.title, column.drop, column.folds, least, cells, natural)


def _print(columns: list[_Filled], *, has_titles: bool) -> None:
    from rich.table import Table  # noqa: PLC0415 - rich is imported when something is drawn

    kept, widths = fit(columns, render.width())
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_header=has_titles)
    for column, width in zip(kept, widths, strict=True):
        table.add_column(column.title, width=width, no_wrap=not column.folds, overflow="fold")
    for cells in zip(*(column.cells for column in kept), strict=True):
        table.add_row(*cells)
    console = render.console()
    # Wider than the terminal rather than an id that rich would cut.
    console.width = max(console.width, sum(widths) + _GAP * len(widths))
    with console.capture() as drawn:
        console.print(table)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in drawn.get().splitlines())


def fit(columns: Sequence[_Filled], width: int) -> tuple[list[_Filled], list[int]]:
    """Return the columns that are kept, and their widths, which add up to `width` at most.

    A column that may be dropped and says nothing about any row goes first. Only columns that are
    never dropped may be wider together, when none of them can be folded more.
    """
    kept = [column for column in columns if not column.is_idle]
    while _total(kept) > width and any(column.drop for column in kept):
        kept.remove(max(kept, key=lambda column: column.drop))
    if _total(kept) > width:
        kept = [column.narrowed() for column in kept]
    return kept, _share(kept, max(width - _total(kept), 0))


def _total(columns: Sequence[_Filled]) -> int:
    return sum(column.least for column in columns) + _GAP * (len(columns) - 1)


def _share(columns: Sequence[_Filled], spare: int) -> list[int]:
    """Give the spare width to the columns that fold: all they need to the modest ones first."""
    widths = [column.least for column in columns]
    hungry = [index for index, column in enumerate(columns) if column.natural > column.least]
    hungry.sort(key=lambda index: columns[index].natural)
    for served, index in enumerate(hungry):
        more = min(columns[index].natural - widths[index], spare // (len(hungry) - served))
        widths[index] += more
        spare -= more
    return widths
