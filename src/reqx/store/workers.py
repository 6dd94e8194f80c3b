"""The workers that are at work: when each was seen last, and what operators want of it."""

from collections.abc import Sequence

from sqlalchemy import (
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    null,
    select,
    update,
)

from reqx.errors import NotFound, UsageError
from reqx.model.workers import Instruction, Worker, WorkerState
from reqx.store import dialects
from reqx.store.columns import OneOf
from reqx.store.dialects import ByDialect
from reqx.store.expressions import NOW, among, later
from reqx.store.schema import jobs, workers
from reqx.store.transaction import Transaction

DEFAULT_LEASE_SECONDS = 60.0
"""The lease of a worker that does not say (reqx 0.1.0)."""

FORGET_SECONDS = 3600.0
"""How long a worker that shows no sign of life, and holds no job, is remembered."""

IS_ONE = workers.c.id == bindparam("worker")
IS_NAMED = among(workers.c.id, "workers")
IS_PROCESSING = jobs.c.status == literal_column("'PROCESSING'")

REGISTER = ByDialect(
    lambda dialect: (
        dialects.insert(dialect, workers)
        .values(started_at=NOW, seen_at=NOW)
        # The answer to the first time may have been lost.
        .on_conflict_do_nothing(index_elements=[workers.c.id])
    )
)
SEEN = (
    update(workers)
    .where(IS_ONE)
    .values(seen_at=NOW)
    .returning(workers.c.paused_at, workers.c.stop_requested_at)
)
STOPPING = update(workers).where(IS_ONE).values(stopping_at=NOW)
LEAVE = delete(workers).where(IS_ONE)
IS_FORGETTABLE = and_(
    workers.c.seen_at < later(literal(-FORGET_SECONDS)),
    ~exists().where(IS_PROCESSING, jobs.c.worker == workers.c.id),
)
ANY_FORGETTABLE = select(workers.c.id).where(IS_FORGETTABLE)
SWEEP = delete(workers).where(IS_FORGETTABLE)

IN_HAND = (
    select(jobs.c.worker, func.count().label("jobs"))
    .where(IS_PROCESSING)
    .group_by(jobs.c.worker)
    .subquery()
)
LEASE_SECONDS = func.coalesce(workers.c.lease_seconds, DEFAULT_LEASE_SECONDS)
IS_LOST = workers.c.seen_at < later(-LEASE_SECONDS)
IS_STOPPING = func.coalesce(workers.c.stopping_at, workers.c.stop_requested_at).is_not(null())
STATES = {
    WorkerState.LOST: IS_LOST,
    WorkerState.STOPPING: IS_STOPPING,
    WorkerState.PAUSED: workers.c.paused_at.is_not(null()),
    WorkerState.WORKING: IN_HAND.c.jobs.is_not(null()),
}
STATE = case(
    *((condition, literal(state, OneOf(WorkerState))) for state, condition in STATES.items()),
    else_=literal(WorkerState.IDLE, OneOf(WorkerState)),
)
FIND = (
    select(
        workers.c.id,
        workers.c.version,
        workers.c.slots,
        func.coalesce(IN_HAND.c.jobs, 0).label("jobs"),
        STATE.label("state"),
        workers.c.started_at,
        workers.c.seen_at,
    )
    .outerjoin_from(workers, IN_HAND, IN_HAND.c.worker == workers.c.id)
    .order_by(workers.c.started_at, workers.c.id)
)
IDS = select(workers.c.id).order_by(workers.c.id)

PAUSE = update(workers).where(IS_NAMED).values(paused_at=func.coalesce(workers.c.paused_at, NOW))
RESUME = update(workers).where(IS_NAMED).values(paused_at=None)
STOP = (
    update(workers)
    .where(IS_NAMED)
    .values(stop_requested_at=func.coalesce(workers.c.stop_requested_at, NOW))
)


def register(
    tx: Transaction,
    worker: str,
    slots: int,
    *,
    version: str | None = None,
    lease_seconds: float | None = None,
) -> None:
    """Note a worker that starts, with the number of jobs it does at once; its name is unique.

    To say it twice changes nothing.
    """
    row = {"id": worker, "slots": slots, "version": version, "lease_seconds": lease_seconds}
    tx.run(REGISTER[tx.dialect], row)


def seen(tx: Transaction, worker: str) -> Instruction | None:
    """Note that the worker lives, and return what operators want of it.

    None: it was silent for so long that it was forgotten, and has to register again.
    """
    for row in tx.rows(SEEN, {"worker": worker}):
        return Instruction(row.paused_at is not None, row.stop_requested_at is not None)
    return None


def stopping(tx: Transaction, worker: str) -> None:
    """Note that the worker finishes what it has in hand, and then ends."""
    tx.run(STOPPING, {"worker": worker})


def leave(tx: Transaction, worker: str) -> None:
    """Forget a worker that ends."""
    tx.run(LEAVE, {"worker": worker})


def sweep(tx: Transaction) -> int:
    """Forget the workers not seen for an hour that hold no job; return how many."""
    # Without this look, each call would take SQLite's write lock.
    return tx.run(SWEEP) if tx.rows(ANY_FORGETTABLE) else 0


def find(tx: Transaction) -> list[Worker]:
    """Return all workers, the one that started first first."""
    return [Worker(**row) for row in tx.records(FIND)]


def named(tx: Transaction, names: Sequence[str]) -> list[str]:
    """Return the ids that these words mean: each an id, or the beginning of one worker's.

    NotFound for a worker that does not exist, UsageError for a word that means several.
    """
    known = [row.id for row in tx.rows(IDS)]
    return list(dict.fromkeys(_named(known, name) for name in names))


def pause(tx: Transaction, ids: Sequence[str]) -> None:
    """Let these workers claim nothing from their next heartbeat on; what they have goes on."""
    _write(tx, PAUSE, ids)


def resume(tx: Transaction, ids: Sequence[str]) -> None:
    """Let these workers claim again."""
    _write(tx, RESUME, ids)


def stop(tx: Transaction, ids: Sequence[str]) -> None:
    """Let these workers finish what they have in hand and end, as SIGTERM does."""
    _write(tx, STOP, ids)


def _write(tx: Transaction, statement: Update, ids: Sequence[str]) -> None:
    tx.run(statement, {"workers": list(ids)})


def _named(known: Sequence[str], name: str) -> str:
    found = [name] if name in known else [one for one in known if one.startswith(name)]
    if not found:
        raise NotFound(f"worker {name} does not exist", hint="See `reqx workers list`.")
    if len(found) > 1:
        raise UsageError(f"'{name}' means {len(found)} workers", hint="Give more of the name.")
    return found[0]
