"""Enqueue and drain, durable and not, against the floor and the published queues."""

import time
from collections.abc import Iterator
from functools import partial

from bench import laps
from bench.report import Bar, Row, compared
from bench.rig import REQX, Rig

BULK = 10_000
PAGES = "pages of 1,000"
WHOLE = "10,000 in one call"
DURABLE = {"on": "durable", "off": "not durable"}


def enqueue(rig: Rig) -> Iterator[Row]:
    """One by one, in pages, and all at once; each returns the ids."""
    many = {"postgresql": 0.75, "sqlite": 0.5}[rig.kind]
    one = {"on": 0.85, "off": 0.65}
    for sync, words in DURABLE.items():
        found = laps.run(
            ("floor", partial(_enqueued, rig, rig.floor(), sync)),
            {"reqx": partial(_enqueued, rig, REQX, sync)},
            rig.repeat,
        )
        label = (rig.kind, f"enqueue one by one, {words}", "jobs/s")
        yield from compared(found, label, "one", [Bar(one[sync], "floor")])
        for key, how in (("many", PAGES), ("whole", WHOLE)):
            label = (rig.kind, f"enqueue {how}, {words}", "jobs/s")
            yield from compared(found, label, key, [Bar(many, "floor")])


def drain(rig: Rig) -> Iterator[Row]:
    """Jobs that do nothing, by one process: 10 slots, and on PostgreSQL 1 and 100 slots."""
    for sync, words in DURABLE.items():
        least = {"postgresql": {"on": 0.6, "off": 0.5}, "sqlite": {"on": 0.4, "off": 0.4}}
        bars = [Bar(least[rig.kind][sync], "floor"), *_peer_bars(rig)]
        yield from _drained(rig, sync, 10, f"drain, 10 slots, {words}", bars)
    if rig.kind == "postgresql":
        bars = [Bar(0.8, "floor")]
        yield from _drained(rig, "on", 1, "drain, 1 slot, against fused:1, durable", bars)
        bars = [Bar(0.4, "floor"), Bar(1.2, "PgQueuer")]
        yield from _drained(rig, "off", 100, "drain, 100 slots, not durable", bars)


def _peer_bars(rig: Rig) -> list[Bar]:
    if rig.kind == "sqlite":
        return [Bar(2.0, "huey")]
    return [Bar(1.2, "PgQueuer"), Bar(5.0, "Procrastinate")]


def _drained(rig: Rig, sync: str, slots: int, what: str, bars: list[Bar]) -> Iterator[Row]:
    wanted = {bar.against for bar in bars}
    floor = rig.floor("FusedNow" if slots == 1 else "Floor")
    found = laps.run(
        ("floor", partial(rig.drain, floor, sync, slots)),
        {"reqx": partial(rig.drain, REQX, sync, slots)},
        rig.repeat,
        peers={
            name: partial(rig.drain, spec, sync, slots)
            for name, spec in rig.peers.items()
            if name in wanted
        },
    )
    yield from compared(found, (rig.kind, what, "jobs/s"), "rate", bars)


def _enqueued(rig: Rig, spec: str, sync: str) -> laps.Figures:
    rates = rig.enqueue_rates(spec, sync)
    with rig.started(spec, sync) as (contestant, _):
        contestant.enqueue_one(0)
        begun = time.monotonic()
        contestant.enqueue_many(range(1, BULK + 1))
        return rates | {"whole": BULK / (time.monotonic() - begun)}
