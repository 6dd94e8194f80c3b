from datetime import UTC, datetime, timedelta
from select import select

import pytest

from reqx.errors import NotFound, TimedOut, UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import DocumentStatus, Failure, JobStatus
from reqx.store import Store, documents, jobs
from tests import make

ALL = JobFilter()


def status(store: Store, job_id: int) -> JobStatus:
    with store.read() as tx:
        return jobs.get(tx, job_id).status


def test_a_retried_job_starts_afresh_and_keeps_its_history(store: Store) -> None:
    job_id = make.failed(store)
    with store.hold() as tx:
        jobs.retry(tx, [job_id])
        job, document = jobs.get(tx, job_id), documents.get(tx, 1)
        assert len(jobs.history(tx, job_id)) == 1
    assert (job.status, job.attempts, job.error, job.error_class) == (
        JobStatus.PENDING,
        0,
        None,
        None,
    )
    assert job.scheduled_at <= datetime.now(UTC) + timedelta(seconds=5)
    assert document.status is DocumentStatus.WAITING


def test_a_retried_job_has_its_full_budget(store: Store) -> None:
    job_id = make.job(store, max_attempts=1)
    with store.hold() as tx:
        jobs.settle(tx, [(make.claim(store), Failure(TimedOut("slow")))], make.NO_WAIT)
        jobs.retry(tx, [job_id])
    claim = make.claim(store)
    assert (claim.attempts, claim.attempt, claim.crashes) == (1, 2, 0)


def test_a_cancelled_job_is_retried(store: Store) -> None:
    job_id = make.job(store)
    with store.hold() as tx:
        jobs.cancel(tx, [job_id])
        jobs.retry(tx, [job_id])
    assert make.claim(store).job_id == job_id


def test_a_job_that_did_not_fail_is_not_retried(store: Store) -> None:
    bad, waiting = make.failed(store), make.job(store, "a.pdf")
    with pytest.raises(UsageError, match=f"job {waiting} is PENDING"), store.hold() as tx:
        jobs.retry(tx, [bad, waiting])
    assert status(store, bad) is JobStatus.FAILED


def test_an_unknown_job_is_not_retried(store: Store) -> None:
    bad = make.failed(store)
    with pytest.raises(NotFound, match="job 999 "), store.hold() as tx:
        jobs.retry(tx, [bad, 999])
    assert status(store, bad) is JobStatus.FAILED


def test_a_job_is_not_retried_beside_a_live_one(store: Store) -> None:
    bad, live = make.failed(store, "a.pdf"), make.job(store, "a.pdf")
    with pytest.raises(UsageError, match=f"has job {live} in the queue"), store.hold() as tx:
        jobs.retry(tx, [bad])
    assert status(store, bad) is JobStatus.FAILED


def test_a_live_job_of_another_extractor_is_in_nobody_s_way(store: Store) -> None:
    bad = make.failed(store, "a.pdf")
    make.job(store, "a.pdf", extractor="llm")
    with store.hold() as tx:
        jobs.retry(tx, [bad])
    assert status(store, bad) is JobStatus.PENDING


def test_two_jobs_of_a_document_are_not_retried_together(store: Store) -> None:
    both = [make.failed(store, "a.pdf"), make.failed(store, "a.pdf")]
    with pytest.raises(UsageError, match=f"job {both[1]} cannot"), store.hold() as tx:
        jobs.retry(tx, both)


def test_a_filter_retries_the_newest_job_of_a_document_only(store: Store) -> None:
    make.failed(store, "a.pdf")
    newest = make.failed(store, "a.pdf")
    make.failed(store, "done.pdf")
    make.completed(store, "done.pdf")
    with store.hold() as tx:
        assert jobs.bulk.count(tx, jobs.RETRY, ALL) == 1
        assert jobs.bulk.batch(tx, jobs.RETRY, ALL).ids == [newest]


def test_a_filter_retries_beside_a_newer_job_of_another_extractor(store: Store) -> None:
    bad = make.failed(store, "a.pdf")
    make.job(store, "a.pdf", extractor="llm")
    with store.hold() as tx:
        assert jobs.bulk.batch(tx, jobs.RETRY, ALL).ids == [bad]


def test_retrying_rings_for_the_workers(postgresql_store: Store) -> None:
    bad = make.failed(postgresql_store)
    bell = postgresql_store.listen()
    assert bell is not None
    with bell, postgresql_store.hold() as tx:
        jobs.retry(tx, [bad])
        assert select([bell], [], [], 10.0)[0]
        assert bell.drain()
