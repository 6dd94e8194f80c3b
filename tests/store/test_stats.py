from datetime import UTC, datetime, timedelta

from sqlalchemy import literal

from reqx.errors import TimedOut
from reqx.model.backoff import Backoff
from reqx.model.jobs import Failure, JobStatus
from reqx.store import Store, jobs, queues
from reqx.store.expressions import later
from reqx.store.jobs import Pending
from tests import make


def let_pass(store: Store, job_id: int, hours: float) -> None:
    """Let the job's last change be so long ago."""
    with store.hold() as tx:
        make.change_job(tx, job_id, updated_at=later(literal(-3600.0 * hours)))


def test_an_empty_queue_counts_nothing(store: Store) -> None:
    with store.read() as tx:
        assert jobs.counts(tx) == dict.fromkeys(JobStatus, 0)
        assert jobs.pending(tx) == Pending(due=0, running=0, later=0, next_at=None)
        assert jobs.stats(tx).waiting.oldest_due_seconds is None


def test_jobs_are_counted_by_status(store: Store) -> None:
    make.completed(store, "a.pdf")
    make.completed(store, "b.pdf")
    make.failed(store)
    make.job(store, "cancelled.pdf")
    make.job(store, "running.pdf")
    with store.hold() as tx:
        jobs.cancel(tx, [4])
    make.claim(store)
    make.job(store, "c.pdf")
    with store.read() as tx:
        counts = jobs.counts(tx)
    assert counts == dict.fromkeys(JobStatus, 1) | {JobStatus.COMPLETED: 2}


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


def test_jobs_of_a_paused_queue_are_not_to_be_had(store: Store) -> None:
    make.job(store, "running.pdf")
    make.claim(store)
    due = make.job(store, "due.pdf")
    make.job(store, "later.pdf", at=datetime.now(UTC) + timedelta(hours=1))
    with store.hold() as tx:
        queues.pause(tx, 3600.0)
        found = jobs.pending(tx)
        assert (found.due, found.paused, found.running, found.later) == (0, 1, 1, 1)
        assert jobs.pending(tx, [due]).paused == 1
        queues.pause(tx, 0.0)
        assert jobs.pending(tx).due == 1


def test_stats_tell_what_waits_for_what(store: Store) -> None:
    with store.hold() as tx:
        make.job(store, "slow.pdf")
        outcome = Failure(TimedOut("too slow"))
        jobs.settle(tx, [(make.claim(store), outcome)], Backoff(3600.0))
        make.job(store, "due.pdf")
        make.job(store, "soon.pdf", at=datetime.now(UTC) + timedelta(hours=1))
        waiting = jobs.stats(tx).waiting
    assert (waiting.due, waiting.scheduled, waiting.to_retry) == (1, 1, 1)


def test_stats_tell_how_long_the_oldest_due_job_waits(store: Store) -> None:
    make.job(store, "young.pdf")
    make.job(store, "old.pdf", priority=-5, at=datetime.now(UTC) - timedelta(hours=2))
    make.job(store, "future.pdf", at=datetime.now(UTC) + timedelta(hours=2))
    with store.read() as tx:
        seconds = jobs.stats(tx).waiting.oldest_due_seconds
    assert seconds is not None
    assert 7190 < seconds < 7300


def test_stats_tell_what_ended_lately(store: Store) -> None:
    for number, hours in enumerate((0.0, 0.9, 1.1, 23.0, 25.0)):
        let_pass(store, make.failed(store, f"{number}.pdf"), hours)
    make.completed(store, "done.pdf")
    with store.read() as tx:
        stats = jobs.stats(tx)
    assert (stats.last_hour[JobStatus.FAILED], stats.last_day[JobStatus.FAILED]) == (2, 4)
    assert (stats.last_hour[JobStatus.COMPLETED], stats.last_day[JobStatus.CANCELLED]) == (1, 0)
    assert stats.jobs[JobStatus.FAILED] == 5


def test_stats_count_the_failures_of_the_last_day_by_class(store: Store) -> None:
    make.failed(store, "a.pdf")
    make.failed(store, "b.pdf")
    let_pass(store, make.failed(store, "old.pdf"), 25.0)
    make.job(store, "slow.pdf", max_attempts=1)
    with store.hold() as tx:
        jobs.settle(tx, [(make.claim(store), Failure(TimedOut("too slow")))], make.NO_WAIT)
        stats = jobs.stats(tx)
    assert list(stats.failures.items()) == [("corrupt", 2), ("timeout", 1)]
    assert stats.documents == 4
