"""The reqx command, with numbered points at which it kills itself: `python -m trials.launcher ...`.

A point is a moment before or after a database statement (BEGIN and COMMIT included), a sync or a
rename of a file. The heartbeat, which comes when it comes, counts its own: REQX_FAULT="main:12"
kills at the twelfth point of all else, "heartbeat:2" at its second. Without it the run goes to its
end and says on stderr how many points there were.
"""

import os
import signal
import sqlite3
import sqlite3.dbapi2
import sys
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import psycopg

FAULT = "REQX_FAULT"


class Points:
    """Counts, and kills the process at the one it was told."""

    def __init__(self, deadly: str) -> None:
        self.reached: Counter[str] = Counter()
        self._deadly = deadly
        self._lock = threading.Lock()

    def reach(self) -> None:
        with self._lock:
            name = "heartbeat" if threading.current_thread().name == "heartbeat" else "main"
            self.reached[name] += 1
            if f"{name}:{self.reached[name]}" == self._deadly:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return the call with a point before and one after it."""

        def counted(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - any call's
            self.reach()
            result = call(*arguments, **options)
            self.reach()
            return result

        return counted

    def watch(self) -> None:
        """Put points around what reaches the disk or the database, in the drivers themselves."""
        for name in ("fsync", "rename"):
            setattr(os, name, self.around(getattr(os, name)))
        for name in ("execute", "executemany"):
            setattr(psycopg.Cursor, name, self.around(getattr(psycopg.Cursor, name)))
        connect = partial(sqlite3.connect, factory=_counted(self))
        sqlite3.connect = sqlite3.dbapi2.connect = connect  # type: ignore[assignment]


def _counted(points: Points) -> type[sqlite3.Connection]:
    """Return connections whose cursors have points: those of the C module cannot be changed."""

    class Cursor(sqlite3.Cursor):
        execute = points.around(sqlite3.Cursor.execute)
        executemany = points.around(sqlite3.Cursor.executemany)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:  # noqa: ANN401 - a cursor of the factory
            return super().cursor(factory)

    return Connection


def main() -> None:
    from reqx.__main__ import main as reqx  # noqa: PLC0415 - the children have no use for it

    points = Points(os.environ.get(FAULT, ""))
    points.watch()
    try:
        reqx()
    finally:
        for name, count in points.reached.items():
            sys.stderr.write(f"points {name} {count}\n")


if __name__ == "__main__":
    main()
