import pytest

from reqx.errors import NotFound, UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import DocumentStatus, JobStatus, Released
from reqx.store import Store, documents, jobs
from tests import make


def cancel(store: Store, *ids: int) -> int:
    with store.hold() as tx:
        return jobs.cancel(tx, ids)


def status(store: Store, job_id: int) -> JobStatus:
    with store.read() as tx:
        return jobs.get(tx, job_id).status


def test_a_waiting_job_is_cancelled_at_once(store: Store) -> None:
    job_id = make.job(store)
    assert cancel(store, job_id) == 0
    assert status(store, job_id) is JobStatus.CANCELLED
    with store.hold() as tx:
        assert jobs.claim(tx, worker="w", slots=1, lease_seconds=60.0) == []


def test_a_cancelled_job_keeps_its_attempts(store: Store) -> None:
    job_id = make.job(store)
    with store.hold() as tx:
        jobs.settle(tx, [(make.claim(store), Released())], make.NO_WAIT)
        jobs.cancel(tx, [job_id])
        assert [attempt.outcome for attempt in jobs.history(tx, job_id)] == ["released"]


def test_a_running_job_s_worker_is_told_at_its_next_heartbeat(store: Store) -> None:
    make.job(store, "a.pdf")
    make.job(store, "b.pdf")
    claim, other = make.claim(store), make.claim(store)
    assert cancel(store, claim.job_id) == 1
    assert status(store, claim.job_id) is JobStatus.PROCESSING
    with store.hold() as tx:
        renewal = jobs.renew(tx, [claim, other], 60.0)
    assert renewal.cancelled == {claim.token}


def test_a_finished_job_is_not_cancelled(store: Store) -> None:
    waiting, bad = make.job(store, "a.pdf"), make.failed(store)
    with pytest.raises(UsageError, match=f"job {bad} is FAILED: only PENDING and PROCESSING"):
        cancel(store, waiting, bad)
    assert status(store, waiting) is JobStatus.PENDING


def test_a_job_is_not_cancelled_twice(store: Store) -> None:
    job_id = make.job(store)
    cancel(store, job_id)
    with pytest.raises(UsageError, match="is CANCELLED"):
        cancel(store, job_id)


def test_an_unknown_job_is_not_cancelled(store: Store) -> None:
    with pytest.raises(NotFound, match="job 999 "):
        cancel(store, make.job(store), 999)


def test_a_document_is_what_it_was_before_the_cancelled_job(store: Store) -> None:
    document = make.completed(store, "a.pdf")
    cancel(store, make.job(store, "a.pdf"))
    with store.read() as tx:
        assert documents.get(tx, document.id).status is DocumentStatus.DONE


def test_a_filter_cancels_what_is_live_and_not_yet_told(store: Store) -> None:
    make.failed(store)
    make.job(store, "a.pdf")
    running = make.claim(store).job_id
    told = make.job(store, "told.pdf")
    make.claim(store)
    waiting = make.job(store, "b.pdf")
    cancel(store, told)
    with store.hold() as tx:
        assert jobs.bulk.count(tx, jobs.CANCEL, JobFilter()) == 2
        batch = jobs.bulk.batch(tx, jobs.CANCEL, JobFilter())
    assert (batch.ids, batch.running) == ([running, waiting], 1)


def test_a_job_asked_to_end_twice_keeps_the_first_time(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    assert [cancel(store, claim.job_id), cancel(store, claim.job_id)] == [1, 1]
