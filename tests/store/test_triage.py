from datetime import timedelta

from reqx.model.filters import JobFilter, Window
from reqx.model.jobs import JobStatus
from reqx.store import Store, jobs
from tests import make


def found(store: Store, which: JobFilter) -> list[int]:
    """Return the ids that finding and counting agree on."""
    with store.read() as tx:
        page, _ = jobs.find(tx, which, Window(sort="id"))
        assert jobs.count(tx, which) == len(page)
    return [job.id for job in page]


def test_an_empty_filter_means_every_job(store: Store) -> None:
    assert [make.job(store, "a.pdf"), make.failed(store)] == found(store, JobFilter())


def test_jobs_are_filtered_by_what_they_are(store: Store) -> None:
    bad, low = make.failed(store), make.job(store, "low.pdf", priority=-5)
    assert found(store, JobFilter(ids=(low, 999))) == [low]
    assert found(store, JobFilter(priority_min=0)) == [bad]


def test_jobs_are_filtered_by_their_status(store: Store) -> None:
    bad, waiting, running = make.failed(store), make.job(store, "a.pdf"), make.job(store, "b.pdf")
    with store.hold() as tx:
        jobs.claim(tx, worker="w", slots=1, lease_seconds=60.0, only=[running])
    assert found(store, JobFilter(statuses=(JobStatus.FAILED,))) == [bad]
    assert found(store, JobFilter(statuses=(JobStatus.PROCESSING,))) == [running]
    assert found(store, JobFilter(statuses=(JobStatus.PENDING, JobStatus.FAILED))) == [bad, waiting]
    assert found(store, JobFilter(statuses=(JobStatus.COMPLETED,))) == []
    assert found(store, JobFilter(statuses=tuple(JobStatus))) == [bad, waiting, running]


def test_jobs_are_filtered_by_their_document(store: Store) -> None:
    document = make.document(store, "b.pdf", project="bridge")
    make.job(store, "a.pdf")
    job_id = make.job(store, "b.pdf")
    assert found(store, JobFilter(document_ids=(document.id,))) == [job_id]
    assert found(store, JobFilter(project="bridge")) == [job_id]
    assert found(store, JobFilter(project="bridge", statuses=(JobStatus.PENDING,))) == [job_id]
    assert found(store, JobFilter(project="bridge", document_ids=(999,))) == []


def test_an_error_is_found_by_any_part_in_any_case(store: Store) -> None:
    job_id = make.failed(store, "a.pdf", "Page 3 is 100% DAMAGED_x")
    make.failed(store, "b.pdf", "Page 3 is 100 damagedyx")
    for part in ("PAGE 3 is 100%", "damaged_X", "% d"):
        assert found(store, JobFilter(error=part)) == [job_id]


def test_jobs_are_filtered_by_their_last_change(store: Store) -> None:
    job_id = make.failed(store)
    with store.read() as tx:
        changed = jobs.get(tx, job_id).updated_at
    second = timedelta(seconds=1)
    assert found(store, JobFilter(since=changed - second, until=changed + second)) == [job_id]
    assert found(store, JobFilter(since=changed + second)) == []
    assert found(store, JobFilter(until=changed - second)) == []


def test_running_jobs_are_found_by_their_status(store: Store) -> None:
    running, _ = make.job(store, "a.pdf"), make.job(store, "b.pdf")
    make.claim(store)
    assert found(store, JobFilter(statuses=(JobStatus.PROCESSING,))) == [running]
