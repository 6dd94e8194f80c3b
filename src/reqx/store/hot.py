"""Statements of the queue's hot path, compiled once and handed to the driver as they are.

SQLAlchemy's execution costs more than the driver's for statements this small: a durable enqueue
took twice as long with it. What the statement says, and its types, stay SQLAlchemy's.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Protocol

from sqlalchemy import Dialect
from sqlalchemy.sql.base import Executable
from sqlalchemy.types import TypeEngine

Processor = Callable[[Any], Any]


class Driver(Protocol):
    """What psycopg's and sqlite3's connections have in common."""

    def execute(self, query: Any, parameters: Any = ..., /) -> Any:  # noqa: ANN401 - a cursor of either
        """Run one statement, and return its cursor."""

    @property
    def executemany(self) -> Callable[[str, Sequence[Sequence[Any]]], Any]:
        """Run one statement many times (sqlite3 only)."""


class Hot:
    """A statement without lists to expand; its parameters are given by name."""

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
        """Execute once for each set of parameters; what a set has besides is left aside."""
        self._prepared(dialect).run_many(driver, parameters)

    def _prepare(self, dialect: Dialect) -> "Prepared":
        compiled = self._statement.compile(dialect=dialect)
        columns = list(self._statement.exported_columns)
        return Prepared(
            str(compiled),
            list(compiled.positiontup) if compiled.positional else None,
            {
                name: (bound.value, _written(bound.type, dialect))
                for name, bound in compiled.binds.items()
            },
            {column.key: _read(column.type, dialect) for column in columns},
        )


class Prepared:
    """A statement in the words of one dialect.

    `order`: the names of its parameters by position, None where it names them. `bound`: what a
    parameter is unless it is given, and how it is written. `columns`: how each is read.
    """

    def __init__(
        self,
        sql: str,
        order: list[str] | None,
        bound: Mapping[str, tuple[Any, Processor | None]],
        columns: Mapping[str, Processor | None],
    ) -> None:
        self._sql = sql
        self._order = order
        self._constants = {
            name: write(value) if write else value for name, (value, write) in bound.items()
        }
        self._written = {name: write for name, (_, write) in bound.items() if write}
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
        """Execute once for each."""
        assert self._order is not None, "only SQLite's connection does this"
        driver.executemany(self._sql, [self._positions(values) for values in parameters])

    def _positions(self, parameters: Mapping[str, Any]) -> list[Any]:
        constants = self._constants
        return [parameters[n] if n in parameters else constants[n] for n in self._order or ()]

    def _values(self, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as the driver wants them
        values = dict(self._constants)
        for name, value in parameters.items():
            write = self._written.get(name)
            values[name] = write(value) if write else value
        return values if self._order is None else [values[name] for name in self._order]

    def _converted(self, row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for index, read in self._read:
            values[index] = read(values[index])
        return values


def _written(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _read(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    return kind.dialect_impl(dialect).result_processor(dialect, None)
