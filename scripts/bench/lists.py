"""What an operator asks of large tables: 1,000,000 finished jobs and 100,000 pending ones."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

from bench.adapter import Reqx, url_of
from bench.depth import FEW, MANY, PAST, filled
from bench.report import Bar, Row, alone
from bench.rig import Rig
from reqx.model.filters import JobFilter, Window
from reqx.model.jobs import JobStatus
from reqx.store import Transaction, jobs

ASKED = 7
"""How often each is asked."""

ROWS = f"{MANY + PAST:,} rows"


def lists(rig: Rig) -> Iterator[Row]:
    """The first page of `jobs list`, and `stats`: the store's verbs, and the commands' share."""
    with filled(rig, "few", FEW, 0) as few, filled(rig, "many", MANY, PAST) as many:
        yield from _verbs(rig, many)
        for words in ("jobs list", "stats"):
            # No bar: most of it is the start of Python, whose noise is larger than the answer.
            more = [full - bare for full, bare in _command_pairs(words, many, few)]
            label = (rig.kind, f"`reqx {words}`, {ROWS}: more than with {FEW:,}", "ms")
            yield alone(more, label, None)


def _verbs(rig: Rig, contestant: Reqx) -> Iterator[Row]:
    failed = JobFilter(statuses=(JobStatus.FAILED,))
    asks: dict[str, tuple[Callable[[Transaction], object], float]] = {
        "jobs list, first page": (lambda tx: jobs.find(tx, JobFilter(), Window()), 50.0),
        "jobs list --status FAILED": (lambda tx: jobs.find(tx, failed, Window()), 50.0),
        "stats": (jobs.stats, 250.0),
    }
    for what, (ask, limit) in asks.items():
        bar = Bar(limit, is_ceiling=True)
        yield alone(_times(contestant, ask), (rig.kind, f"{what}, {ROWS}", "ms"), bar)


def _times(contestant: Reqx, ask: Callable[[Transaction], object]) -> list[float]:
    times = []
    with contestant.store.hold() as tx:
        for _ in range(ASKED):
            begun = time.perf_counter()
            ask(tx)
            times.append((time.perf_counter() - begun) * 1000)
    return times


def _command_pairs(words: str, *contestants: Reqx) -> Iterator[tuple[float, ...]]:
    """Yield the times of the whole command on each of these, in turn."""
    for _ in range(ASKED):
        yield tuple(_command_ms(words, contestant.uri) for contestant in contestants)


def _command_ms(words: str, uri: str) -> float:
    command = [sys.executable, "-m", "reqx", *words.split(), "--json"]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"REQX_HOME": home, "REQX_DATABASE_URL": url_of(uri)}
        begun = time.perf_counter()
        subprocess.run(command, env=environment, capture_output=True, check=True)
        return (time.perf_counter() - begun) * 1000
