"""Batches of calls: booked, sent, looked at, ended; no words are in two of them at a time.

    BOOKED   its calls are reserved, and the server knows nothing that could cost anything
    SENDING  the server is being told; whoever finds it so later asks the server whether it was
    SENT     the server has it, under `remote_id`
    ENDED    each of its calls has its end

A batch is its sender's until the sender loses its job; from then on, and once it is SENT, it is
anybody's. `take` gives each to one at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Text,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from reqx.store.expressions import NOW, later
from reqx.store.llm import budget, ledger, waits
from reqx.store.llm.ledger import IS_CALLERS, IS_LOST, IS_RESERVED, Refused
from reqx.store.llm.records import Ask, Caller, Endpoint, Exhausted, Fenced, Wait
from reqx.store.llm.tables import BatchState, llm_batches, llm_calls
from reqx.store.schema import jobs
from reqx.store.transaction import Transaction

FULL: Final = "queue_full"
"""The status of a batch that the server refused because of all that waits there."""

FULL_SECONDS: Final = 900.0
"""How long nothing is sent after that."""

b = llm_batches.c
ID = bindparam("batch", type_=b.id.type)
URL = bindparam("url", type_=b.endpoint.type)
IS_IT = b.id == ID
IS_OPEN = b.ended_at.is_(None)


def _is(state: BatchState) -> ColumnElement[bool]:
    return b.state == literal_column(f"'{state}'")


def _new(column: str) -> Any:  # noqa: ANN401 - SQLAlchemy's, of the column's type
    return bindparam(f"new_{column}", type_=b[column].type)


IS_HELD = exists().where(jobs.c.id == b.job_id, jobs.c.claim_token == b.claim_token)
NEW = {
    "state": literal_column("'BOOKED'", Text),
    "endpoint": _new("endpoint"),
    "model": _new("model"),
    "reference": _new("reference"),
    "job_id": jobs.c.id,
    "claim_token": jobs.c.claim_token,
    "created_at": NOW,
}
ADD = (
    insert(llm_batches)
    .from_select(
        list(NEW), select(*(value.label(name) for name, value in NEW.items())).where(IS_CALLERS)
    )
    .returning(b.id)
)
DROP = delete(llm_batches).where(IS_IT)
SENDING = (
    update(llm_batches)
    .where(IS_IT, _is(BatchState.BOOKED), IS_HELD)
    .values(state=BatchState.SENDING, input_file=_new("input_file"), sent_at=NOW)
    .returning(b.id)
)
SENT = (
    update(llm_batches)
    .where(IS_IT, _is(BatchState.SENDING))
    .values(state=BatchState.SENT, remote_id=_new("remote_id"), status=_new("status"))
)
NOTE = update(llm_batches).where(IS_IT, IS_OPEN).values(status=_new("status"))
END = (
    update(llm_batches)
    .where(IS_IT, IS_OPEN)
    .values(state=BatchState.ENDED, status=_new("status"), ended_at=NOW)
)
IS_ANYBODYS = or_(
    _is(BatchState.SENT),
    and_(~IS_HELD, or_(_is(BatchState.BOOKED), b.sent_at <= later("minus_grace"))),
)
DUE = (
    select(b.id)
    .where(
        IS_OPEN,
        b.endpoint == URL,
        or_(b.looked_at.is_(None), b.looked_at <= later("minus_every")),
        IS_ANYBODYS,
    )
    .order_by(b.looked_at.nulls_first(), b.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
FIELDS = (
    "id",
    "state",
    "reference",
    "remote_id",
    "input_file",
    "created_at",
)
TAKE = (
    update(llm_batches)
    .where(b.id == DUE.scalar_subquery())
    .values(looked_at=NOW)
    .returning(*(b[name] for name in FIELDS))
)
ANY_OPEN = select(func.count()).select_from(llm_batches).where(IS_OPEN, b.endpoint == URL)
OTHERS = (
    select(func.count())
    .select_from(llm_batches)
    .where(IS_OPEN, _is(BatchState.SENT), b.endpoint == URL, b.id != ID)
)
WAS_FULL = (
    select(func.count())
    .select_from(llm_batches)
    .where(b.endpoint == URL, b.status == FULL, b.ended_at > later(literal(-FULL_SECONDS)))
)
c = llm_calls.c
CALLS = select(c.id, c.key, c.words).where(c.batch_id == ID, or_(IS_RESERVED, IS_LOST))
JOB = bindparam("job", type_=c.job_id.type)
TRIED = select(c.key).where(
    c.job_id == JOB,
    c.batch_id.is_not(None),
    c.state.in_([literal_column("'FAILED'"), literal_column("'LOST'")]),
    func.coalesce(c.outcome, "") != bindparam("unsent", type_=c.outcome.type),
)
ROUNDS = (
    select(func.count())
    .select_from(llm_batches)
    .where(b.job_id == JOB, b.remote_id.is_not(None), func.coalesce(b.status, "") != FULL)
)

UNSENT: Final = "unsent"
"""The outcome of a call whose batch came to nothing before anybody worked for it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that somebody has to look at."""

    id: int
    state: BatchState
    reference: str
    remote_id: str | None
    input_file: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Booked:
    """What was reserved: the batch (None: nothing was left to ask), and its calls by their keys."""

    batch: int | None
    calls: dict[str, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call in a batch: its number in the ledger, and how many words its prompt has."""

    call: int
    words: int


def book(
    tx: Transaction, caller: Caller, asks: Sequence[Ask], reference: str
) -> Booked | Exhausted | Wait | Fenced:
    """Reserve calls of one model for a batch: one transaction of its own, all of them or none.

    What was answered or is in a batch already is left out; the job waits for those batches too.
    Budgets are those of all workers; the pace does not count, as it does not at the server.
    """
    # A refusal rolls all of it back: there must be nothing else in it.
    assert not tx.is_atomic
    try:
        with tx.atomic():
            return _book(tx, caller, asks, reference)
    except Refused as refused:
        return refused.reply


def sending(tx: Transaction, batch: int, input_file: str) -> bool:
    """Write that the server is about to be told; False: the job was lost, it must not be."""
    return bool(tx.rows(SENDING, {"batch": batch, "new_input_file": input_file}))


def sent(tx: Transaction, batch: int, remote_id: str, status: str) -> None:
    """Write under which id the server has it."""
    tx.run(SENT, {"batch": batch, "new_remote_id": remote_id, "new_status": status})


def note(tx: Transaction, batch: int, status: str) -> None:
    """Write how far the server is."""
    tx.run(NOTE, {"batch": batch, "new_status": status})


def end(tx: Transaction, batch: int, status: str) -> None:
    """Write that nothing more is to come of it."""
    tx.run(END, {"batch": batch, "new_status": status})


def take(tx: Transaction, url: str, every_seconds: float, grace_seconds: float) -> Batch | None:
    """Return a batch at this server that nobody looked at for so long, and take it for as long.

    One that was being sent when its worker lost the job: `grace_seconds` after, when the request is
    certainly over.
    """
    values = {"url": url, "minus_every": -every_seconds, "minus_grace": -grace_seconds}
    # Without this look, each one who polls would take SQLite's write lock.
    if not tx.value(ANY_OPEN, {"url": url}):
        return None
    for row in tx.records(TAKE, values):
        return Batch(**row)
    return None


def calls(tx: Transaction, batch: int) -> dict[str, Waiting]:
    """Return by key the calls of a batch whose end is not known."""
    rows = tx.rows(CALLS, {"batch": batch})
    return {row.key: Waiting(row.id, row.words or 0) for row in rows}


def tried(tx: Transaction, job_id: int) -> set[str]:
    """Return the keys of what a batch of this job gave no answer to: it is asked otherwise."""
    return {row.key for row in tx.rows(TRIED, {"job": job_id, "unsent": UNSENT})}


def rounds(tx: Transaction, job_id: int) -> int:
    """Return how many batches of this job the server has had."""
    return int(tx.value(ROUNDS, {"job": job_id}))


def has_others(tx: Transaction, url: str, batch: int) -> bool:
    """Return whether this server has other batches under way."""
    return bool(tx.value(OTHERS, {"url": url, "batch": batch}))


def was_full(tx: Transaction, url: str) -> bool:
    """Return whether this server refused a batch lately because of all that waits there."""
    return bool(tx.value(WAS_FULL, {"url": url}))


def _book(tx: Transaction, caller: Caller, asks: Sequence[Ask], reference: str) -> Booked:
    batch = _added(tx, caller, asks[0].endpoint, reference)
    known = ledger.answers(tx, [ask.key for ask in asks])
    booked: dict[str, int] = {}
    project = None
    # In one order: two that want the same words wait for each other, and go on.
    for ask in sorted(asks, key=lambda ask: ask.key):
        added = None if ask.key in known else ledger.add(tx, caller, ask, batch)
        if added is not None:
            booked[ask.key], project = added.call, added.project
    waits.add(tx, caller.job_id, [ask.key for ask in asks])
    if not booked:
        tx.run(DROP, {"batch": batch})
        return Booked(None, {})
    most = _sum([ask for ask in asks if ask.key in booked])
    if refusal := budget.reserve(tx, budget.scopes(caller.run, project), most):
        raise Refused(refusal)
    return Booked(batch, booked)


def _added(tx: Transaction, caller: Caller, endpoint: Endpoint, reference: str) -> int:
    values = {
        "new_endpoint": endpoint.url,
        "new_model": endpoint.model,
        "new_reference": reference,
        "job": caller.job_id,
        "token": caller.token,
    }
    for row in tx.rows(ADD, values):
        return int(row.id)
    raise Refused(Fenced())


def _sum(asks: Sequence[Ask]) -> Ask:
    """Return one call that may cost what all of them may."""
    money = [ask.money for ask in asks if ask.money is not None]
    whole = sum(money) if len(money) == len(asks) else None
    return Ask("", asks[0].endpoint, sum(ask.tokens for ask in asks), whole)
