"""Processes that make calls as fast as the database lets them, and what came of it."""

import multiprocessing
import time
from bisect import bisect_left
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import accumulate

from reqx.store import connect
from reqx.store.llm import pace
from reqx.store.llm.records import Endpoint

ENDPOINT = Endpoint("http://127.0.0.1/v1", "bench")
WINDOW_SECONDS = 60.0
CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Load:
    """So many processes, for so long; limits a minute (None: without), and the size of a call."""

    processes: int
    seconds: float
    requests: float | None
    tokens: float | None
    call_tokens: int


@dataclass(frozen=True, slots=True)
class Result:
    """What was let through, of what might have been: in all, and in the fullest minute."""

    calls: int
    ratio: float
    fullest: float
    shares: tuple[int, ...]
    asks: int


def measure(url: str, load: Load) -> Result:
    """Let the processes loose on an empty database."""
    with closing(connect(url)) as store:
        store.prepare()
        with store.hold() as tx:
            pace.set_limits(tx, ENDPOINT, requests=load.requests, tokens=load.tokens)
    # By then all processes have started.
    start_at = time.time() + 2.0
    with CONTEXT.Pool(load.processes) as pool:
        calls = [(url, start_at, load.seconds, load.call_tokens)] * load.processes
        lists = pool.starmap(take, calls, chunksize=1)
    return _result([one for one, _ in lists], sum(asks for _, asks in lists), load)


def take(url: str, start_at: float, seconds: float, tokens: int) -> tuple[list[float], int]:
    """Be let through again and again, waiting as long as told; return when, and how often asked."""
    taken: list[float] = []
    asks = 0
    end_at = start_at + seconds
    with closing(connect(url)) as store, store.hold() as tx:
        time.sleep(max(0.0, start_at - time.time()))
        while (now := time.time()) < end_at:
            asks += 1
            wait = pace.take(tx, ENDPOINT, tokens)
            if not wait:
                taken.append(time.time())
            time.sleep(min(wait, max(0.0, end_at - now)))
    return taken, asks


def _result(lists: Sequence[Sequence[float]], asks: int, load: Load) -> Result:
    times = sorted(at for one in lists for at in one)
    per_call, limit = _cost(load)
    allowed = limit * load.seconds / WINDOW_SECONDS
    return Result(
        len(times),
        len(times) * per_call / allowed,
        _fullest(times) * per_call / limit,
        tuple(map(len, lists)),
        asks,
    )


def _cost(load: Load) -> tuple[float, float]:
    """Return what a call takes of the tighter limit, and that limit."""
    costs = [
        (1.0, load.requests or float("inf")),
        (float(load.call_tokens), load.tokens or float("inf")),
    ]
    return max(costs, key=lambda cost: cost[0] / cost[1])


def _fullest(times: Sequence[float]) -> int:
    """Return the most calls in any window of a minute."""
    ends = (bisect_left(times, at + WINDOW_SECONDS) for at in times)
    return max(accumulate((end - start for start, end in enumerate(ends)), max), default=0)
