"""What every listing does with what it found: a table, one JSON value, or JSON Lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, assert_never

from reqx.cli import render, table
from reqx.cli.options import Form
from reqx.model.records import Record

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """A kind of listing: its record for programs, its columns for people."""

    record: Callable[[T], Record]
    columns: Sequence[table.Column[T]]

    def show(self, found: tuple[Sequence[T], str | None], form: Form, *, empty: str) -> None:
        """Print the rows found; on stderr how to go on, or `empty` when there is no row."""
        rows, next_cursor = found
        match form:
            case Form.JSON:
                render.json([self.record(row) for row in rows])
            case Form.JSON_LINES:
                render.json_lines(map(self.record, rows))
            case Form.WORDS if rows:
                table.show(rows, self.columns)
            case Form.WORDS:
                render.note(empty)
            case _:
                assert_never(form)
        if next_cursor:
            render.note(f"more: --cursor {next_cursor}")
