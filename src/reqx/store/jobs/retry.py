"""Trying again what failed or was cancelled: a fresh budget, the same history."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, select, update

from reqx.errors import UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import JobStatus
from reqx.store.expressions import NOW, among
from reqx.store.jobs import bulk
from reqx.store.jobs.bulk import Rows, Verb
from reqx.store.jobs.enqueue import CHANNEL
from reqx.store.jobs.selection import IS_LIVE, of_these
from reqx.store.schema import jobs
from reqx.store.transaction import Transaction

RETRIED = (JobStatus.FAILED, JobStatus.CANCELLED)

NEWER = jobs.alias("newer")
HAS_NEWER = exists().where(
    NEWER.c.document_id == jobs.c.document_id,
    NEWER.c.extractor == jobs.c.extractor,
    NEWER.c.id > jobs.c.id,
)
BUSY = select(jobs.c.document_id, jobs.c.extractor, jobs.c.id).where(
    among(jobs.c.document_id, "documents"), IS_LIVE
)
REQUEUE = (
    update(jobs)
    .where(among(jobs.c.id, "jobs"))
    .values(
        status=JobStatus.PENDING,
        scheduled_at=NOW,
        attempts=0,
        crashes=0,
        rank=-jobs.c.priority,
        cancel_requested_at=None,
        started_at=None,
        completed_at=None,
        result=None,
        error=None,
        error_class=None,
        updated_at=NOW,
    )
)
TELL = select(func.pg_notify(CHANNEL, ""))


def retry(tx: Transaction, ids: Sequence[int]) -> None:
    """Make FAILED and CANCELLED jobs PENDING, due now, with all their attempts; all or none.

    NotFound for an unknown job. UsageError for one in another state, or whose document has another
    live job of the same extractor.
    """
    bulk.apply(tx, RETRY, ids)


def _statuses(which: JobFilter) -> Sequence[JobStatus]:
    return of_these(which, RETRIED)


def _fits(which: JobFilter) -> ColumnElement[bool]:
    """Return what is true of the jobs to try again: the newest of their document and extractor."""
    del which
    return ~HAS_NEWER


def _check(tx: Transaction, rows: Rows) -> None:
    values = {"documents": [row.document_id for row in rows]}
    busy = {(row.document_id, row.extractor): row.id for row in tx.rows(BUSY, values)}
    for row in rows:
        if row.status not in RETRIED:
            raise UsageError(
                f"job {row.id} is {row.status}: only FAILED and CANCELLED jobs can be retried"
            )
        # Of two jobs named here for one document, the first is live from now on.
        live = busy.setdefault((row.document_id, row.extractor), row.id)
        if live != row.id:
            raise UsageError(
                f"job {row.id} cannot be retried: document {row.document_id} has job {live} in the"
                " queue",
                hint=f"See `reqx jobs show {live}`.",
            )


def _do(tx: Transaction, ids: Sequence[int]) -> None:
    tx.run(REQUEUE, {"jobs": list(ids)})
    if tx.is_notifying:
        tx.rows(TELL)


RETRY = Verb(_statuses, _fits, _check, _do)
