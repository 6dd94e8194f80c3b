"""SQLite's write-ahead log: turned on where it works, refused where it does not.

Readers and the writer do not wait for each other with it. It needs memory that all processes of
the file share, which network file systems do not have (https://sqlite.org/wal.html); some take the
pragma and fail at the first write, hence the probe.
"""

import sqlite3
import time

from reqx.errors import ConfigurationError
from reqx.store import faults
from reqx.store.revisions import VERSION_TABLE

LOCK_SECONDS = 20.0
"""How long SQLite waits for another process's write."""


def turn_on(connection: sqlite3.Connection, name: str) -> None:
    """Make the file `name` use the log; another program's file is left as it is.

    Raises ConfigurationError where the log cannot work.
    """
    # Of several processes opening a new file, all but one wait; the busy timeout does not cover it.
    give_up_at = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            _turn_on(connection, name)
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > give_up_at:
                raise
            time.sleep(0.02)
        else:
            return


def _turn_on(connection: sqlite3.Connection, name: str) -> None:
    if _answer(connection, "PRAGMA journal_mode") == "wal" or _is_foreign(connection):
        return
    if _answer(connection, "PRAGMA journal_mode = WAL") != "wal":
        raise ConfigurationError(f"the database {name} {faults.NO_LOG[1]}", hint=faults.NO_LOG[2])
    _probe(connection)


def _probe(connection: sqlite3.Connection) -> None:
    """Write through the log, changing nothing: the number is the one that stands there."""
    connection.execute("BEGIN IMMEDIATE")
    number = _answer(connection, "PRAGMA user_version")
    connection.execute(f"PRAGMA user_version = {number}")
    connection.execute("COMMIT")


def _is_foreign(connection: sqlite3.Connection) -> bool:
    # Reading finds out, too, that a file is no database: as long as nothing has been written.
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = {name for (name,) in rows}
    return bool(names) and VERSION_TABLE not in names


def _answer(connection: sqlite3.Connection, pragma: str) -> object:
    (answer,) = connection.execute(pragma).fetchone()
    return answer
