from datetime import UTC, datetime, timedelta

import pytest

from reqx.errors import NotFound, TimedOut, Unreadable, UsageError
from reqx.model.filters import JobFilter, Window
from reqx.model.jobs import DocumentStatus, Failure, JobStatus
from reqx.store import Store, documents, jobs
from tests import make


def failed(store: Store, name: str = "bad.pdf", error: str = "the file is damaged") -> int:
    job_id = make.job(store, name)
    with store.hold() as tx:
        (claim,) = jobs.claim(tx, worker="w", slots=1, lease_seconds=60.0, only=[job_id])
        jobs.settle(tx, claim, Failure(Unreadable(error)), make.NO_WAIT)
    return job_id


def found(store: Store, which: JobFilter) -> list[int]:
    """Return the ids that every way of asking for jobs agrees on."""
    with store.read() as tx:
        page, _ = jobs.find(tx, which, Window(sort="id"))
        ids = list(jobs.ids(tx, which))
        assert [job.id for job in page] == ids
        assert jobs.count(tx, which) == len(ids)
    return ids


def test_an_empty_filter_means_every_job(store: Store) -> None:
    assert [make.job(store, "a.pdf"), failed(store)] == found(store, JobFilter())


def test_jobs_are_filtered_by_what_they_are(store: Store) -> None:
    bad, low = failed(store), make.job(store, "low.pdf", priority=-5)
    assert found(store, JobFilter(statuses=(JobStatus.FAILED,))) == [bad]
    assert found(store, JobFilter(ids=(low, 999))) == [low]
    assert found(store, JobFilter(priority_min=0)) == [bad]
    assert found(store, JobFilter(statuses=(JobStatus.COMPLETED, JobStatus.PENDING))) == [low]


def test_jobs_are_filtered_by_their_document(store: Store) -> None:
    document = make.document(store, "b.pdf", project="bridge")
    make.job(store, "a.pdf")
    job_id = make.job(store, "b.pdf")
    assert found(store, JobFilter(document_ids=(document.id,))) == [job_id]
    assert found(store, JobFilter(project="bridge")) == [job_id]
    assert found(store, JobFilter(project="bridge", document_ids=(999,))) == []


def test_an_error_is_found_by_any_part_in_any_case(store: Store) -> None:
    job_id = failed(store, "a.pdf", "Page 3 is 100% DAMAGED_x")
    failed(store, "b.pdf", "Page 3 is 100 damagedyx")
    for part in ("PAGE 3 is 100%", "damaged_X", "% d"):
        assert found(store, JobFilter(error=part)) == [job_id]


def test_jobs_are_filtered_by_their_last_change(store: Store) -> None:
    job_id = failed(store)
    with store.read() as tx:
        changed = jobs.get(tx, job_id).updated_at
    second = timedelta(seconds=1)
    assert found(store, JobFilter(since=changed - second, until=changed + second)) == [job_id]
    assert found(store, JobFilter(since=changed + second)) == []
    assert found(store, JobFilter(until=changed - second)) == []


def test_a_retried_job_starts_afresh_and_keeps_its_history(store: Store) -> None:
    job_id = failed(store)
    with store.begin() as tx:
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
    assert (document.status, document.error_message) == (DocumentStatus.WAITING, None)


def test_a_retried_job_has_its_full_budget(store: Store) -> None:
    job_id = make.job(store, max_attempts=1)
    with store.hold() as tx:
        jobs.settle(tx, make.claim(store), Failure(TimedOut("slow")), make.NO_WAIT)
        jobs.retry(tx, [job_id])
    claim = make.claim(store)
    assert (claim.attempts, claim.attempt, claim.crashes) == (1, 2, 0)


def test_a_job_that_did_not_fail_is_not_retried(store: Store) -> None:
    bad, waiting = failed(store), make.job(store, "a.pdf")
    with pytest.raises(UsageError, match=f"job {waiting} is PENDING"), store.begin() as tx:
        jobs.retry(tx, [bad, waiting])
    assert found(store, JobFilter(statuses=(JobStatus.FAILED,))) == [bad]


def test_an_unknown_job_is_not_retried(store: Store) -> None:
    bad = failed(store)
    with pytest.raises(NotFound, match="job 999 "), store.begin() as tx:
        jobs.retry(tx, [bad, 999])


def test_a_job_is_not_retried_beside_a_live_one(store: Store) -> None:
    bad = failed(store, "a.pdf")
    live = make.job(store, "a.pdf", extractor="other")
    with pytest.raises(UsageError, match=f"has job {live} in the queue"), store.begin() as tx:
        jobs.retry(tx, [bad])


def test_two_jobs_of_a_document_are_not_retried_together(store: Store) -> None:
    both = [failed(store, "a.pdf"), failed(store, "a.pdf")]
    with pytest.raises(UsageError, match=f"job {both[1]} cannot"), store.begin() as tx:
        jobs.retry(tx, both)


def test_ids_come_in_batches_without_holes(store: Store) -> None:
    with store.begin() as tx:
        ids = [documents.add(tx, make.new_document(f"{n}.pdf"))[0].id for n in range(2001)]
        created = jobs.enqueue(tx, ids, extractor="rules")
        assert list(jobs.ids(tx, JobFilter())) == sorted(created.values())
