"""SQL that differs between the databases, said once: the database's clock, and membership."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from sqlalchemy import BigInteger, Boolean, ColumnElement, Float, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType

from reqx.store.columns import Instant, Several

SQLITE_NOW = (
    "(CAST(strftime('%s', 'now') AS INTEGER) * 1000"
    " + CAST(substr(strftime('%f', 'now'), 4) AS INTEGER))"
)


class Now(FunctionElement[datetime]):
    """The database's clock at the start of the statement; workers' clocks are not trusted."""

    type = Instant()
    inherit_cache = True


class Later(FunctionElement[datetime]):
    """The database's clock plus a number of seconds."""

    type = Instant()
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


def later(name: str) -> Later:
    """Return now plus the parameter `name`, in seconds; NULL when that is None."""
    return Later(bindparam(name, type_=Float()))


def among(column: ColumnElement[Any], name: str) -> Among:
    """Return "the column is in the list", the list being the parameter `name`."""
    return Among(column, bindparam(name, type_=_several(column)))


def is_in(column: ColumnElement[Any], values: Sequence[Any]) -> Among:
    """Return "the column is in `values`"."""
    return Among(column, bindparam(None, list(values), type_=_several(column)))


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


@compiles(Among)
def _among(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} = ANY ({values}))"


@compiles(Among, "sqlite")
def _among_sqlite(element: Among, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({values})))"  # noqa: S608 - compiled SQL
