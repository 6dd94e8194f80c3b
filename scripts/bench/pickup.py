"""How long an idle worker takes to start a job: from the return of the enqueue."""

from collections.abc import Iterator
from importlib import import_module

from bench import laps
from bench.adapter import Polling
from bench.report import Bar, Row, alone, compared
from bench.rig import POLLING, REQX, Rig

JOBS = 60
SETTLING_SECONDS = 2.5
"""For a worker to start and to find nothing."""


def pickup(rig: Rig) -> Iterator[Row]:
    """Woken by NOTIFY, against a bare LISTEN; and polling, against the interval."""
    if rig.kind == "postgresql":
        yield from _notified(rig)
    yield from _polled(rig)


def _notified(rig: Rig) -> Iterator[Row]:
    found = laps.run(
        ("floor", lambda: _waits(rig, rig.floor("Listen"), gap=0.06)),
        {"reqx": lambda: _waits(rig, REQX, gap=0.06)},
        rig.repeat,
    )
    for key, most in (("p50", 1.5), ("p99", 3.0)):
        label = (rig.kind, f"pick-up when idle, NOTIFY, {key}", "ms")
        yield from compared(found, label, key, [Bar(most, "floor", is_ceiling=True)])


def _polled(rig: Rig) -> Iterator[Row]:
    # Jobs come at random times, four intervals apart: each finds the worker idle.
    interval = Polling.interval
    waits = [_waits(rig, POLLING, gap=4 * interval)["p50"] for _ in range(rig.repeat)]
    shares = [wait / 1000 / interval for wait in waits]
    what = f"pick-up when idle, polling every {interval:g} s, p50"
    yield alone(shares, (rig.kind, what, "intervals"), Bar(0.6, is_ceiling=True))


def _waits(rig: Rig, spec: str, *, gap: float) -> laps.Figures:
    contest = import_module("contest")
    count = min(JOBS, round(12 / gap))
    with rig.started(spec, "on") as (contestant, uri):
        found = contest.latency(
            spec, uri, "on", contestant.enqueue_one, count, gap, SETTLING_SECONDS
        )
    return {"p50": found["p50"], "p99": found["p99"]}
