import pytest
from sqlalchemy import select, update

from reqx.errors import NotFound, UsageError
from reqx.model.workers import Instruction, WorkerState
from reqx.store import Store, Transaction, workers
from reqx.store.expressions import later
from reqx.store.schema import workers as table
from tests import make


def ids(tx: Transaction) -> list[str]:
    return [worker.id for worker in workers.find(tx)]


def states(tx: Transaction) -> dict[str, WorkerState]:
    return {worker.id: worker.state for worker in workers.find(tx)}


def silence(tx: Transaction, worker: str, seconds: float) -> None:
    """Let the worker's last sign of life be so long ago."""
    statement = update(table).where(table.c.id == worker).values(seen_at=later("ago"))
    tx.run(statement, {"ago": -seconds})


def test_a_worker_is_noted_while_it_is_there(store: Store) -> None:
    with store.hold() as tx:
        workers.register(tx, "a", 2)
        workers.register(tx, "b", 4, version="9.9", lease_seconds=30.0)
        workers.leave(tx, "a")
        (worker,) = workers.find(tx)
    assert (worker.id, worker.version, worker.slots, worker.jobs) == ("b", "9.9", 4, 0)


def test_a_sign_of_life_is_noted(store: Store) -> None:
    with store.hold() as tx:
        workers.register(tx, "a", 2)
        silence(tx, "a", 30.0)
        before = workers.find(tx)[0].seen_at
        assert workers.seen(tx, "a") == Instruction()
        assert workers.find(tx)[0].seen_at > before


def test_a_sign_of_life_brings_back_what_operators_want(store: Store) -> None:
    with store.hold() as tx:
        workers.register(tx, "a", 2)
        workers.pause(tx, ["a"])
        assert workers.seen(tx, "a") == Instruction(is_paused=True)
        workers.resume(tx, ["a"])
        workers.stop(tx, ["a"])
        assert workers.seen(tx, "a") == Instruction(is_stop_requested=True)


def test_what_is_said_of_one_worker_is_said_of_no_other(store: Store) -> None:
    with store.hold() as tx:
        workers.register(tx, "a", 1)
        workers.register(tx, "b", 1)
        workers.pause(tx, ["a"])
        workers.stop(tx, ["a"])
        assert workers.seen(tx, "b") == Instruction()


def test_a_worker_that_was_forgotten_is_told(store: Store) -> None:
    with store.hold() as tx:
        assert workers.seen(tx, "a") is None


def test_a_worker_s_state_says_what_it_does(store: Store) -> None:
    with store.hold() as tx:
        for worker in ("idle", "paused", "stopping", "told", "working"):
            workers.register(tx, worker, 1)
        make.job(store)
        make.claim(store, worker="working")
        workers.pause(tx, ["paused"])
        workers.stop(tx, ["told"])
        workers.stopping(tx, "stopping")
        expected = {name: WorkerState(name) for name in ("idle", "paused", "stopping", "working")}
        assert states(tx) == expected | {"told": WorkerState.STOPPING}


def test_the_jobs_in_hand_are_counted(store: Store) -> None:
    with store.hold() as tx:
        workers.register(tx, "a", 3)
        for name in ("1.pdf", "2.pdf"):
            make.job(store, name)
            make.claim(store, worker="a")
        assert workers.find(tx)[0].jobs == 2


@pytest.mark.parametrize(
    ("lease", "silent", "is_lost"),
    [(None, 50.0, False), (None, 70.0, True), (5.0, 10.0, True), (300.0, 100.0, False)],
)
def test_a_worker_silent_beyond_its_lease_is_lost(
    store: Store, lease: float | None, silent: float, *, is_lost: bool
) -> None:
    with store.hold() as tx:
        workers.register(tx, "a", 1, lease_seconds=lease)
        workers.pause(tx, ["a"])
        silence(tx, "a", silent)
        assert (states(tx)["a"] is WorkerState.LOST) == is_lost


def test_workers_long_silent_are_forgotten_unless_they_hold_a_job(store: Store) -> None:
    with store.hold() as tx:
        for worker in ("gone", "holding", "quiet"):
            workers.register(tx, worker, 1)
        make.job(store)
        make.claim(store, worker="holding")
        silence(tx, "gone", 3700.0)
        silence(tx, "holding", 3700.0)
        silence(tx, "quiet", 3500.0)
        assert workers.sweep(tx) == 1
        assert sorted(ids(tx)) == ["holding", "quiet"]


def test_workers_are_named_by_id_or_by_its_beginning(store: Store) -> None:
    with store.hold() as tx:
        for worker in ("alpha-1", "alpha-12", "beta-1"):
            workers.register(tx, worker, 1)
        assert workers.named(tx, ["b", "alpha-1", "beta-1"]) == ["beta-1", "alpha-1"]


def test_a_word_that_means_several_workers_is_refused(store: Store) -> None:
    with store.hold() as tx:
        for worker in ("alpha-1", "alpha-12"):
            workers.register(tx, worker, 1)
        with pytest.raises(UsageError, match="'al' means 2 workers"):
            workers.named(tx, ["al"])


def test_an_unknown_worker_is_not_found(store: Store) -> None:
    with store.hold() as tx, pytest.raises(NotFound, match="worker x does not exist"):
        workers.named(tx, ["x"])


def test_a_pause_said_twice_keeps_its_beginning(store: Store) -> None:
    with store.hold() as tx:
        workers.register(tx, "a", 1)
        workers.pause(tx, ["a"])
        first = tx.value(select(table.c.paused_at))
        workers.pause(tx, ["a"])
        assert tx.value(select(table.c.paused_at)) == first
