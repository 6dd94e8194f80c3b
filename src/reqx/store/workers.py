"""The workers that are at work, each with the last time it was seen."""

from sqlalchemy import bindparam, delete, insert, update

from reqx.store.expressions import NOW
from reqx.store.schema import workers
from reqx.store.transaction import Transaction

REGISTER = insert(workers).values(started_at=NOW, seen_at=NOW)
SEEN = update(workers).where(workers.c.id == bindparam("worker")).values(seen_at=NOW)
LEAVE = delete(workers).where(workers.c.id == bindparam("worker"))


def register(tx: Transaction, worker: str, slots: int) -> None:
    """Note a worker that starts, with the number of jobs it does at once; its name is unique."""
    tx.run(REGISTER, {"id": worker, "slots": slots})


def seen(tx: Transaction, worker: str) -> None:
    """Note that the worker lives."""
    tx.run(SEEN, {"worker": worker})


def leave(tx: Transaction, worker: str) -> None:
    """Forget a worker that ends."""
    tx.run(LEAVE, {"worker": worker})
