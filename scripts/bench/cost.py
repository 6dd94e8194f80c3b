"""What a job costs PostgreSQL: round trips, commits and bytes of write-ahead log."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from bench.report import Bar, Row, alone
from bench.rig import REQX, Rig

JOBS, SLOTS = 5_000, 10
COUNTERS = """
    SELECT xact_commit, pg_current_wal_insert_lsn() - '0/0'
    FROM pg_stat_database WHERE datname = current_database()"""


def cost(rig: Rig) -> Iterator[Row]:
    """Drain 5,000 jobs with 10 slots in this process, and read the server's counters.

    The log of the whole server is read: on one that others use, too, the figure is too large.
    """
    if rig.kind == "sqlite":
        return
    _checkpoint(rig.uri)
    with rig.started(REQX, "on", documents=JOBS) as (contestant, uri):
        rig.preload(contestant, JOBS)
        before = _counters(uri)
        with statements() as seen:
            contestant.drain(SLOTS)
        # A connection reports its counters when it closes.
        contestant.close()
        commits, wal = (
            after - earlier for after, earlier in zip(_counters(uri), before, strict=True)
        )
    figures = (
        ("round trips", len(seen), None),
        ("commits", commits, Bar(1 + 1 / SLOTS, is_ceiling=True)),
        ("bytes of write-ahead log", wal, Bar(2048, is_ceiling=True)),
    )
    for what, number, bar in figures:
        label = (rig.kind, f"drain, {SLOTS} slots, durable: {what}", "a job")
        yield alone([number / JOBS], label, bar)


@contextmanager
def statements() -> Iterator[list[object]]:
    """Give a list to which every statement that psycopg sends is added: a round trip each.

    Counted at the driver, since the queue's hot statements do not go through SQLAlchemy.
    """
    seen: list[object] = []
    execute = psycopg.Cursor.execute

    def counted(cursor: Any, query: Any, *rest: Any, **options: Any) -> Any:  # noqa: ANN401 - psycopg's signature
        seen.append(query)
        return execute(cursor, query, *rest, **options)

    psycopg.Cursor.execute = counted  # type: ignore[assignment]
    try:
        yield seen
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]


def _checkpoint(uri: str) -> None:
    """Let none come by itself soon: the first change of a page after one logs the whole page."""
    with psycopg.connect(uri, autocommit=True) as connection:
        connection.execute("CHECKPOINT")


def _counters(uri: str) -> tuple[float, float]:
    """Return the commits in this database, and the bytes of log of the whole server."""
    with psycopg.connect(uri, autocommit=True) as connection:
        row = connection.execute(COUNTERS).fetchone()
    assert row is not None
    return float(row[0]), float(row[1])
