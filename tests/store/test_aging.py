from datetime import UTC, datetime, timedelta

from sqlalchemy import text, update

from reqx.store import Store, jobs, schema
from reqx.store.jobs import aging
from tests import make


def waiting(store: Store, name: str, *, minutes: float, priority: int = 0) -> int:
    """Queue a job that has been due for so long."""
    job_id = make.job(store, name, priority=priority)
    since = datetime.now(UTC) - timedelta(minutes=minutes)
    with store.begin() as tx:
        tx.run(update(schema.jobs).where(schema.jobs.c.id == job_id).values(scheduled_at=since))
    return job_id


def ranks(store: Store) -> dict[int, int]:
    with store.read() as tx:
        return {row.id: row.rank for row in tx.rows(text("SELECT id, rank FROM jobs"))}


def age(store: Store) -> int:
    with store.hold() as tx:
        return jobs.age(tx)


def test_ten_minutes_of_waiting_count_as_one_step_of_priority(store: Store) -> None:
    urgent = waiting(store, "a", minutes=0, priority=50)
    patient, new = waiting(store, "b", minutes=35), waiting(store, "c", minutes=9)
    assert age(store) == 1
    assert ranks(store) == {urgent: -50, patient: -3, new: 0}


def test_aging_ends_at_ten_steps(store: Store) -> None:
    waiting(store, "a", minutes=0, priority=50)
    patient = waiting(store, "b", minutes=60 * 24 * 7, priority=2)
    age(store)
    assert ranks(store)[patient] == -2 - aging.MOST_STEPS


def test_aging_goes_no_further_at_the_same_time(store: Store) -> None:
    waiting(store, "a", minutes=0, priority=50)
    waiting(store, "b", minutes=35)
    assert (age(store), age(store)) == (1, 0)


def test_a_queue_of_equals_is_not_written(store: Store) -> None:
    for name in "abc":
        waiting(store, name, minutes=100)
    assert age(store) == 0


def test_an_old_job_is_claimed_before_a_newer_one_of_slightly_higher_priority(
    store: Store,
) -> None:
    waiting(store, "urgent", minutes=0, priority=3)
    old = waiting(store, "old", minutes=45)
    age(store)
    assert make.claim(store).job_id == old


def test_a_job_that_is_not_due_earns_nothing(store: Store) -> None:
    waiting(store, "a", minutes=0, priority=50)
    later = waiting(store, "b", minutes=-60)
    assert age(store) == 0
    assert ranks(store)[later] == 0
