"""How the queue stands, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal_column, select

from reqx.model.jobs import JobStatus
from reqx.store.expressions import NOW, among
from reqx.store.schema import IS_LIVE, jobs
from reqx.store.transaction import Transaction

COUNTS = select(jobs.c.status, func.count().label("jobs")).group_by(jobs.c.status)

IS_PENDING = jobs.c.status == literal_column("'PENDING'")
PENDING = select(
    func.count().filter(IS_PENDING, jobs.c.scheduled_at <= NOW).label("due"),
    func.count().filter(~IS_PENDING).label("running"),
    func.count().filter(IS_PENDING, jobs.c.scheduled_at > NOW).label("later"),
    func.min(jobs.c.scheduled_at).filter(IS_PENDING, jobs.c.scheduled_at > NOW).label("next_at"),
).where(IS_LIVE)
PENDING_ONLY = PENDING.where(among(jobs.c.id, "only"))


@dataclass(frozen=True, slots=True)
class Pending:
    """The live jobs: due now, being processed, due later, and when the first of those is due."""

    due: int
    running: int
    later: int
    next_at: datetime | None


def counts(tx: Transaction) -> dict[JobStatus, int]:
    """Return the number of jobs in each status, zeros included."""
    found = {row.status: row.jobs for row in tx.rows(COUNTS)}
    return {status: found.get(status, 0) for status in JobStatus}


def pending(tx: Transaction, only: Sequence[int] = ()) -> Pending:
    """Return how many jobs are to be done, of all or of `only` these ids."""
    if only:
        (row,) = tx.rows(PENDING_ONLY, {"only": list(only)})
    else:
        (row,) = tx.rows(PENDING)
    return Pending(row.due, row.running, row.later, row.next_at)
