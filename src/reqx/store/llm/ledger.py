"""The rows of the ledger: one for each call, written before it is sent and again at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Text,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from reqx.store import dialects
from reqx.store.dialects import ByDialect
from reqx.store.expressions import NOW, among, later
from reqx.store.llm.budget import Amounts
from reqx.store.llm.coming import LONGEST_SECONDS
from reqx.store.llm.records import (
    Answer,
    Ask,
    Caller,
    Endpoint,
    Exhausted,
    Fenced,
    Receipt,
    Wait,
)
from reqx.store.llm.tables import CallState, llm_calls
from reqx.store.schema import documents, jobs
from reqx.store.transaction import Transaction

c = llm_calls.c
IS_ANSWERED = c.state == literal_column("'ANSWERED'")
IS_RESERVED = c.state == literal_column("'RESERVED'")
IS_LOST = c.state == literal_column("'LOST'")

ANSWERS = (
    select(c.id.label("call"), c.key, c.answer.label("text"), c.outcome)
    .where(IS_ANSWERED, among(c.key, "keys"))
    # Of several the first one: what was taken once is taken again.
    .order_by(c.id.desc())
)


def _given(column: str) -> Any:  # noqa: ANN401 - SQLAlchemy's, of the column's type
    """Return the parameter for a column, under a name that SQLAlchemy does not keep for itself."""
    return bindparam(f"new_{column}", type_=c[column].type)


# Only for who holds the job; its row and the document's tell the rest.
NEW = {
    "key": _given("key"),
    "state": literal_column("'RESERVED'", Text),
    "endpoint": _given("endpoint"),
    "model": _given("model"),
    "job_id": jobs.c.id,
    "claim_token": jobs.c.claim_token,
    "attempt": jobs.c.claims,
    "worker": jobs.c.worker,
    "document_id": jobs.c.document_id,
    "project": documents.c.project,
    "run": _given("run"),
    "reserved_tokens": _given("tokens"),
    "reserved_money": _given("money"),
    "tokens": _given("tokens"),
    "money": _given("money"),
    "created_at": NOW,
    "batch_id": _given("batch_id"),
    "words": _given("words"),
}
IS_CALLERS = and_(
    jobs.c.id == bindparam("job", type_=jobs.c.id.type),
    jobs.c.claim_token == bindparam("token", type_=Text),
)
ADD = ByDialect(
    lambda dialect: (
        dialects.insert(dialect, llm_calls)
        .from_select(
            list(NEW),
            select(*(value.label(name) for name, value in NEW.items()))
            .join_from(jobs, documents, documents.c.id == jobs.c.document_id)
            .where(IS_CALLERS),
        )
        # Another batch has the same words.
        .on_conflict_do_nothing()
        .returning(c.id, c.project)
    )
)

IS_IT = c.id == bindparam("call", type_=c.id.type)
OPEN = (
    select(
        c.state,
        c.endpoint,
        c.model,
        c.project,
        c.run,
        c.batch_id,
        c.reserved_tokens,
        func.coalesce(c.reserved_money, 0).label("reserved_money"),
    )
    .where(IS_IT, or_(IS_RESERVED, IS_LOST))
    .with_for_update()
)
CLOSE = update(llm_calls).where(IS_IT).values(settled_at=NOW)

IS_HELD = exists().where(jobs.c.id == c.job_id, jobs.c.claim_token == c.claim_token)
# What is in a batch comes back without the claim that sent it.
IS_COMING = and_(c.batch_id.is_not(None), c.created_at > later(literal(-LONGEST_SECONDS)))
ORPHANS = (
    select(c.id)
    .where(IS_RESERVED, ~IS_HELD, ~IS_COMING)
    .order_by(c.id)
    .limit(bindparam("limit", type_=c.id.type))
)


KEPT_SECONDS: Final = 90 * 86400.0
"""How long answers are kept: they may hold words of documents."""
FORGOTTEN: Final = ""
IS_OLD = and_(
    IS_ANSWERED,
    c.key != FORGOTTEN,
    c.settled_at <= later(literal(-KEPT_SECONDS)),
)
OLD = select(c.id).where(IS_OLD).limit(bindparam("limit", type_=c.id.type))
# Under no key it is never found again; what it did cost stays.
FORGET = update(llm_calls).where(among(c.id, "calls")).values(key=FORGOTTEN, answer="")


class Refused(Exception):
    """Takes what was reserved so far back, and carries the reason out of the transaction."""

    def __init__(self, reply: Exhausted | Wait | Fenced) -> None:
        super().__init__(reply)
        self.reply = reply


@dataclass(frozen=True, slots=True)
class Added:
    """A row that was just written, and the project its document is of."""

    call: int
    project: str | None


@dataclass(frozen=True, slots=True)
class Open:
    """A call whose end is not known; `is_lost` is whether it counts as spent already.

    `is_batched`: it is in a batch, which has no pace.
    """

    call: int
    is_lost: bool
    is_batched: bool
    endpoint: Endpoint
    project: str | None
    run: str | None
    reserved: Amounts


def answers(tx: Transaction, keys: Sequence[str]) -> dict[str, Answer]:
    """Return the answers there are, by key."""
    found = (Answer(**row) for row in tx.records(ANSWERS, {"keys": list(keys)}))
    return {answer.key: answer for answer in found}


def add(tx: Transaction, caller: Caller, ask: Ask, batch: int | None = None) -> Added | None:
    """Write the row of a call that is about to be made; None when the caller lost the job.

    None also for a call in a `batch` when one with its key is in another.
    """
    values = {
        "new_key": ask.key,
        "new_endpoint": ask.endpoint.url,
        "new_model": ask.endpoint.model,
        "new_run": caller.run,
        "new_tokens": ask.tokens,
        "new_money": ask.money,
        "new_batch_id": batch,
        "new_words": ask.words,
        "job": caller.job_id,
        "token": caller.token,
    }
    for row in tx.rows(ADD[tx.dialect], values):
        return Added(row.id, row.project)
    return None


def open_call(tx: Transaction, call: int) -> Open | None:
    """Lock a call and return it; None when its end was written before."""
    for row in tx.rows(OPEN, {"call": call}):
        return Open(
            call,
            row.state is CallState.LOST,
            row.batch_id is not None,
            Endpoint(row.endpoint, row.model),
            row.project,
            row.run,
            Amounts(row.reserved_tokens, row.reserved_money),
        )
    return None


def close(tx: Transaction, call: int, receipt: Receipt, answer: str | None) -> None:
    """Write the end of a call, answered or failed."""
    values: dict[str, object] = {
        "state": CallState.FAILED if answer is None else CallState.ANSWERED,
        "answer": answer,
        "outcome": receipt.outcome,
        "http_status": receipt.http_status,
        "request_id": receipt.request_id,
    }
    if usage := receipt.usage:
        values |= {
            "input_tokens": usage.input_tokens,
            "cached_tokens": usage.cached_tokens,
            "output_tokens": usage.output_tokens,
            "tokens": usage.tokens,
        }
        if usage.money is not None:
            values["money"] = usage.money
    tx.run(CLOSE, values | {"call": call})


def lose(tx: Transaction, call: int) -> None:
    """Write that nobody is left to tell how a call ended."""
    tx.run(CLOSE, {"call": call, "state": CallState.LOST})


def orphans(tx: Transaction, limit: int) -> list[int]:
    """Return up to `limit` calls under way in the name of a claim that is not in force any more."""
    return [row.id for row in tx.rows(ORPHANS, {"limit": limit})]


def forget_old(tx: Transaction, limit: int) -> int:
    """Forget the words and the key of up to `limit` answers kept for long enough; how many."""
    old = [row.id for row in tx.rows(OLD, {"limit": limit})]
    # Without this look, each call would take SQLite's write lock.
    if old:
        tx.run(FORGET, {"calls": old})
    return len(old)
