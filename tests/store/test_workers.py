from sqlalchemy import select

from reqx.store import Store, Transaction, workers
from reqx.store.schema import workers as table


def rows(tx: Transaction) -> list[tuple[str, int, bool]]:
    found = tx.rows(select(table).order_by(table.c.id))
    return [(row.id, row.slots, row.seen_at > row.started_at) for row in found]


def test_a_worker_is_noted_while_it_is_there(store: Store) -> None:
    with store.hold() as tx:
        workers.register(tx, "a", 2)
        workers.register(tx, "b", 4)
        workers.leave(tx, "a")
        assert rows(tx) == [("b", 4, False)]


def test_a_sign_of_life_is_noted(store: Store) -> None:
    with store.hold() as tx:
        workers.register(tx, "a", 2)
        while not rows(tx)[0][2]:
            workers.seen(tx, "a")
        assert rows(tx) == [("a", 2, True)]
