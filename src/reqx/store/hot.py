"""Statements of the queue's hot path, compiled once and handed to the driver as they are.

SQLAlchemy's execution costs more than the driver's for statements this small: a durable enqueue
took twice as long with it. What the statement says, and its types, stay SQLAlchemy's.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, Protocol

from sqlalchemy import Dialect
from sqlalchemy.sql.base import Executable
from sqlalchemy.types import TypeEngine

Processor = Callable[[Any], Any]


class Driver(Protocol):
    """What sqlite3's connection and psycopg's cursor have in common; see `driver`."""

    def execute(self, query: Any, parameters: Any = ..., /) -> Any:  # noqa: ANN401 - a cursor of either
        """Run one statement, and return its cursor."""

    @property
    def executemany(self) -> Callable[[str, Sequence[Sequence[Any]]], Any]:
        """Run one statement many times."""


def driver(connection: Any) -> Driver:  # noqa: ANN401 - a connection of either driver
    """Return what runs statements on a driver's connection, one after the other.

    For PostgreSQL one cursor for all: a new one has to find out anew how each value is written and
    read, which made a durable enqueue a tenth slower. It takes parameters by number.
    """
    if isinstance(connection, sqlite3.Connection):
        return connection
    from psycopg import RawCursor  # noqa: PLC0415 - which SQLite does without

    cursor: Driver = RawCursor(connection)
    return cursor


class Hot:
    """A statement without lists to expand; its parameters are given by name.

    A parameter of an UPDATE may be called `_name` in the statement, where SQLAlchemy keeps a
    column's name for itself; it is given as `name`.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement: Any = statement
        self._prepared = cache(self._prepare)

    def rows(
        self, driver: Driver, dialect: Dialect, parameters: Mapping[str, Any]
    ) -> Sequence[Any]:
        """Execute, and return the rows as named tuples; none for a statement that gives none."""
        return self._prepared(dialect).rows(driver, parameters)

    def run_many(
        self, driver: Driver, dialect: Dialect, parameters: Sequence[Mapping[str, Any]]
    ) -> None:
        """Execute once for each set of parameters, written as the database wants them.

        Each set has all of them; what it has besides is left aside.
        """
        self._prepared(dialect).run_many(driver, parameters)

    def run_rows(self, driver: Driver, dialect: Dialect, rows: Sequence[Sequence[Any]]) -> None:
        """Execute once for each row of parameters, in the statement's order and as written."""
        self._prepared(dialect).run_rows(driver, rows)

    def add(
        self,
        driver: Driver,
        dialect: Dialect,
        found: Sequence[object],
        others: Mapping[str, Sequence[Any]],
    ) -> None:
        """Execute once for each object: its fields, and what each of the `others` has for it."""
        self._prepared(dialect).add(driver, found, others)

    def _prepare(self, dialect: Dialect) -> "Prepared":
        is_server = dialect.name == "postgresql"
        # Numbers: psycopg itself would take names out of so long a statement each time anew.
        kind: Any = type(dialect)
        written = kind(paramstyle="numeric_dollar") if is_server else dialect
        compiled = self._statement.compile(dialect=written)
        return Prepared(
            str(compiled),
            [
                (
                    name.removeprefix("_"),
                    compiled.binds[name].value,
                    _written(compiled.binds[name].type, dialect),
                )
                for name in compiled.positiontup
            ],
            {
                column.key: _read(column.type, dialect)
                for column in self._statement.exported_columns
            },
        )


class Prepared:
    """A statement in the words of one dialect.

    `bound`: its parameters by position, each a name, what it is unless it is given, and how it is
    written. `columns`: how each is read.
    """

    def __init__(
        self,
        sql: str,
        bound: Sequence[tuple[str, Any, Processor | None]],
        columns: Mapping[str, Processor | None],
    ) -> None:
        self._sql = sql
        self._order = [name for name, _, _ in bound]
        self._constants = {
            name: value if write is None or value is None else write(value)
            for name, value, write in bound
        }
        # A name may stand in several places; it is written once.
        self._written = list({name: write for name, _, write in bound if write}.items())
        self._row: Any = namedtuple("Row", columns, rename=True)  # type: ignore[misc]  # noqa: PYI024 - known at run time
        self._read = [(i, read) for i, read in enumerate(columns.values()) if read]

    def rows(self, driver: Driver, parameters: Mapping[str, Any]) -> Sequence[Any]:
        """Execute, and return the rows."""
        cursor = driver.execute(self._sql, self._values(parameters))
        if not self._row._fields:
            return ()
        found = cursor.fetchall()
        if not self._read:
            return [self._row._make(row) for row in found]
        return [self._row._make(self._converted(row)) for row in found]

    def run_many(self, driver: Driver, parameters: Sequence[Mapping[str, Any]]) -> None:
        """Execute once for each; there are several in a set, or they would be no tuple here."""
        self.run_rows(driver, list(map(itemgetter(*self._order), parameters)))

    def run_rows(self, driver: Driver, rows: Sequence[Sequence[Any]]) -> None:
        """Execute once for each row."""
        driver.executemany(self._sql, rows)

    def add(
        self, driver: Driver, found: Sequence[object], others: Mapping[str, Sequence[Any]]
    ) -> None:
        """Execute once for each, each value written as its type says."""
        written = dict(self._written)
        columns = [
            _column(others.get(name) or list(map(attrgetter(name), found)), written.get(name))
            for name in self._order
        ]
        self.run_rows(driver, list(zip(*columns, strict=True)))

    def _values(self, parameters: Mapping[str, Any]) -> list[Any]:
        values = {**self._constants, **parameters}
        for name, write in self._written:
            if name in parameters:
                values[name] = write(values[name])
        return [values[name] for name in self._order]

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for index, read in self._read:
            values[index] = read(values[index])
        return values


def _column(values: Sequence[Any], write: Processor | None) -> Sequence[Any]:
    """Return a column's values as they are written: what several rows share is written once."""
    if write is None:
        return values
    each = {id(value): value for value in values}
    written = {key: write(value) for key, value in each.items()}
    return [written[id(value)] for value in values]


def _written(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _read(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
