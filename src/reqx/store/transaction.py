"""What the verbs of the store talk to: one connection, in a transaction or between two."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Final, TypeVar, cast

from sqlalchemy import Connection, Executable, Row, RowMapping

from reqx.errors import ReqxError, StoreUnavailable
from reqx.store import faults, hot
from reqx.store.hot import Driver, Hot

T = TypeVar("T")

WRITE: Final = {"sqlite": "BEGIN IMMEDIATE", "postgresql": "BEGIN"}
"""On SQLite the write lock is taken at once: a reader that turns writer fails at once instead."""

READ: Final = {
    "sqlite": "BEGIN",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}

LOOP: Final = {
    "plan_cache_mode": "force_generic_plan",
    "enable_sort": "off",
    "enable_seqscan": "off",
    "lock_timeout": "'20s'",
}
"""PostgreSQL's settings for a loop: see `Transaction._set_up`."""
BEGIN_LOOP: Final = "; ".join(f"SET {name} = {value}" for name, value in LOOP.items())
END_LOOP: Final = "; ".join(f"RESET {name}" for name in LOOP)

Parameters = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None


class Transaction:
    """A connection in autocommit; `atomic` makes several statements one transaction.

    After the connection broke, the next statement outside a transaction opens it again.
    """

    def __init__(
        self, connection: Connection, *, is_notifying: bool = True, is_loop: bool = False
    ) -> None:
        self._connection = connection
        self._is_open = False
        self.is_notifying = is_notifying and connection.dialect.name == "postgresql"
        self.dialect = connection.dialect.name
        # What is set for a session would stay on a pooler's connection: where there is one,
        # REQX_NOTIFY is off.
        self._is_loop = is_loop and self.is_notifying
        self._connected: Any = None
        self._driver: Any = None
        self._driver_error: type[Exception] = connection.dialect.loaded_dbapi.Error

    @property
    def is_atomic(self) -> bool:
        """Whether a transaction is under way."""
        return self._is_open

    @property
    def connection(self) -> Connection:
        """SQLAlchemy's connection, for migrations."""
        return self._connection

    def run(self, statement: Executable, parameters: Parameters = None) -> int:
        """Execute, once for each set of parameters, and return the number of rows it touched."""
        return self._execute(statement, parameters).rowcount  # type: ignore[no-any-return]

    def hot(self, statement: Hot, parameters: Mapping[str, Any]) -> Sequence[Any]:
        """Return all rows of a statement of the hot path, as named tuples."""
        return self._ask(statement.rows, self._connection.dialect, parameters)

    def hot_many(self, statement: Hot, parameters: Sequence[Mapping[str, Any]]) -> None:
        """Run a statement of the hot path once for each set of parameters.

        They are written as the database wants them.
        """
        if parameters:
            self._ask(statement.run_many, self._connection.dialect, parameters)

    def hot_rows(self, statement: Hot, rows: Sequence[Sequence[Any]]) -> None:
        """Run a statement of the hot path once for each row of parameters.

        They are in the statement's order, an INSERT's in that of its columns, and as the database
        wants them: for the shortest rows and the most of them.
        """
        if rows:
            self._ask(statement.run_rows, self._connection.dialect, rows)

    def add(
        self, statement: Hot, found: Sequence[object], others: Mapping[str, Sequence[Any]]
    ) -> None:
        """Insert a row for each object: a column is a field of theirs, or one of the `others`.

        The values are as `model` has them.
        """
        if found:
            self._ask(statement.add, self._connection.dialect, found, others)

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
            self._say("COMMIT")
            is_committed = True
        finally:
            self._is_open = False
            if not is_committed:
                self._abandon()

    def _begin(self, begin: str) -> None:
        """Begin; a pooled connection that broke while nobody used it is replaced once."""
        self._recover()
        try:
            self._say(begin)
        except StoreUnavailable:
            if not self._connection.invalidated:
                raise
            self._recover()
            self._say(begin)
        self._is_open = True

    def _abandon(self) -> None:
        """Roll back; a connection that cannot even do that is thrown away."""
        try:
            if not self._connection.invalidated:
                self._say("ROLLBACK")
        except ReqxError:
            self._connection.invalidate()
        self._recover()

    def _recover(self) -> None:
        """Let SQLAlchemy connect again after the connection was lost."""
        if self._connection.invalidated:
            self._connection.rollback()

    def _execute(self, statement: Executable, parameters: Parameters) -> Any:  # noqa: ANN401 - CursorResult of any columns
        self._ensure()
        return self._connection.execute(statement, parameters)

    def _say(self, words: str) -> None:
        self._ask(_execute_words, words)

    def _ask(self, act: Callable[..., T], *arguments: Any) -> T:  # noqa: ANN401 - of any act
        """Let the driver do something; its errors leave as everywhere.

        A connection that broke is thrown away.
        """
        self._ensure()
        connected: Any = self._connection.connection.driver_connection
        try:
            if connected is not self._connected:
                self._set_up(connected)
            return act(self._driver, *arguments)
        except self._driver_error as error:
            if self._connection.dialect.is_disconnect(cast("Any", error), connected, None):
                self._connection.invalidate(error)
            raise faults.translated(error, self._connection.engine.url) from error

    def _set_up(self, connected: Any) -> None:  # noqa: ANN401 - a connection of either driver
        """Prepare a driver's connection that is new to this transaction, also for a loop.

        By itself PostgreSQL plans the claim each time: it takes the plan without the parameters
        for dearer, though it is the same; planning was half of the claim's time. A plan made once
        must also be good later: while a table is small or was never analyzed, PostgreSQL would
        rather read all of it, or sort all waiting jobs, than walk an index, and stay with that
        while the table grows. A row that somebody keeps locked is given up as a locked SQLite file
        is: the loop tries again.
        """
        self._driver = hot.driver(connected)
        if self._is_loop:
            self._driver.execute(BEGIN_LOOP)
        self._connected = connected

    def forget(self) -> None:
        """Leave the connection to its pool as it came; a broken one needs no such care."""
        if self._is_loop and self._connected is not None and not self._connection.invalidated:
            with suppress(ReqxError):
                self._say(END_LOOP)

    def _ensure(self) -> None:
        """Connect again after the connection was lost, unless that was inside a transaction."""
        if self._connection.invalidated:
            if self._is_open:
                raise StoreUnavailable("the connection to the database was lost")
            self._recover()


def _execute_words(driver: Driver, words: str) -> None:
    driver.execute(words)
