"""Jobs that wait for batches: for all that hold their words, until the last has come in."""

from reqx.model.jobs import Released
from reqx.store import Store, jobs
from reqx.store.llm import batches, waits
from tests import make
from tests.store.llm import batching, desk
from tests.store.llm.batching import due, parked, sent


def job_ids(store: Store) -> list[int]:
    """Return the jobs that were woken by one look, claimed."""
    with store.hold() as tx:
        waits.wake(tx)
    return due(store)


def test_job_tells_since_when_it_waits(store: Store) -> None:
    who = parked(store)
    with store.read() as tx:
        (found,) = waits.of_job(tx, who.job_id)
        assert (found.remote_id, found.status) == ("batch of tender.pdf", "validating")
        assert jobs.get(tx, who.job_id).batch_since == found.since


def test_job_is_woken_when_its_batch_has_ended(store: Store) -> None:
    who = parked(store)
    assert job_ids(store) == []
    with store.hold() as tx:
        batches.end(tx, 1, "completed")
        assert [waits.wake(tx) for _ in range(2)] == [1, 0]
        assert jobs.get(tx, who.job_id).batch_since is None
        assert waits.count(tx, batching.URL) == 0
    assert due(store) == [who.job_id]


def test_job_waits_for_the_last_of_its_batches(store: Store) -> None:
    first, second = parked(store, "ab", "a.pdf"), parked(store, "bc", "b.pdf")
    with store.hold() as tx:
        batches.end(tx, 2, "completed")
        assert waits.wake(tx) == 0
        batches.end(tx, 1, "completed")
        assert waits.wake(tx) == 2
    assert sorted(due(store)) == [first.job_id, second.job_id]


def test_job_in_hand_is_woken_when_it_has_gone_to_wait(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        sent(tx, who)
        batches.end(tx, 1, "completed")
        assert waits.wake(tx) == 0
        batching.park(tx, who)
        assert waits.count(tx, batching.URL) == 1
        assert waits.wake(tx) == 1
    assert due(store) == [who.job_id]


def test_job_that_is_due_needs_no_waking(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        sent(tx, who)
        batches.end(tx, 1, "completed")
        (claim,) = jobs.strays(tx, "worker-1", ())
        make.settle(tx, claim, Released())
        assert waits.wake(tx) == 0
        assert waits.count(tx, batching.URL) == 0


def test_job_that_was_called_off_is_forgotten(store: Store) -> None:
    who = parked(store)
    with store.hold() as tx:
        assert waits.count(tx, batching.URL) == 1
        jobs.cancel(tx, [who.job_id])
        assert waits.count(tx, batching.URL) == 0
        batches.end(tx, 1, "completed")
        assert waits.wake(tx) == 0
        assert not tx.value(waits.ANY_OVER)


def test_batch_that_nobody_could_look_at_is_waited_for_no_longer(store: Store) -> None:
    who = parked(store)
    with store.hold() as tx:
        batching.pass_days(tx, 2)
        assert waits.of_job(tx, who.job_id)
        batching.pass_days(tx, 2)
        assert waits.of_job(tx, who.job_id) == []
        assert waits.wake(tx) == 1


def test_only_waits_of_the_server_count(store: Store) -> None:
    parked(store)
    with store.read() as tx:
        assert waits.count(tx, "https://other.example/v1") == 0
        assert waits.count(tx, batching.URL) == 1
