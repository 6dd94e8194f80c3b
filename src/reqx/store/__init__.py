"""The only place that knows SQL: `connect(url)` gives the Store, whose transactions the verbs take.

Every verb is a function of a submodule with the Transaction first: `documents.add(tx, ...)`,
`jobs.claim(tx, ...)`. SQLite and PostgreSQL behave alike. No error of a driver or of SQLAlchemy
leaves the store: see `faults`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from reqx.store import faults, revisions
from reqx.store.engine import open_engine, parse
from reqx.store.llm import tables as _llm_tables  # noqa: F401 - `schema.metadata` has all tables
from reqx.store.transaction import Transaction

if TYPE_CHECKING:
    from reqx.store.bell import Bell

__all__ = ["Store", "Transaction", "connect"]


def connect(url: str, *, is_notifying: bool = True, synchronous: str = "full") -> "Store":
    """Return the store of a database URL: `sqlite:///path` or `postgresql://user@host/name`.

    A SQLite file is made (mode 0600) if absent; its folder must exist. A server is asked at the
    first use only. Raises ConfigurationError for a URL that reqx cannot use.

    `is_notifying`: whether PostgreSQL wakes idle workers. `synchronous`, of SQLite: "full", or
    "normal", with which a loss of power may drop the last commits.
    """
    parsed = parse(url)
    return Store(open_engine(parsed, synchronous), is_notifying=is_notifying)


class Store:
    """A database. `url_safe` is its URL with the password as ***.

    Any use may raise StoreUnavailable (no answer, locked), StorageError (disk), PermissionRefused.
    Threads may share a store, but not a transaction; a child process opens its own.
    """

    def __init__(self, engine: Engine, *, is_notifying: bool) -> None:
        self._engine = engine
        self._is_notifying = is_notifying
        self.url_safe = faults.safe(engine.url)

    def prepare(self) -> None:
        """Make sure the schema is this version's: one SELECT when it is.

        An empty database gets the schema. An older one on SQLite is upgraded, on PostgreSQL it is
        SchemaOutdated, since other workers may use it; so is a newer or a foreign one.
        """
        with self.hold() as tx:
            revisions.prepare(tx, self.url_safe)

    def upgrade(self) -> str:
        """Bring the schema to this version's revision, and return that."""
        with self.hold() as tx:
            return revisions.upgrade(tx, self.url_safe)

    def schema(self) -> tuple[str | None, str]:
        """Return the database's revision, None for an empty database, and this version's."""
        with self.hold() as tx:
            return revisions.current(tx), revisions.HEAD

    def is_foreign(self) -> bool:
        """Return whether the database holds tables of another program, and none of ours."""
        with self.hold() as tx:
            return revisions.is_foreign(tx)

    def is_current(self, tx: Transaction) -> bool:
        """Return whether the schema is (still) this version's: one SELECT, outside a transaction.

        A worker that runs on asks now and then: an upgrade does not wait for it.
        """
        return revisions.is_current(tx)

    def listen(self) -> "Bell | None":
        """Return a bell that rings when jobs are queued; None where none does, and on SQLite."""
        if not self._is_notifying or self._engine.dialect.name != "postgresql":
            return None
        from reqx.store.bell import Bell  # noqa: PLC0415 - psycopg, which SQLite does without

        return Bell(self._engine)

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """Give one write transaction: commit on success, roll back on an exception."""
        with self.hold() as tx, tx.atomic():
            yield tx

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Give one read snapshot: all statements see the same state, and none may write."""
        with self.hold() as tx, tx.snapshot():
            yield tx

    @contextmanager
    def hold(self, *, is_loop: bool = False) -> Iterator[Transaction]:
        """Keep one connection, where each verb is its own transaction.

        `is_loop`: the same few statements come again and again; PostgreSQL plans them once.
        """
        with self._engine.connect() as connection:
            tx = Transaction(connection, is_notifying=self._is_notifying, is_loop=is_loop)
            try:
                yield tx
            finally:
                tx.forget()

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()
