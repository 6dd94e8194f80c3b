"""Forgetting jobs that are long finished, with their attempts.

Documents, pages and requirements stay. FAILED jobs are kept until somebody has looked at them: they
go when they are asked for by name. The newest job of all stays too, so that no number is given out
twice: on SQLite a counter of its own would be written with every job.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, delete, func, literal, or_, select

from reqx.errors import UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import JobStatus
from reqx.store.expressions import among, later
from reqx.store.jobs import bulk
from reqx.store.jobs.bulk import BATCH, Rows, Verb
from reqx.store.jobs.selection import FINISHED, IS_FINISHED, is_status
from reqx.store.schema import attempts, jobs
from reqx.store.transaction import Transaction

DAY_SECONDS: Final = 86400.0
KEPT_SECONDS = {JobStatus.COMPLETED: 30 * DAY_SECONDS, JobStatus.CANCELLED: 7 * DAY_SECONDS}
"""How long finished jobs are kept when nobody says otherwise."""


NEWEST = select(func.max(jobs.c.id)).scalar_subquery().correlate(None)
IS_NOT_NEWEST = jobs.c.id < NEWEST


def _is_old(status: JobStatus) -> ColumnElement[bool]:
    """Return "the job has had this status for longer than such jobs are kept"."""
    limit = later(literal(-KEPT_SECONDS.get(status, 0.0)))
    return and_(is_status([status]), jobs.c.updated_at <= limit)


OLD = {
    status: select(jobs.c.id)
    .where(IS_FINISHED, _is_old(status), IS_NOT_NEWEST)
    .order_by(jobs.c.updated_at)
    .limit(bindparam("limit"))
    # Another worker that prunes takes others.
    .with_for_update(skip_locked=True)
    for status in KEPT_SECONDS
}
DROP_ATTEMPTS = delete(attempts).where(among(attempts.c.job_id, "jobs"))
DROP = delete(jobs).where(among(jobs.c.id, "jobs"))


def prune(tx: Transaction, ids: Sequence[int]) -> None:
    """Forget these jobs however old they are; all or none.

    NotFound for an unknown job, UsageError for one that is not finished, or is the newest.
    """
    bulk.apply(tx, PRUNE, ids)


def prune_old(tx: Transaction, limit: int = BATCH) -> int:
    """Forget up to `limit` of the jobs that nobody needs any more; return how many.

    COMPLETED jobs after 30 days, CANCELLED ones after 7. Call again until it
    returns less than `limit`.
    """
    pruned = 0
    for statement in OLD.values():
        # Without this look, each call would take SQLite's write lock.
        if tx.rows(statement, {"limit": 1}):
            pruned += _prune(tx, statement, limit - pruned)
    return pruned


def _prune(tx: Transaction, statement: Select[Any], limit: int) -> int:
    with tx.atomic():
        ids = [row.id for row in tx.rows(statement, {"limit": limit})]
        _do(tx, ids)
    return len(ids)


def _statuses(which: JobFilter) -> Sequence[JobStatus]:
    """Return the statuses to prune; when none is named, those with an age of their own."""
    for status in which.statuses:
        if status not in FINISHED:
            raise UsageError(f"{status} jobs are never pruned", hint=_HINT)
    return which.statuses or tuple(KEPT_SECONDS)


def _fits(which: JobFilter) -> ColumnElement[bool]:
    """Return what is true of the jobs to prune: without an age in the filter, they have their own.

    A beginning alone (`since`) is no age: it makes nothing younger go.
    """
    if which.until is not None:
        return IS_NOT_NEWEST
    return and_(IS_NOT_NEWEST, or_(*map(_is_old, _statuses(which))))


_HINT = "COMPLETED, CANCELLED and FAILED ones can be."


def _check(tx: Transaction, rows: Rows) -> None:
    newest = tx.value(select(NEWEST))
    for row in rows:
        if row.status not in FINISHED:
            raise UsageError(
                f"job {row.id} is {row.status}: only finished jobs can be pruned", hint=_HINT
            )
        if row.id == newest:
            raise UsageError(
                f"job {row.id} is the newest: it stays, so that its number is not given out again",
                hint="It can be pruned when there is a newer one.",
            )


def _do(tx: Transaction, ids: Sequence[int]) -> None:
    for statement in (DROP_ATTEMPTS, DROP):
        tx.run(statement, {"jobs": list(ids)})


PRUNE = Verb(_statuses, _fits, _check, _do)
