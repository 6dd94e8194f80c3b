"""Builders: batches booked and sent in the name of a claimed job, and jobs that wait for them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from reqx.model.jobs import Claim, Snoozed
from reqx.store import Store, Transaction, jobs
from reqx.store.llm import batches
from reqx.store.llm.batches import Batch, Booked
from reqx.store.llm.records import Ask, Caller
from reqx.store.llm.tables import llm_batches, llm_calls
from tests import make
from tests.store.llm import desk

URL = desk.ENDPOINT.url
DAY = timedelta(days=1)


def asks(texts: str = "abc") -> list[Ask]:
    """Return a call for each letter."""
    return [desk.ask(text, words=4) for text in texts]


def keys(texts: str) -> set[str]:
    return {ask.key for ask in asks(texts)}


def booked(tx: Transaction, who: Caller, texts: str = "abc") -> Booked:
    reply = batches.book(tx, who, asks(texts), f"reference of {who.job_id}")
    assert isinstance(reply, Booked), reply
    return reply


def sent(tx: Transaction, who: Caller, texts: str = "abc", remote_id: str = "batch_1") -> int:
    """Book and send a batch; return its number."""
    batch = booked(tx, who, texts).batch
    assert batch is not None
    assert batches.sending(tx, batch, "file-1")
    batches.sent(tx, batch, remote_id, "validating")
    return batch


def take(tx: Transaction, url: str = URL, every: float = 60.0, grace: float = 0.0) -> Batch | None:
    return batches.take(tx, url, every, grace)


def taken(tx: Transaction) -> int | None:
    batch = take(tx, every=0.0)
    return batch.id if batch else None


def park(tx: Transaction, who: Caller) -> None:
    """Let the job wait for a day."""
    (claim,) = jobs.strays(tx, "worker-1", ())
    assert claim.job_id == who.job_id
    make.settle(tx, claim, Snoozed(86400.0, "waits for a batch"))


def parked(store: Store, texts: str = "abc", name: str = "tender.pdf") -> Caller:
    """Return who has sent a batch and waits for it."""
    who = desk.caller(store, name)
    with store.hold() as tx:
        sent(tx, who, texts, f"batch of {name}")
        park(tx, who)
    return who


def due(store: Store) -> list[int]:
    """Return the jobs that can be claimed now, and claim them."""
    with store.hold() as tx:
        claims: Sequence[Claim] = jobs.claim(tx, worker="w", slots=9, lease_seconds=60.0)
    return [claim.job_id for claim in claims]


def batch(tx: Transaction, number: int) -> Any:  # noqa: ANN401 - a row
    (found,) = tx.rows(select(llm_batches).where(llm_batches.c.id == number))
    return found


def pass_days(tx: Transaction, days: int) -> None:
    """Let the time pass, as far as batches can tell."""
    for table in (llm_batches, llm_calls):
        for row in tx.rows(select(table.c.id, table.c.created_at)):
            at = row.created_at - days * DAY
            tx.run(update(table).where(table.c.id == row.id).values(created_at=at))
