"""The only place that knows SQL: `connect(url)` gives the Store, whose transactions the verbs take.

Every verb is a function of a submodule with the Transaction first: `documents.add(tx, ...)`,
`jobs.claim(tx, ...)`. SQLite and PostgreSQL behave alike. No error of a driver or of SQLAlchemy
leaves the store: see `faults`.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from reqx.store import faults, revisions
from reqx.store.engine import open_engine, parse
from reqx.store.transaction import Transaction

__all__ = ["Store", "Transaction", "connect"]


def connect(url: str) -> "Store":
    """Return the store of a database URL: `sqlite:///path` or `postgresql://user@host/name`.

    A SQLite file is made (mode 0600) if absent; its folder must exist. A server is asked at the
    first use only. Raises ConfigurationError for a URL that reqx cannot use.
    """
    parsed = parse(url)
    return Store(open_engine(parsed), faults.safe(parsed))


class Store:
    """A database. `url_safe` is its URL with the password as ***.

    Any use may raise StoreUnavailable (no answer, locked), StorageError (disk), PermissionRefused.
    Threads may share a store, but not a transaction; a child process opens its own.
    """

    def __init__(self, engine: Engine, url_safe: str) -> None:
        self._engine = engine
        self.url_safe = url_safe

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
    def hold(self) -> Iterator[Transaction]:
        """Keep one connection for a loop, where each verb is its own transaction."""
        with self._engine.connect() as connection:
            yield Transaction(connection)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()
