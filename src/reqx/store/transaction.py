"""What the verbs of the store talk to: one connection, in a transaction or between two."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Executable, Row, RowMapping

from reqx.errors import ReqxError, StoreUnavailable

WRITE: Final = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}
"""On SQLite the write lock is taken at once: a reader that turns writer fails at once instead."""

READ: Final = {
    "sqlite": "BEGIN",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class Transaction:
    """A connection in autocommit; `atomic` makes several statements one transaction.

    After the connection broke, the next statement outside a transaction opens it again.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_open = False
        self.dialect = connection.dialect.name

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection, for migrations."""
        return self._connection

    def run(self, statement: Executable, parameters: Parameters = None) -> int:
        """Execute, once for each set of parameters, and return the number of rows it touched."""
        return self._execute(statement, parameters).rowcount  # type: ignore[no-any-return]

    def rows(self, statement: Executable, parameters: Parameters = None) -> Sequence[Row[Any]]:
        """Return all rows."""
        return self._execute(statement, parameters).all()  # type: ignore[no-any-return]

    def records(self, statement: Executable, parameters: Parameters = None) -> Sequence[RowMapping]:
        """Return all rows as mappings by column name."""
        return self._execute(statement, parameters).mappings().all()  # type: ignore[no-any-return]

    def value(self, statement: Executable, parameters: Parameters = None) -> Any:  # noqa: ANN401 - the column's type
        """Return the first column of the first row, None without a row."""
        return self._execute(statement, parameters).scalar()

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """Make the statements inside one write transaction, or part of the one under way."""
        if self._is_open:
            yield
            return
        with self._between(WRITE[self.dialect]):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let the statements inside see one state of the database."""
        with self._between(READ[self.dialect]):
            yield

    @contextmanager
    def _between(self, begin: str) -> Iterator[None]:
        self._begin(begin)
        is_committed = False
        try:
            yield
            self._connection.exec_driver_sql("COMMIT")
            is_committed = True
        finally:
            self._is_open = False
            if not is_committed:
                self._abandon()

    def _begin(self, begin: str) -> None:
        """Begin; a pooled connection that broke while nobody used it is replaced once."""
        self._recover()
        try:
            self._connection.exec_driver_sql(begin)
        except StoreUnavailable:
            if not self._connection.invalidated:
                raise
            self._recover()
            self._connection.exec_driver_sql(begin)
        self._is_open = True

    def _abandon(self) -> None:
        """Roll back; a connection that cannot even do that is thrown away."""
        try:
            if not self._connection.invalidated:
                self._connection.exec_driver_sql("ROLLBACK")
        except ReqxError:
            self._connection.invalidate()
        self._recover()

    def _recover(self) -> None:
        """Let SQLAlchemy connect again after the connection was lost."""
        if self._connection.invalidated:
            self._connection.rollback()

    def _execute(self, statement: Executable, parameters: Parameters) -> Any:  # noqa: ANN401 - CursorResult of any columns
        if self._connection.invalidated:
            if self._is_open:
                raise StoreUnavailable("the connection to the database was lost")
            self._recover()
        return self._connection.execute(statement, parameters)
