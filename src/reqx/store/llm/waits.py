"""Which jobs wait for batches, since when, and what wakes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from reqx.store import dialects
from reqx.store.dialects import ByDialect
from reqx.store.expressions import NOW, among
from reqx.store.llm.coming import IS_COMING
from reqx.store.llm.ledger import IS_RESERVED
from reqx.store.llm.tables import llm_batches, llm_calls, llm_waits
from reqx.store.schema import jobs
from reqx.store.transaction import Transaction

w = llm_waits.c
b = llm_batches.c
c = llm_calls.c
JOB = bindparam("job", type_=w.job_id.type)

ADD = ByDialect(
    lambda dialect: (
        dialects.insert(dialect, llm_waits)
        .from_select(
            ["job_id", "batch_id"],
            select(JOB, c.batch_id)
            .where(IS_RESERVED, c.batch_id.is_not(None), among(c.key, "keys"))
            .distinct(),
        )
        .on_conflict_do_nothing()
    )
)
OF_JOB = (
    select(b.remote_id, b.status, b.created_at.label("since"))
    .join_from(llm_waits, llm_batches, b.id == w.batch_id)
    .where(w.job_id == JOB, IS_COMING)
    .order_by(b.id)
)
IS_PENDING = jobs.c.status == literal_column("'PENDING'")
IS_PROCESSING = jobs.c.status == literal_column("'PROCESSING'")
IS_LATER = and_(IS_PENDING, jobs.c.scheduled_at > NOW)
COUNT = (
    select(func.count(jobs.c.id.distinct()))
    .select_from(llm_waits)
    .join(llm_batches, b.id == w.batch_id)
    .join(jobs, jobs.c.id == w.job_id)
    .where(IS_PENDING, b.endpoint == bindparam("url", type_=b.endpoint.type))
)

others = llm_waits.alias("others")
# Those that wait for nothing any more.
OVER = select(w.job_id).where(
    ~exists().where(
        others.c.job_id == w.job_id,
        others.c.batch_id == b.id,
        IS_COMING,
    )
)
ANY_OVER = select(OVER.exists())
SLEEPERS = (
    select(jobs.c.id)
    .where(IS_LATER, jobs.c.id.in_(OVER))
    .order_by(jobs.c.id)
    # Who is at one that is locked settles it, and the next look wakes it.
    .with_for_update(skip_locked=True)
)
WAKE = update(jobs).where(among(jobs.c.id, "jobs")).values(scheduled_at=NOW, updated_at=NOW)
FORGET = delete(llm_waits).where(
    w.job_id.in_(OVER.correlate(None)),
    ~exists().where(jobs.c.id == w.job_id, or_(IS_LATER, IS_PROCESSING)),
)


@dataclass(frozen=True, slots=True)
class Awaited:
    """A batch that a job waits for, and since when.

    `remote_id` and `status` are the server's; None: it is not known to have it.
    """

    remote_id: str | None
    status: str | None
    since: datetime


def add(tx: Transaction, job_id: int, keys: Sequence[str]) -> None:
    """Let a job wait for the batches that hold calls with these keys."""
    tx.run(ADD[tx.dialect], {"job": job_id, "keys": list(keys)})


def of_job(tx: Transaction, job_id: int) -> list[Awaited]:
    """Return the batches a job waits for, the first one first."""
    return [Awaited(**row) for row in tx.records(OF_JOB, {"job": job_id})]


def count(tx: Transaction, url: str) -> int:
    """Return how many PENDING jobs wait for batches at this server, or are about to be woken."""
    return int(tx.value(COUNT, {"url": url}))


def wake(tx: Transaction) -> int:
    """Make the jobs due that wait for nothing any more; return how many were not."""
    # Without this look, each one who polls would take SQLite's write lock.
    if not tx.value(ANY_OVER):
        return 0
    with tx.atomic():
        sleepers = [row.id for row in tx.rows(SLEEPERS)]
        tx.run(WAKE, {"jobs": sleepers})
        tx.run(FORGET)
    return len(sleepers)
