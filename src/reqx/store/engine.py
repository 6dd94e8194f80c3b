"""Opens a database by URL, and sets up each connection the way the store needs it.

Connections are in autocommit: `Transaction` says BEGIN itself, since a transaction that the driver
begins on SQLite starts as a reader and fails when it turns writer, whatever the timeout.
"""

import errno
import logging
import os
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from reqx.errors import (
    ConfigurationError,
    PermissionRefused,
    ReqxError,
    StorageError,
    StoreUnavailable,
)
from reqx.store import faults, journal

SCHEMES = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
URL_FORMS = "Set REQX_DATABASE_URL to sqlite:///path/to/file.db or postgresql://user@host/database."
OLDEST_SQLITE = (3, 35)
"""The first with RETURNING."""

SYNCHRONOUS = ("full", "normal")
"""What `PRAGMA synchronous` may be. normal: a loss of power may drop the last commits."""

REFUSALS: dict[int, tuple[type[ReqxError], str]] = {
    errno.EACCES: (PermissionRefused, faults.CHECK_FOLDER),
    errno.EPERM: (PermissionRefused, faults.CHECK_FOLDER),
    errno.EROFS: (PermissionRefused, faults.CHECK_MOUNT),
    errno.ENOENT: (StoreUnavailable, faults.CHECK_URL),
    errno.ENOTDIR: (StoreUnavailable, faults.CHECK_URL),
    errno.EISDIR: (StoreUnavailable, faults.CHECK_URL),
}
"""What keeps a SQLite file from being opened, and what to do about it; else it is the disk."""

POSTGRESQL_DEFAULTS = {
    "connect_timeout": "10",
    "application_name": "reqx",
    # A server that is gone without a word (its machine died, a firewall forgot the connection) is
    # noticed within half a minute; the system's own defaults take from 15 minutes to two hours.
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}


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


def open_engine(url: URL, synchronous: str) -> Engine:
    """Return the engine; a SQLite file is made when absent, nothing else is touched yet.

    `synchronous` is one of `SYNCHRONOUS`, for SQLite.
    """
    is_file = url.drivername == "sqlite"
    engine = _open_sqlite(url, synchronous) if is_file else _open_postgresql(url)
    faults.install(engine, url)
    return engine


def _open_postgresql(url: URL) -> Engine:
    # What it warns of comes as an error too; without a handler Python would print it.
    logging.getLogger("psycopg").addHandler(logging.NullHandler())
    defaults = {k: v for k, v in POSTGRESQL_DEFAULTS.items() if k not in url.query}
    return create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        connect_args=defaults,
        max_overflow=-1,
        use_native_hstore=False,  # saves a query on each connection
    )


def _open_sqlite(url: URL, synchronous: str) -> Engine:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise ConfigurationError(f"SQLite {sqlite3.sqlite_version} is too old: reqx needs 3.35")
    _make_file(Path(url.database or ""), faults.safe(url))
    engine = create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": journal.LOCK_SECONDS},
        max_overflow=-1,
    )
    event.listen(engine, "connect", _set_up(faults.safe(url), synchronous))
    return engine


def _make_file(path: Path, name: str) -> None:
    """Make the file if absent, for its owner only: SQLite would follow the umask."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _refusal(error, name) from error


def _refusal(error: OSError, name: str) -> ReqxError:
    kind, hint = REFUSALS.get(error.errno or 0, (StorageError, faults.CHECK_DISK))
    return kind(f"the database {name} cannot be opened: {error.strerror}", hint=hint)


def _set_up(name: str, synchronous: str) -> Callable[[sqlite3.Connection, object], None]:
    """Return what makes a connection durable, strict, and its lower() alike PostgreSQL's."""

    def set_up(connection: sqlite3.Connection, _record: object) -> None:
        with ExitStack() as on_error:
            on_error.callback(connection.close)
            connection.create_function("lower", 1, _lower, deterministic=True)
            connection.execute("PRAGMA foreign_keys = ON")
            # Of a new file: each commit writes whole pages to the log, three for a job.
            connection.execute("PRAGMA page_size = 2048")
            connection.execute(f"PRAGMA synchronous = {synchronous}")
            # 8 MB of those pages. To move 2 MB at a time into the file took 8 % of the CPU time in
            # which the keys of likenesses were stored.
            connection.execute("PRAGMA wal_autocheckpoint = 4000")
            journal.turn_on(connection, name)
            on_error.pop_all()

    return set_up


def _lower(text: str | None) -> str | None:
    # SQLite's own lower() knows ASCII letters only.
    return None if text is None else text.lower()
