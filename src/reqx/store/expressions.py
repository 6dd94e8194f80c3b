"""SQL that differs between the databases, said once: the clock, membership, rows as a parameter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
    true,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine

from reqx.store.columns import Instant, Json, Several

SQLITE_NOW = "CAST((julianday('now') - 2440587.5) * 86400000.0 + 0.5 AS INTEGER)"
"""Milliseconds since 1970: SQLite keeps whole ones, and gives them as a fraction of days."""


class Now(FunctionElement[datetime]):
    """The database's clock at the start of the statement; workers' clocks are not trusted."""

    type = Instant()
    inherit_cache = True


class Later(FunctionElement[datetime]):
    """The database's clock plus a number of seconds."""

    type = Instant()
    inherit_cache = True


class SecondsSince(FunctionElement[int]):
    """How long ago an instant was, in whole seconds."""

    type = Integer()
    inherit_cache = True


class Among(FunctionElement[bool]):
    """Whether a column's value is in a list given as one parameter."""

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:
        """Stay as it is: SQLAlchemy's "= 1" around it would hide the column from the index."""
        del against
        return self


NOW = Now()


def later(seconds: str | ColumnElement[float]) -> Later:
    """Return now plus `seconds`, a parameter's name or a column; NULL when that is NULL."""
    if isinstance(seconds, str):
        return Later(bindparam(seconds, type_=Float()))
    return Later(seconds)


def among(column: ColumnElement[Any], name: str) -> Among:
    """Return "the column is in the list", the list being the parameter `name`."""
    return Among(column, bindparam(name, type_=_several(column)))


def is_in(column: ColumnElement[Any], values: Sequence[Any]) -> Among:
    """Return "the column is in `values`"."""
    return Among(column, bindparam(None, list(values), type_=_several(column)))


def given(dialect: str, parameter: str, fields: Mapping[str, TypeEngine[Any]]) -> FromClause:
    """Return a table of the rows in one parameter: a JSON array of objects with these fields.

    One statement and one parameter for any number of rows. Join it together with `narrowed`.
    """
    rows = bindparam(parameter, type_=Json())
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 - see `dialects`

        columns = [column(name, kind) for name, kind in fields.items()]
        table = func.jsonb_to_recordset(cast(rows, JSONB)).table_valued(*columns)
        return table.render_derived(parameter, with_types=True)
    each = func.json_each(rows).table_valued("value")
    fields_of_each = [
        type_coerce(func.json_extract(each.c.value, f"$.{name}"), kind).label(name)
        for name, kind in fields.items()
    ]
    return select(*fields_of_each).subquery(parameter)


def narrowed(dialect: str, column: ColumnElement[Any], parameter: str) -> ColumnElement[bool]:
    """Return "the column is in the list", for a join of that column with `given` rows.

    PostgreSQL guesses a hundred rows there, whatever there is, and would read a whole table; the
    list tells it. SQLite would go through rows times list, so there it says nothing.
    """
    return among(column, parameter) if dialect == "postgresql" else true()


def _several(column: ColumnElement[Any]) -> Several:
    return Several(Text if issubclass(column.type.python_type, str) else BigInteger)


@compiles(Now)
def _now(element: Now, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401, ARG001 - SQLAlchemy's signature
    # statement_timestamp, not now: the latter stands still in a long transaction.
    return "statement_timestamp()"


@compiles(Now, "sqlite")
def _now_sqlite(element: Now, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401, ARG001 - SQLAlchemy's signature
    return SQLITE_NOW


@compiles(Later)
def _later(element: Later, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    seconds = compiler.process(element.clauses, **options)
    return f"statement_timestamp() + make_interval(secs => {seconds})"


@compiles(Later, "sqlite")
def _later_sqlite(element: Later, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    seconds = compiler.process(element.clauses, **options)
    return f"{SQLITE_NOW} + CAST({seconds} * 1000 AS INTEGER)"


@compiles(SecondsSince)
def _seconds_since(element: SecondsSince, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    instant = compiler.process(element.clauses, **options)
    return f"CAST(floor(extract(epoch FROM statement_timestamp() - {instant})) AS INTEGER)"


@compiles(SecondsSince, "sqlite")
def _seconds_since_sqlite(
    element: SecondsSince,
    compiler: SQLCompiler,
    **options: Any,  # noqa: ANN401 - SQLAlchemy's signature
) -> str:
    instant = compiler.process(element.clauses, **options)
    return f"(({SQLITE_NOW} - {instant}) / 1000)"


@compiles(Among)
def _among(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} = ANY ({values}))"


@compiles(Among, "sqlite")
def _among_sqlite(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({values})))"  # noqa: S608 - compiled SQL
