"""What the processes of the tests do; each opens the database itself, as workers do."""

import multiprocessing
from collections.abc import Callable
from typing import Any, TypeVar

from reqx.model.jobs import Completed, Released
from reqx.store import Store, connect, documents, jobs
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
                jobs.settle(tx, claim, Completed(result), make.NO_WAIT)
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
        jobs.settle(tx, claim, Released(), make.NO_WAIT)
