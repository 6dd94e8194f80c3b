"""What operators do with jobs: list them, count them, try them again."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update

from reqx.errors import UsageError
from reqx.model.filters import JobFilter, Window
from reqx.model.jobs import Job, JobStatus
from reqx.store.expressions import NOW, among, is_in
from reqx.store.faults import Conflict
from reqx.store.jobs import consequence, lookup
from reqx.store.listing import Listing
from reqx.store.schema import documents, jobs
from reqx.store.transaction import Transaction

BATCH = 1000

LISTING = Listing(
    key=(jobs.c.id,),
    fields={
        "id": None,
        "status": jobs.c.status,
        "priority": jobs.c.priority,
        "attempts": jobs.c.attempts,
        "scheduled_at": jobs.c.scheduled_at,
        "started_at": jobs.c.started_at,
        "completed_at": jobs.c.completed_at,
        "created_at": jobs.c.created_at,
        "updated_at": jobs.c.updated_at,
        "document_id": jobs.c.document_id,
        "document": documents.c.name,
        "project": documents.c.project,
        "user": documents.c.user,
        "worker": jobs.c.worker,
        "error": jobs.c.error,
        "error_class": jobs.c.error_class,
    },
)

CHOSEN = (
    select(jobs.c.id, jobs.c.status, jobs.c.document_id)
    .where(among(jobs.c.id, "jobs"))
    .order_by(jobs.c.id)
    .with_for_update()
)
RETRY = (
    update(jobs)
    .where(among(jobs.c.id, "jobs"))
    .values(
        status=JobStatus.PENDING,
        scheduled_at=NOW,
        attempts=0,
        crashes=0,
        rank=-jobs.c.priority,
        started_at=None,
        completed_at=None,
        result=None,
        error=None,
        error_class=None,
        updated_at=NOW,
    )
)
RETRIED = (JobStatus.FAILED, JobStatus.CANCELLED)


def find(tx: Transaction, which: JobFilter, window: Window) -> tuple[list[Job], str | None]:
    """Return a page of jobs and the cursor of the next, None after the last."""
    rows, cursor = LISTING.find(tx, lookup.JOBS.where(*_conditions(which)), window)
    return [lookup.from_row(row) for row in rows], cursor


def ids(tx: Transaction, which: JobFilter) -> Iterator[int]:
    """Yield the ids of all jobs, the oldest first."""
    for batch in LISTING.batches(tx, _joined(select(jobs.c.id), which), BATCH):
        yield from (row["id"] for row in batch)


def count(tx: Transaction, which: JobFilter) -> int:
    """Return how many jobs there are."""
    total: int = tx.value(_joined(select(func.count()).select_from(jobs), which))
    return total


def retry(tx: Transaction, ids: Sequence[int]) -> None:
    """Make FAILED and CANCELLED jobs PENDING, due now, with all their attempts; all or none.

    NotFound for an unknown job. UsageError for one in another state, or whose document has another
    live job.
    """
    with tx.atomic():
        found = {row.id: row for row in tx.rows(CHOSEN, {"jobs": list(ids)})}
        document_ids = [row.document_id for row in found.values()]
        busy = lookup.live(tx, document_ids)
        for job_id in dict.fromkeys(ids):
            if job_id not in found:
                raise lookup.unknown(job_id)
            _check(found[job_id], busy)
        _retry(tx, list(found), document_ids)


def _check(row: Any, busy: dict[int, int]) -> None:  # noqa: ANN401 - a row of CHOSEN
    """Refuse a job that cannot be retried, and note that its document has a live job from now."""
    if row.status not in RETRIED:
        raise UsageError(
            f"job {row.id} is {row.status}: only FAILED and CANCELLED jobs can be retried"
        )
    if row.document_id in busy:
        raise _is_busy(row.id, row.document_id, busy[row.document_id])
    busy[row.document_id] = row.id


def _retry(tx: Transaction, job_ids: list[int], document_ids: list[int]) -> None:
    try:
        tx.run(RETRY, {"jobs": job_ids})
    except Conflict as error:
        raise UsageError(
            "a document of these jobs was queued at the same moment", hint="Look, and try again."
        ) from error
    consequence.wait(tx, document_ids)


def _is_busy(job_id: int, document_id: int, live: int) -> UsageError:
    return UsageError(
        f"job {job_id} cannot be retried: document {document_id} has job {live} in the queue",
        hint=f"See `reqx jobs show {live}`.",
    )


def _joined(statement: Select[Any], which: JobFilter) -> Select[Any]:
    """Join the documents only where the filter looks at them."""
    if which.project is not None:
        statement = statement.join(documents, documents.c.id == jobs.c.document_id)
    return statement.where(*_conditions(which))


def _conditions(which: JobFilter) -> Iterator[ColumnElement[bool]]:
    if which.ids:
        yield is_in(jobs.c.id, which.ids)
    if which.statuses:
        yield jobs.c.status.in_(which.statuses)
    if which.document_ids:
        yield is_in(jobs.c.document_id, which.document_ids)
    if which.project is not None:
        yield documents.c.project == which.project
    if which.error is not None:
        yield func.lower(jobs.c.error).contains(which.error.lower(), autoescape=True)
    yield from _bounds(which)


def _bounds(which: JobFilter) -> Iterator[ColumnElement[bool]]:
    if which.since is not None:
        yield jobs.c.updated_at >= which.since
    if which.until is not None:
        yield jobs.c.updated_at <= which.until
    if which.priority_min is not None:
        yield jobs.c.priority >= which.priority_min
