from datetime import UTC, datetime, timedelta

from reqx.model.jobs import JobStatus
from reqx.store import Store, jobs
from reqx.store.jobs import Pending
from tests import make


def test_an_empty_queue_counts_nothing(store: Store) -> None:
    with store.read() as tx:
        assert jobs.counts(tx) == dict.fromkeys(JobStatus, 0)
        assert jobs.pending(tx) == Pending(due=0, running=0, later=0, next_at=None)


def test_jobs_are_counted_by_status(store: Store) -> None:
    make.completed(store, "a.pdf")
    make.completed(store, "b.pdf")
    make.job(store, "c.pdf")
    with store.read() as tx:
        counts = jobs.counts(tx)
    assert (counts[JobStatus.COMPLETED], counts[JobStatus.PENDING]) == (2, 1)
    assert sum(counts.values()) == 3


def test_pending_tells_due_running_and_later_apart(store: Store) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    make.completed(store, "done.pdf")
    make.job(store, "running.pdf")
    make.claim(store)
    make.job(store, "due.pdf")
    make.job(store, "soon.pdf", at=soon)
    make.job(store, "later.pdf", at=soon + timedelta(hours=1))
    with store.read() as tx:
        assert jobs.pending(tx) == Pending(due=1, running=1, later=2, next_at=soon)


def test_pending_of_chosen_jobs_ignores_the_others(store: Store) -> None:
    make.job(store, "other.pdf")
    chosen = make.job(store, "chosen.pdf")
    with store.read() as tx:
        assert jobs.pending(tx, [chosen, 999]) == Pending(1, 0, 0, None)
