"""The rows of the ledger: one for each call, written before it is sent and again at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, bindparam, exists, func, insert, literal_column, or_, select, update

from reqx.store.expressions import NOW, among
from reqx.store.llm.budget import Amounts
from reqx.store.llm.records import Answer, Ask, Caller, Endpoint, Receipt
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
}
ADD = (
    insert(llm_calls)
    .from_select(
        list(NEW),
        select(*(value.label(name) for name, value in NEW.items()))
        .join_from(jobs, documents, documents.c.id == jobs.c.document_id)
        .where(
            jobs.c.id == bindparam("job", type_=jobs.c.id.type),
            jobs.c.claim_token == bindparam("token", type_=Text),
        ),
    )
    .returning(c.id, c.project)
)

IS_IT = c.id == bindparam("call", type_=c.id.type)
OPEN = (
    select(
        c.state,
        c.endpoint,
        c.model,
        c.project,
        c.run,
        c.reserved_tokens,
        func.coalesce(c.reserved_money, 0).label("reserved_money"),
    )
    .where(IS_IT, or_(IS_RESERVED, IS_LOST))
    .with_for_update()
)
CLOSE = update(llm_calls).where(IS_IT).values(settled_at=NOW)

IS_HELD = exists().where(jobs.c.id == c.job_id, jobs.c.claim_token == c.claim_token)
ORPHANS = (
    select(c.id)
    .where(IS_RESERVED, ~IS_HELD)
    .order_by(c.id)
    .limit(bindparam("limit", type_=c.id.type))
)


@dataclass(frozen=True, slots=True)
class Added:
    """A row that was just written, and the project its document is of."""

    call: int
    project: str | None


@dataclass(frozen=True, slots=True)
class Open:
    """A call whose end is not known; `is_lost` is whether it counts as spent already."""

    call: int
    is_lost: bool
    endpoint: Endpoint
    project: str | None
    run: str | None
    reserved: Amounts


def answers(tx: Transaction, keys: Sequence[str]) -> dict[str, Answer]:
    """Return the answers there are, by key."""
    found = (Answer(**row) for row in tx.records(ANSWERS, {"keys": list(keys)}))
    return {answer.key: answer for answer in found}


def add(tx: Transaction, caller: Caller, ask: Ask) -> Added | None:
    """Write the row of a call that is about to be made; None when the caller lost the job."""
    values = {
        "new_key": ask.key,
        "new_endpoint": ask.endpoint.url,
        "new_model": ask.endpoint.model,
        "new_run": caller.run,
        "new_tokens": ask.tokens,
        "new_money": ask.money,
        "job": caller.job_id,
        "token": caller.token,
    }
    for row in tx.rows(ADD, values):
        return Added(row.id, row.project)
    return None


def open_call(tx: Transaction, call: int) -> Open | None:
    """Lock a call and return it; None when its end was written before."""
    for row in tx.rows(OPEN, {"call": call}):
        return Open(
            call,
            row.state is CallState.LOST,
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
