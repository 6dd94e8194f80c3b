from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from reqx.errors import NotFound, UsageError
from reqx.model.filters import JobFilter, RequirementFilter
from reqx.model.jobs import DocumentStatus, JobStatus
from reqx.store import Store, documents, jobs, requirements
from reqx.store.expressions import later
from reqx.store.schema import attempts
from reqx.store.schema import jobs as table
from tests import make

DAY = 86400.0


def finished(store: Store, status: JobStatus, days: float) -> int:
    """Return a job that has been in this state for so many days."""
    name = f"{status}-{days}.pdf"
    match status:
        case JobStatus.COMPLETED:
            document = make.completed(store, name, make.requirement(name))
            with store.read() as tx:
                job_id = jobs.latest(tx, [document.id])[document.id]
        case JobStatus.FAILED:
            job_id = make.failed(store, name)
        case _:
            job_id = make.job(store, name)
            with store.hold() as tx:
                jobs.cancel(tx, [job_id])
    with store.hold() as tx:
        statement = update(table).where(table.c.id == job_id).values(updated_at=later("ago"))
        tx.run(statement, {"ago": -days * DAY})
    return job_id


def kept(store: Store) -> list[int]:
    with store.read() as tx:
        ids = [row.id for row in tx.rows(select(table.c.id).order_by(table.c.id))]
        tried = tx.rows(select(attempts.c.job_id).distinct())
    assert {row.job_id for row in tried} <= set(ids)
    return ids


def prune(store: Store, which: JobFilter) -> list[int]:
    with store.hold() as tx:
        count = jobs.bulk.count(tx, jobs.PRUNE, which)
        batch = jobs.bulk.batch(tx, jobs.PRUNE, which)
    assert len(batch.ids) == count
    return batch.ids


def test_jobs_are_kept_as_long_as_their_status_says(store: Store) -> None:
    old = [finished(store, JobStatus.COMPLETED, 30.1), finished(store, JobStatus.CANCELLED, 7.1)]
    young = [finished(store, JobStatus.COMPLETED, 29.9), finished(store, JobStatus.CANCELLED, 6.9)]
    failed = finished(store, JobStatus.FAILED, 900)
    waiting = make.job(store, "a.pdf")
    assert prune(store, JobFilter()) == old
    assert kept(store) == [*young, failed, waiting]


def test_pruning_by_itself_follows_the_same_rule(store: Store) -> None:
    finished(store, JobStatus.COMPLETED, 30.1)
    finished(store, JobStatus.CANCELLED, 7.1)
    rest = [
        finished(store, JobStatus.COMPLETED, 29.9),
        finished(store, JobStatus.CANCELLED, 6.9),
        finished(store, JobStatus.FAILED, 900),
    ]
    with store.hold() as tx:
        assert jobs.prune_old(tx) == 2
        assert jobs.prune_old(tx) == 0
    assert kept(store) == rest


def test_pruning_by_itself_takes_no_more_than_its_limit(store: Store) -> None:
    for days in (31, 32, 33):
        finished(store, JobStatus.COMPLETED, days)
    finished(store, JobStatus.CANCELLED, 8)
    with store.hold() as tx:
        assert [jobs.prune_old(tx, 2) for _ in range(3)] == [2, 1, 0]
    # The newest stays.
    assert len(kept(store)) == 1


def test_an_age_that_is_given_holds_for_every_status(store: Store) -> None:
    old = [finished(store, JobStatus.COMPLETED, 3), finished(store, JobStatus.CANCELLED, 3)]
    young = finished(store, JobStatus.COMPLETED, 1)
    until = datetime.now(UTC) - timedelta(days=2)
    assert prune(store, JobFilter(until=until)) == old
    assert kept(store) == [young]


def test_a_beginning_alone_makes_nothing_younger_go(store: Store) -> None:
    finished(store, JobStatus.COMPLETED, 1)
    finished(store, JobStatus.COMPLETED, 60)
    old = finished(store, JobStatus.COMPLETED, 31)
    make.job(store)
    since = datetime.now(UTC) - timedelta(days=50)
    assert prune(store, JobFilter(since=since)) == [old]


def test_failed_jobs_go_when_they_are_named(store: Store) -> None:
    young, old = finished(store, JobStatus.FAILED, 0.1), finished(store, JobStatus.FAILED, 9)
    make.job(store)
    until = datetime.now(UTC) - timedelta(days=2)
    assert prune(store, JobFilter(statuses=(JobStatus.FAILED,), until=until)) == [old]
    assert prune(store, JobFilter(statuses=(JobStatus.FAILED,))) == [young]


def test_a_named_status_keeps_its_own_age(store: Store) -> None:
    finished(store, JobStatus.COMPLETED, 8)
    old = finished(store, JobStatus.CANCELLED, 8)
    make.job(store)
    statuses = (JobStatus.CANCELLED, JobStatus.COMPLETED)
    assert prune(store, JobFilter(statuses=statuses)) == [old]


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.PROCESSING])
def test_live_jobs_are_never_pruned(store: Store, status: JobStatus) -> None:
    with store.hold() as tx, pytest.raises(UsageError, match=f"{status} jobs are never pruned"):
        jobs.bulk.batch(tx, jobs.PRUNE, JobFilter(statuses=(JobStatus.FAILED, status)))


def test_a_live_job_is_not_pruned_by_its_id(store: Store) -> None:
    bad, waiting = make.failed(store), make.job(store, "a.pdf")
    with store.hold() as tx, pytest.raises(UsageError, match=f"job {waiting} is PENDING"):
        jobs.prune(tx, [bad, waiting])
    assert kept(store) == [bad, waiting]


def test_a_finished_job_is_pruned_by_its_id_whatever_its_age(store: Store) -> None:
    bad, waiting = make.failed(store), make.job(store, "a.pdf")
    with store.hold() as tx:
        jobs.prune(tx, [bad])
        with pytest.raises(NotFound):
            jobs.prune(tx, [bad])
    assert kept(store) == [waiting]


def test_what_a_pruned_job_gave_stays(store: Store) -> None:
    job_id = finished(store, JobStatus.COMPLETED, 31)
    make.job(store)
    with store.hold() as tx:
        jobs.prune(tx, [job_id])
        assert requirements.count(tx, RequirementFilter()) == 1
        assert documents.get(tx, 1).status is DocumentStatus.DONE
        assert len(list(documents.pages(tx, 1))) == 1
        assert tx.value(select(func.count()).select_from(attempts)) == 0


def test_the_newest_job_stays_so_that_its_number_is_not_given_again(store: Store) -> None:
    older, newest = make.failed(store, "a.pdf"), make.failed(store, "b.pdf")
    assert prune(store, JobFilter(statuses=(JobStatus.FAILED,))) == [older]
    with store.hold() as tx, pytest.raises(UsageError, match=f"job {newest} is the newest"):
        jobs.prune(tx, [newest])
    assert make.job(store, "c.pdf") > newest
    with store.hold() as tx:
        jobs.prune(tx, [newest])
