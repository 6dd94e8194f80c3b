"""Builders: a claimed job and what is asked in its name, each value given only where it matters."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select, update

from reqx.store import Store, Transaction, jobs
from reqx.store.llm import calls
from reqx.store.llm.records import Ask, Caller, Endpoint, Granted, Receipt, Usage
from reqx.store.llm.tables import llm_calls, llm_paces
from tests import make

ENDPOINT = Endpoint("http://127.0.0.1:8080/v1", "small-model")
FREE = Receipt("TRANSIENT", Usage(0, 0, money=0), 429)


def ask(text: str = "The pump shall start.", **changes: Any) -> Ask:  # noqa: ANN401 - any field
    """Return a call to make; another text means another key."""
    return replace(Ask(make.sha256(text), ENDPOINT, tokens=100, money=1000), **changes)


def receipt(tokens: int = 60, money: int | None = 600, outcome: str = "OK") -> Receipt:
    """Return how a call ended that used so many tokens, a third of them for the answer."""
    usage = Usage(tokens - tokens // 3, tokens // 3, cached_tokens=5, money=money)
    return Receipt(outcome, usage, 200, "request-1")


def caller(
    store: Store,
    name: str = "tender.pdf",
    run: str | None = None,
    **changes: Any,  # noqa: ANN401 - any field of a document
) -> Caller:
    """Queue and claim a job for the document of this name."""
    make.document(store, name, **changes)
    make.job(store, name)
    claim = make.claim(store)
    return Caller(claim.job_id, claim.token, run)


def granted(tx: Transaction, who: Caller, what: Ask) -> int:
    """Reserve, and return the call's number."""
    reply = calls.reserve(tx, who, what)
    assert isinstance(reply, Granted), reply
    return reply.call


def paid(tx: Transaction, who: Caller, what: Ask, answer: str = "{}") -> int:
    """Make a call that is answered, and return its number."""
    call = granted(tx, who, what)
    assert calls.settle(tx, call, answer, receipt())
    return call


def row(tx: Transaction, call: int) -> Any:  # noqa: ANN401 - a row
    """Return a call's row as it is written."""
    (found,) = tx.rows(select(llm_calls).where(llm_calls.c.id == call))
    return found


def pass_time(tx: Transaction, seconds: float) -> None:
    """Let the time pass, as far as the paces can tell."""
    names = ("requests_at", "tokens_at", "slowed_at", "changed_at", "answered_since")
    tx.run(update(llm_paces).values({name: llm_paces.c[name] - seconds for name in names}))


def lose_job(tx: Transaction, who: Caller) -> None:
    """Let the worker be gone: its lease has expired, and its job is rescued."""
    make.expire(tx, who.job_id)
    assert jobs.rescue(tx, backoff=make.NO_WAIT) == [who.job_id]


def finish(store: Store, who: Caller) -> None:
    """Let nobody claim the job again."""
    with store.hold() as tx:
        make.expire(tx, who.job_id)
        jobs.rescue(tx, backoff=make.NO_WAIT)
        jobs.cancel(tx, [who.job_id])
