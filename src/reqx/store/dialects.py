"""Statements that the databases have in words of their own: made for the one that is in use.

So a command pays for one database only: to import SQLAlchemy's words for PostgreSQL takes 30 ms.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Index, MetaData, Table

T = TypeVar("T")


class ByDialect(dict[str, T]):
    """What `make` gives for a dialect's name, made when it is first asked for."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, dialect: str) -> T:
        """Make it, and keep it."""
        made = self[dialect] = self._make(dialect)
        return made


def insert(dialect: str, table: Table) -> Any:  # noqa: ANN401 - each dialect has an Insert of its own
    """Return the dialect's INSERT, which can say what is to be done on a conflict."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - see the module docstring

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite  # noqa: PLC0415 - see the module docstring

    return sqlite.insert(table)


def complete(metadata: MetaData) -> None:
    """Give tables and indexes what PostgreSQL alone takes: it is in their `info`.

    For who makes tables, or compares them. To check it, SQLAlchemy imports its words for
    PostgreSQL; who works with the tables can do without.
    """
    for table in metadata.tables.values():
        of_table: list[Table | Index] = [table, *table.indexes]
        for one in of_table:
            one.kwargs.update(one.info)
