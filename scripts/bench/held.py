"""A snapshot held elsewhere stops the vacuum: the same drains with it and without."""

from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module

import psycopg

from bench import laps
from bench.report import Bar, Row, compared
from bench.rig import REQX, Rig, checked

LEGS, LEG = 3, 10_000
LEG_SECONDS = 15.0


def held(rig: Rig) -> Iterator[Row]:
    """30,000 jobs in three legs; the last leg meets what the first two left behind."""
    if rig.kind == "sqlite":
        return
    found = laps.run(
        ("unheld", lambda: _legs(rig, REQX, is_held=False)),
        {"reqx": lambda: _legs(rig, REQX, is_held=True)},
        rig.repeat,
    )
    for key, words in (("last", "the last 10,000 of 30,000"), ("all", "all 30,000")):
        label = (rig.kind, f"drain, 10 slots, under a held snapshot, {words}", "jobs/s")
        yield from compared(found, label, key, [Bar(0.7, "unheld")])


def _legs(rig: Rig, spec: str, *, is_held: bool) -> laps.Figures:
    drain = import_module("contest").drain
    seconds = []
    with rig.started(spec, "off") as (contestant, uri), ExitStack() as stack:
        if is_held:
            reader = stack.enter_context(psycopg.connect(uri))
            reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            reader.execute("SELECT count(*) FROM pg_class")
        for _ in range(LEGS):
            waiting = rig.preload(contestant, LEG)
            found = drain(spec, uri, "off", 10, 1, LEG_SECONDS, waiting)
            seconds.append(LEG / checked(found)["rate"])
    return {"last": LEG / seconds[-1], "all": LEGS * LEG / sum(seconds)}
