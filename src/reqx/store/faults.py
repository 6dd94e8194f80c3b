"""Database errors become errors of reqx here, and nowhere else.

The driver's code decides, never its words: the primary result code of SQLite, the SQLSTATE of
PostgreSQL (a failed connection has none). Passwords stay out of every message.
"""

import sqlite3

from sqlalchemy import URL, Engine, event
from sqlalchemy.engine import ExceptionContext

from reqx.errors import (
    ConfigurationError,
    PermissionRefused,
    ReqxError,
    SchemaOutdated,
    StorageError,
    StoreError,
    StoreUnavailable,
)

CHECK_URL = "Check REQX_DATABASE_URL, and that the database server runs and accepts the user."
CHECK_LOCK = "Another program holds the database; try again when it is done."
CHECK_RIGHTS = "Check who owns the database and what this user may do with it."
CHECK_FOLDER = "Check who owns the file and its folder: SQLite writes beside its file."
CHECK_MOUNT = "Mount the file system for writing, or point REQX_DATABASE_URL at another one."
CHECK_DISK = "Check the free space and the health of the disk."
CHECK_COPY = (
    "Stop the workers and restore a copy; `PRAGMA integrity_check` in the sqlite3 shell, or the"
    " server's log, tells what is damaged."
)
MOVE_FILE = "Move it away, or point REQX_DATABASE_URL at another file."
MOVE_DATABASE = (
    "Put it on a disk of this machine (REQX_DATABASE_URL=sqlite:///path/to/file.db), or use"
    " PostgreSQL."
)
CHECK_SCHEMA = "Run `reqx db upgrade`, or point REQX_DATABASE_URL at a database of reqx."


class Conflict(StoreError):
    """A row breaks a rule of the schema, such as a key that is taken."""


Fault = tuple[type[ReqxError], str, str]
"""The class, the words after the database's name, and the hint."""

AWAY: Fault = (StoreUnavailable, "does not answer", CHECK_URL)
LOCKED: Fault = (StoreUnavailable, "is locked", CHECK_LOCK)
DISK: Fault = (StorageError, "cannot be written or read", CHECK_DISK)
RIGHTS: Fault = (PermissionRefused, "refuses access", CHECK_RIGHTS)
RIGHTS_HERE: Fault = (PermissionRefused, "refuses access", CHECK_FOLDER)
SCHEMA: Fault = (SchemaOutdated, "has not the tables of this version of reqx", CHECK_SCHEMA)
NO_DATABASE: Fault = (SchemaOutdated, "is a file, but not a database", MOVE_FILE)
NO_LOG: Fault = (
    ConfigurationError,
    "lies where SQLite's write-ahead log does not work, such as a network file system",
    MOVE_DATABASE,
)
DAMAGED: Fault = (StorageError, "is damaged", CHECK_COPY)
BROKEN_RULE: Fault = (Conflict, "refused a row", "")
OTHER: Fault = (StoreError, "gave an error", "")

SQLITE: dict[int, Fault] = {
    sqlite3.SQLITE_ERROR: SCHEMA,  # the statements are fixed, so a table or column is missing
    sqlite3.SQLITE_PERM: RIGHTS_HERE,
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_READONLY: RIGHTS_HERE,
    sqlite3.SQLITE_IOERR: DISK,
    sqlite3.SQLITE_IOERR_SHMLOCK: NO_LOG,
    sqlite3.SQLITE_IOERR_SHMMAP: NO_LOG,
    sqlite3.SQLITE_IOERR_SHMOPEN: NO_LOG,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_FULL: DISK,
    sqlite3.SQLITE_CANTOPEN: RIGHTS_HERE,  # a missing folder was found by `engine` before
    sqlite3.SQLITE_PROTOCOL: LOCKED,
    sqlite3.SQLITE_CONSTRAINT: BROKEN_RULE,
    sqlite3.SQLITE_AUTH: RIGHTS_HERE,
    sqlite3.SQLITE_NOTADB: NO_DATABASE,
}
"""By result code, or its low byte, the primary code (https://sqlite.org/rescode.html)."""

POSTGRESQL: dict[str, Fault] = {
    "08": AWAY,
    "23": BROKEN_RULE,
    "25006": RIGHTS,  # a read-only server
    "25P03": AWAY,  # the server ended a transaction that stood still, with its connection
    "25P04": AWAY,
    "28": (StoreUnavailable, "refuses the user or the password", CHECK_URL),
    "3D": (StoreUnavailable, "does not exist", CHECK_URL),
    "3F": SCHEMA,
    "40": LOCKED,  # deadlock, serialisation
    "42501": RIGHTS,
    "42703": SCHEMA,
    "42P01": SCHEMA,
    "53": AWAY,
    "53100": DISK,
    "55P03": LOCKED,
    "57": AWAY,
    "58": DISK,
    "XX": DISK,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
}
"""By SQLSTATE or its class, its first two characters (PostgreSQL manual, appendix A)."""


def install(engine: Engine, url: URL) -> None:
    """Make every error of the engine's connections leave as an error of reqx."""

    @event.listens_for(engine, "handle_error")
    def _translate(context: ExceptionContext) -> ReqxError | None:
        error = context.original_exception
        # An interrupt stays what it is.
        return translated(error, url) if isinstance(error, Exception) else None


def translated(error: Exception, url: URL) -> ReqxError:
    """Return the error of reqx for an error of the driver at the database of this URL."""
    kind, words, hint = _fault(error)
    reason = " ".join(str(error).split())
    secret = _secret(url)
    if secret:
        reason = reason.replace(secret, "***")
    return kind(f"the database {safe(url)} {words}: {reason}", hint=hint)


def safe(url: URL) -> str:
    """Return the URL as text, the password as ***."""
    return url.difference_update_query(["password"]).render_as_string(hide_password=True)


def _secret(url: URL) -> str | None:
    """Return the URL's password, wherever it stands."""
    return url.password or str(url.query.get("password", "")) or None


def _fault(error: Exception) -> Fault:
    """Judge by the driver's code."""
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0)
        return SQLITE.get(code) or SQLITE.get(code & 0xFF, OTHER)
    if not hasattr(error, "sqlstate"):
        return OTHER
    state = error.sqlstate
    if state is None:
        return AWAY if type(error).__name__ == "OperationalError" else OTHER
    return POSTGRESQL.get(state) or POSTGRESQL.get(state[:2], OTHER)
