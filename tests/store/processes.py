"""What the processes of the tests do; each opens the database itself, as workers do."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from reqx.model.filters import JobFilter
from reqx.model.jobs import Completed, JobStatus, Released
from reqx.store import Store, Transaction, connect, documents, jobs, rates
from tests import make

T = TypeVar("T")

CONTEXT = multiprocessing.get_context("spawn")


def run(target: Callable[..., T], calls: list[tuple[Any, ...]]) -> list[T]:
    """Run a call in a process of its own each, all at once; raise what any of them raises."""
    with CONTEXT.Pool(len(calls)) as pool:
        results = pool.starmap_async(target, calls, chunksize=1).get(timeout=120)
        pool.close()
        pool.join()
    return results


def prepare(url: str) -> tuple[str | None, str]:
    store = connect(url)
    try:
        store.prepare()
        return store.schema()
    finally:
        store.close()


def drain(url: str, worker: str) -> list[int]:
    """Claim and complete jobs until none is due; return their ids."""
    store = connect(url)
    try:
        return _drain(store, worker)
    finally:
        store.close()


def _drain(store: Store, worker: str) -> list[int]:
    done = []
    with store.hold() as tx:
        while claims := jobs.claim(tx, worker=worker, slots=3, lease_seconds=60.0):
            for claim in claims:
                result = make.extraction(make.requirement(f"Shall {claim.document}."))
                make.settle(tx, claim, Completed(result))
                done.append(claim.job_id)
    return done


def write(url: str, process: str, turns: int) -> int:
    """Do `turns` rounds of four write transactions; return how many."""
    store = connect(url)
    try:
        for turn in range(turns):
            _write(store, f"{process}-{turn}.pdf", process)
    finally:
        store.close()
    return turns


def _write(store: Store, name: str, worker: str) -> None:
    with store.begin() as tx:
        document, _ = documents.add(tx, make.new_document(name))
    with store.begin() as tx:
        (job_id,) = jobs.enqueue(tx, [document.id], extractor="rules").values()
    with store.hold() as tx:
        (claim,) = jobs.claim(tx, worker=worker, slots=1, lease_seconds=60.0, only=[job_id])
        make.settle(tx, claim, Released())


def turn_over(url: str, worker: str, limit: int, turns: int) -> int:
    """Claim and give back, until the limit was reached and so many times more.

    Return the most jobs that ran at once, by all workers.
    """
    store = connect(url)
    give_up_at = time.monotonic() + 15.0
    most = 0
    try:
        with store.hold() as tx:
            while turns > 0 and time.monotonic() < give_up_at:
                claims = jobs.claim(tx, worker=worker, slots=2, lease_seconds=60.0)
                most = max(most, jobs.counts(tx)[JobStatus.PROCESSING])
                jobs.settle(tx, [(claim, Released()) for claim in claims], make.NO_WAIT)
                turns -= most >= limit
    finally:
        store.close()
    return most


def take(url: str, rate: str, seconds: float) -> int:
    """Take one at a time from the rate's bucket, for so long; return how many."""
    store = connect(url)
    give_up_at = time.monotonic() + seconds
    taken = 0
    try:
        with store.hold() as tx:
            while time.monotonic() < give_up_at:
                wait = rates.take(tx, rate)
                taken += not wait
                time.sleep(min(wait, seconds / 20))
    finally:
        store.close()
    return taken


def drain_or_cancel(url: str, part: str) -> list[int]:
    """Drain as the worker of this name, or cancel what is live of the project; return the ids."""
    if part.startswith("worker"):
        return drain(url, part)
    store = connect(url)
    try:
        with store.hold() as tx:
            return list(_cancel(tx, JobFilter(project=part)))
    finally:
        store.close()


def _cancel(tx: Transaction, which: JobFilter) -> Iterator[int]:
    for _ in range(20):
        after: int | None = 0
        while after is not None:
            batch = jobs.bulk.batch(tx, jobs.CANCEL, which, after, 7)
            yield from batch.ids
            after = batch.cursor
