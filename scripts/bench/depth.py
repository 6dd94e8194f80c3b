"""Large tables: the same drain beside many rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module

from bench import laps, stock
from bench.adapter import Reqx
from bench.databases import database
from bench.report import Bar, Row, compared
from bench.rig import REQX, Rig, checked
from reqx.store import jobs

FEW, MANY, PAST = 2_500, 100_000, 1_000_000


def depth(rig: Rig) -> Iterator[Row]:
    """Drain beside 100,000 pending jobs, and beside 1,000,000 finished ones.

    Not durable and one job at a time, where the search for the next job weighs most.
    """
    with (
        filled(rig, "empty", FEW, 0) as empty,
        filled(rig, "pending", MANY, 0) as pending,
        filled(rig, "finished", FEW, PAST) as finished,
    ):
        found = laps.run(
            ("empty table", partial(_drained, rig, empty, FEW)),
            {
                "100,000 pending": partial(_drained, rig, pending, MANY),
                "1,000,000 finished": partial(_drained, rig, finished, FEW),
            },
            rig.repeat,
        )
        least = {"100,000 pending": 0.8, "1,000,000 finished": 0.9}
        if rig.kind == "sqlite":
            least["1,000,000 finished"] = 0.7
        for rival, limit in least.items():
            label = (rig.kind, f"drain, 1 slot, beside {rival}", "jobs/s")
            yield from compared(found, label, "rate", [Bar(limit, "empty table")], rival)


@contextmanager
def filled(rig: Rig, name: str, pending: int, finished: int) -> Iterator[Reqx]:
    """Give a contestant in a database of its own with so many jobs."""
    with database(rig.uri, name) as uri:
        contestant = Reqx(uri)
        contestant.documents = max(finished, 2 * pending)
        try:
            contestant.setup()
            if finished:
                stock.add_finished(uri, finished)
            top_up(contestant, pending)
            yield contestant
        finally:
            contestant.close()


def top_up(contestant: Reqx, wanted: int) -> None:
    """Let so many jobs wait."""
    with contestant.store.hold() as tx:
        waiting = jobs.pending(tx).due
    contestant.enqueue_more(wanted - waiting)
    stock.tidy(contestant.uri)


def _drained(rig: Rig, contestant: Reqx, wanted: int) -> laps.Figures:
    top_up(contestant, wanted)
    drain = import_module("contest").drain
    # Its count of lost jobs is for an empty table.
    found = drain(REQX, contestant.uri, "off", 1, 1, rig.seconds, wanted)
    return checked(found | {"lost": 0})
