"""Opens a database by URL, and sets up each connection the way the store needs it.

Connections are in autocommit: `Transaction` says BEGIN itself, since a transaction that the driver
begins on SQLite starts as a reader and fails when it turns writer, whatever the timeout.
"""

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from reqx.errors import ConfigurationError, PermissionRefused, StorageError, StoreUnavailable
from reqx.store import faults

SCHEMES = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
URL_FORMS = "Set REQX_DATABASE_URL to sqlite:///path/to/file.db or postgresql://user@host/database."
OLDEST_SQLITE = (3, 35)
"""The first with RETURNING."""

LOCK_SECONDS = 20.0
"""How long SQLite waits for another process's write."""

POSTGRESQL_DEFAULTS = {"connect_timeout": "10", "application_name": "reqx"}


def parse(text: str) -> URL:
    """Return the URL with its driver; ConfigurationError when reqx cannot use it."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        # Without its cause, which may quote a password.
        raise ConfigurationError("the database URL cannot be read", hint=URL_FORMS) from None
    scheme = SCHEMES.get(url.drivername)
    if scheme is None:
        raise ConfigurationError(
            f"reqx has no database '{url.drivername}' (in {faults.safe(url)})", hint=URL_FORMS
        )
    if scheme == "sqlite" and (url.database in (None, "", ":memory:") or url.query):
        raise ConfigurationError("the SQLite URL must be a file and nothing more", hint=URL_FORMS)
    return url.set(drivername=scheme)


def open_engine(url: URL) -> Engine:
    """Return the engine; a SQLite file is made when absent, nothing else is touched yet."""
    engine = _open_sqlite(url) if url.drivername == "sqlite" else _open_postgresql(url)
    faults.install(engine, url)
    return engine


def _open_postgresql(url: URL) -> Engine:
    defaults = {k: v for k, v in POSTGRESQL_DEFAULTS.items() if k not in url.query}
    return create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        connect_args=defaults,
        max_overflow=-1,
        use_native_hstore=False,  # saves a query on each connection
    )


def _open_sqlite(url: URL) -> Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise ConfigurationError(f"SQLite {sqlite3.sqlite_version} is too old: reqx needs 3.35")
    _make_file(Path(url.database or ""), faults.safe(url))
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": LOCK_SECONDS},
        max_overflow=-1,
    )
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _make_file(path: Path, name: str) -> None:
    """Make the file if absent, for its owner only: SQLite would follow the umask."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except PermissionError as error:
        raise PermissionRefused(
            f"the database {name} may not be opened: {error.strerror}", hint=faults.CHECK_RIGHTS
        ) from error
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise StoreUnavailable(
            f"the database {name} cannot be opened: {error.strerror}", hint=faults.CHECK_URL
        ) from error
    except OSError as error:
        raise StorageError(
            f"the database {name} cannot be opened: {error.strerror}", hint=faults.CHECK_DISK
        ) from error


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's record
    """Make a connection durable, strict, and alike PostgreSQL in what lower() means."""
    connection.create_function("lower", 1, _lower, deterministic=True)
    connection.execute("PRAGMA foreign_keys = ON")
    _use_wal(connection)
    connection.execute("PRAGMA synchronous = FULL")


def _lower(text: str | None) -> str | None:
    # SQLite's own lower() knows ASCII letters only.
    return None if text is None else text.lower()


def _use_wal(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on; of several processes opening a new file, all but one wait.

    The busy timeout does not cover this change, hence the loop.
    """
    give_up_at = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > give_up_at:
                raise
            time.sleep(0.02)
        else:
            return
