from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select

from reqx.errors import UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import DocumentStatus, JobStatus
from reqx.store import Store, Transaction, jobs
from reqx.store.expressions import NOW
from reqx.store.faults import Conflict
from reqx.store.jobs.bulk import Verb
from reqx.store.schema import documents as table
from reqx.store.schema import jobs as jobs_table
from tests import make
from tests.store import processes

MANY = 2_600


def queue_many(store: Store) -> list[int]:
    """Queue a job each for many documents of two projects, in turn; return the jobs' ids."""
    rows = [
        {
            "name": f"{number}.pdf",
            "fingerprint": make.sha256(str(number)),
            "media_type": "application/pdf",
            "size": 1,
            "status": DocumentStatus.WAITING,
            "requirements": 0,
            "warnings": (),
            "project": ("bridge", "tunnel")[number % 2],
        }
        for number in range(MANY)
    ]
    with store.begin() as tx:
        tx.run(insert(table).values(created_at=NOW), rows)
        ids = [row.id for row in tx.rows(select(table.c.id))]
        return sorted(jobs.enqueue(tx, ids, extractor="rules").values())


def batches(
    store: Store, verb: jobs.bulk.Verb, which: JobFilter, limit: int = jobs.bulk.BATCH
) -> Iterator[jobs.bulk.Batch]:
    after: int | None = 0
    with store.hold() as tx:
        while after is not None:
            batch = jobs.bulk.batch(tx, verb, which, after, limit)
            yield batch
            after = batch.cursor


def test_every_job_is_reached_a_thousand_at_a_time(store: Store) -> None:
    ids = queue_many(store)
    which = JobFilter(statuses=(JobStatus.PENDING,))
    with store.read() as tx:
        assert jobs.bulk.count(tx, jobs.CANCEL, which) == MANY
    done = list(batches(store, jobs.CANCEL, which))
    assert [len(batch.ids) for batch in done] == [1000, 1000, 600]
    assert [job_id for batch in done for job_id in batch.ids] == ids


def test_a_filter_by_project_reaches_every_job_of_it(store: Store) -> None:
    ids = queue_many(store)
    done = list(batches(store, jobs.CANCEL, JobFilter(project="bridge")))
    assert [job_id for batch in done for job_id in batch.ids] == ids[::2]


def test_a_full_last_batch_is_followed_by_an_empty_one(store: Store) -> None:
    for name in "ab":
        make.job(store, name)
    done = list(batches(store, jobs.CANCEL, JobFilter(), limit=1))
    assert [len(batch.ids) for batch in done] == [1, 1, 0]


def test_jobs_that_come_back_meanwhile_are_not_done_again(store: Store) -> None:
    for name in "ab":
        make.failed(store, name)
    seen = []
    for batch in batches(store, jobs.RETRY, JobFilter(), limit=1):
        seen += batch.ids
        with store.hold() as tx:
            jobs.cancel(tx, batch.ids)
    assert seen == [1, 2]


def test_a_job_whose_document_is_queued_meanwhile_is_passed_over(
    postgresql_store: Store,
) -> None:
    store = postgresql_store
    bad = make.failed(store, "a.pdf")
    other = make.failed(store, "b.pdf")
    with ThreadPoolExecutor(1) as pool:
        with store.begin() as tx:
            jobs.enqueue(tx, [1], extractor="rules")
            # It has looked before the commit, and waits for the key.
            waiting = pool.submit(lambda: list(batches(store, jobs.RETRY, JobFilter())))
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
        assert [batch.ids for batch in waiting.result(timeout=30)] == [[other]]
    with store.read() as tx:
        assert jobs.get(tx, bad).status is JobStatus.FAILED


def test_a_named_job_whose_document_is_queued_meanwhile_is_refused(postgresql_store: Store) -> None:
    store = postgresql_store
    bad = make.failed(store, "a.pdf")

    def retry() -> None:
        with store.hold() as tx:
            jobs.retry(tx, [bad])

    with ThreadPoolExecutor(1) as pool:
        with store.begin() as tx:
            jobs.enqueue(tx, [1], extractor="rules")
            waiting = pool.submit(retry)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
        with pytest.raises(UsageError, match="at the same moment"):
            waiting.result(timeout=30)


def test_a_batch_that_is_always_too_late_gives_up(store: Store) -> None:
    make.failed(store)
    tries = []

    def be_late(_tx: Transaction, ids: Sequence[int]) -> None:
        tries.append(ids)
        raise Conflict("the key is taken")

    late = replace(jobs.RETRY, do=be_late)
    with store.hold() as tx, pytest.raises(UsageError, match="at the same moment"):
        jobs.bulk.batch(tx, late, JobFilter())
    assert tries == [[1]] * jobs.bulk.TRIES


def test_a_job_named_twice_is_done_once(store: Store) -> None:
    job_id = make.job(store)
    with store.hold() as tx:
        assert jobs.cancel(tx, [job_id, job_id]) == 0
        assert jobs.count(tx, JobFilter(statuses=(JobStatus.CANCELLED,))) == 1


def test_jobs_cancelled_while_workers_drain_end_once(store: Store, url: str) -> None:
    for number in range(120):
        project = "bridge" if number % 2 else "tunnel"
        make.document(store, f"{number}.pdf", project=project)
        make.job(store, f"{number}.pdf")
    calls = [(url, part) for part in ("worker-1", "bridge", "worker-2", "bridge")]
    parts = processes.run(processes.drain_or_cancel, calls)
    with store.read() as tx:
        counts = jobs.counts(tx)
        (live,) = tx.rows(select(func.count()).where(jobs_table.c.claim_token.is_not(None)))
    assert counts[JobStatus.COMPLETED] + counts[JobStatus.CANCELLED] == 120
    assert counts[JobStatus.COMPLETED] >= 60
    assert live == (0,)
    assert {job_id for part in parts for job_id in part} == set(range(1, 121))


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        (jobs.CANCEL, JobStatus.COMPLETED),
        (jobs.RETRY, JobStatus.PENDING),
    ],
)
def test_a_status_that_a_verb_has_nothing_to_do_with_means_no_job(
    store: Store, verb: Verb, status: JobStatus
) -> None:
    """Not every job, as no status at all does."""
    make.completed(store)
    make.job(store, "b.pdf")
    with store.hold() as tx:
        which = JobFilter(statuses=(status,))
        assert jobs.bulk.count(tx, verb, which) == 0
        assert jobs.bulk.batch(tx, verb, which).ids == []
