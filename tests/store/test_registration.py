"""Registering a worker when the answer to the first time was lost."""

from reqx.store import Store, workers


def test_a_worker_may_register_again(store: Store) -> None:
    with store.hold() as tx:
        for _ in range(2):
            workers.register(tx, "worker-1", 4, version="1.2.3", lease_seconds=9.0)
        (worker,) = workers.find(tx)
    assert (worker.id, worker.slots, worker.version) == ("worker-1", 4, "1.2.3")
