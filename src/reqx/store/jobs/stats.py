"""How the queue stands, in numbers: each counted by an index, whatever has been finished so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, literal, literal_column, or_, select

from reqx.model.filters import JobFilter
from reqx.model.jobs import JobStatus
from reqx.model.stats import Stats, Waiting
from reqx.store.expressions import NOW, among, later
from reqx.store.jobs.selection import FINISHED, IS_FINISHED, counted, is_status
from reqx.store.queues import IS_PAUSED
from reqx.store.schema import IS_LIVE, documents, jobs, queues
from reqx.store.transaction import Transaction

HOUR_SECONDS: Final = 3600.0
DAY_SECONDS: Final = 86400.0

# Nearly all jobs are COMPLETED: they are what is left of all when the others are counted.
OTHERS = tuple(status for status in JobStatus if status is not JobStatus.COMPLETED)
COUNTS = select(
    counted(JobFilter()).scalar_subquery().label("all"),
    *(counted(JobFilter(statuses=(s,))).scalar_subquery().label(s) for s in OTHERS),
)
DOCUMENTS = select(func.count()).select_from(documents)

IS_PENDING = jobs.c.status == literal_column("'PENDING'")
IS_DUE = jobs.c.scheduled_at <= NOW
IS_HELD_BACK = jobs.c.type.in_(select(queues.c.name).where(IS_PAUSED))
PENDING = select(
    func.count().filter(IS_PENDING, IS_DUE, ~IS_HELD_BACK).label("due"),
    func.count().filter(IS_PENDING, IS_DUE, IS_HELD_BACK).label("paused"),
    func.count().filter(~IS_PENDING).label("running"),
    func.count().filter(IS_PENDING, ~IS_DUE).label("later"),
    func.min(jobs.c.scheduled_at).filter(IS_PENDING, ~IS_DUE).label("next_at"),
).where(IS_LIVE)
PENDING_ONLY = PENDING.where(among(jobs.c.id, "only"))

DUE = select(
    func.count().label("due"),
    func.min(jobs.c.scheduled_at).label("oldest"),
    NOW.label("now"),
).where(IS_PENDING, IS_DUE)
WAS_TRIED = or_(jobs.c.attempts > 0, jobs.c.error.is_not(None))
LATER = select(
    func.count().filter(~WAS_TRIED).label("scheduled"),
    func.count().filter(WAS_TRIED).label("to_retry"),
).where(IS_PENDING, ~IS_DUE)

IS_OF_LAST_DAY = jobs.c.updated_at > later(literal(-DAY_SECONDS))
IS_OF_LAST_HOUR = jobs.c.updated_at > later(literal(-HOUR_SECONDS))
ENDED = (
    select(
        jobs.c.status,
        func.count().label("day"),
        func.count().filter(IS_OF_LAST_HOUR).label("hour"),
    )
    .where(is_status(FINISHED), IS_OF_LAST_DAY)
    .group_by(jobs.c.status)
)
FAILURES = (
    select(func.coalesce(jobs.c.error_class, "unknown").label("name"), func.count().label("jobs"))
    .where(is_status([JobStatus.FAILED]), IS_FINISHED, IS_OF_LAST_DAY)
    .group_by(jobs.c.error_class)
    .order_by(func.count().desc(), "name")
)


@dataclass(frozen=True, slots=True)
class Pending:
    """The live jobs: due now, being processed, due later, and when the first of those is due.

    `due` leaves out those that are due in a queue that is paused: they are `paused`.
    """

    due: int
    running: int
    later: int
    next_at: datetime | None
    paused: int = 0


def counts(tx: Transaction) -> dict[JobStatus, int]:
    """Return the number of jobs in each status, zeros included."""
    (row,) = tx.records(COUNTS)
    others = {status: row[status] for status in OTHERS}
    found = others | {JobStatus.COMPLETED: row["all"] - sum(others.values())}
    return {status: found[status] for status in JobStatus}


def pending(tx: Transaction, only: Sequence[int] = ()) -> Pending:
    """Return how many jobs are to be done, of all or of `only` these ids."""
    if only:
        (row,) = tx.rows(PENDING_ONLY, {"only": list(only)})
    else:
        (row,) = tx.rows(PENDING)
    return Pending(row.due, row.running, row.later, row.next_at, row.paused)


def stats(tx: Transaction) -> Stats:
    """Return the numbers of the whole queue; of one moment in a snapshot (`Store.read`)."""
    ended = tx.rows(ENDED)
    return Stats(
        jobs=counts(tx),
        waiting=_waiting(tx),
        last_hour=_by_status({row.status: row.hour for row in ended}),
        last_day=_by_status({row.status: row.day for row in ended}),
        failures={row.name: row.jobs for row in tx.rows(FAILURES)},
        documents=tx.value(DOCUMENTS),
    )


def _waiting(tx: Transaction) -> Waiting:
    (due,) = tx.rows(DUE)
    (rest,) = tx.rows(LATER)
    return Waiting(due.due, rest.scheduled, rest.to_retry, due.oldest, due.now)


def _by_status(found: Mapping[JobStatus, int]) -> dict[JobStatus, int]:
    return {status: found.get(status, 0) for status in FINISHED}
