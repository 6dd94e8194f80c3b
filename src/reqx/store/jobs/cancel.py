"""Calling jobs off: one that waits at once, one that runs by asking its worker."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, update

from reqx.errors import UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import JobStatus
from reqx.store.expressions import NOW, among
from reqx.store.jobs import bulk
from reqx.store.jobs.bulk import Rows, Verb
from reqx.store.jobs.selection import LIVE, is_status, of_these
from reqx.store.schema import jobs
from reqx.store.transaction import Transaction

IS_CHOSEN = among(jobs.c.id, "jobs")
IS_PENDING = is_status([JobStatus.PENDING])
IS_PROCESSING = is_status([JobStatus.PROCESSING])

CALL_OFF = (
    update(jobs).where(IS_CHOSEN, IS_PENDING).values(status=JobStatus.CANCELLED, updated_at=NOW)
)
# The worker's next heartbeat finds it.
REQUEST = (
    update(jobs)
    .where(IS_CHOSEN, IS_PROCESSING)
    .values(cancel_requested_at=func.coalesce(jobs.c.cancel_requested_at, NOW))
)


def cancel(tx: Transaction, ids: Sequence[int]) -> int:
    """Make PENDING jobs CANCELLED, and have the workers end those that run; all or none.

    Return how many run. NotFound for an unknown job, UsageError for one that is finished.
    """
    return bulk.apply(tx, CANCEL, ids)


def _statuses(which: JobFilter) -> Sequence[JobStatus]:
    return of_these(which, LIVE)


def _fits(which: JobFilter) -> ColumnElement[bool]:
    """Return what is true of the jobs to cancel: nobody asked for it yet."""
    del which
    return jobs.c.cancel_requested_at.is_(None)


def _check(tx: Transaction, rows: Rows) -> None:
    del tx
    for row in rows:
        if row.status not in LIVE:
            raise UsageError(
                f"job {row.id} is {row.status}: only PENDING and PROCESSING jobs can be cancelled"
            )


def _do(tx: Transaction, ids: Sequence[int]) -> None:
    for statement in (CALL_OFF, REQUEST):
        tx.run(statement, {"jobs": list(ids)})


CANCEL = Verb(_statuses, _fits, _check, _do)
