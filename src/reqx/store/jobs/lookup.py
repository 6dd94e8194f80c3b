"""Jobs as values: one, its attempts, and the jobs of documents."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import RowMapping, Text, and_, bindparam, func, select

from reqx.errors import NotFound
from reqx.model.jobs import Attempt, Job, JobStatus, Progress
from reqx.store.expressions import among
from reqx.store.jobs.selection import IS_LIVE, is_status, of_documents
from reqx.store.llm import coming
from reqx.store.schema import attempts, documents, jobs
from reqx.store.transaction import Transaction

OWN = (
    "id",
    "type",
    "status",
    "priority",
    "attempts",
    "max_attempts",
    "scheduled_at",
    "created_at",
    "updated_at",
    "document_id",
    "extractor",
    "started_at",
    "completed_at",
    "error",
    "error_class",
    "worker",
    "result",
    "cancel_requested_at",
    "crashes",
)
"""The fields of a Job that are columns of `jobs`."""

JOBS = select(
    *(jobs.c[name] for name in OWN),
    documents.c.name.label("document"),
    documents.c.project,
    documents.c.user,
    attempts.c.phase,
    attempts.c.done,
    attempts.c.total,
    coming.SINCE.label("batch_since"),
).select_from(
    jobs.join(documents, documents.c.id == jobs.c.document_id).outerjoin(
        attempts,
        and_(
            attempts.c.job_id == jobs.c.id,
            attempts.c.number == jobs.c.claims,
            is_status([JobStatus.PROCESSING]),
        ),
    )
)
BY_ID = JOBS.where(jobs.c.id == bindparam("job"))
HISTORY = (
    select(*(attempts.c[name] for name in Attempt.__dataclass_fields__))
    .where(attempts.c.job_id == bindparam("job"))
    .order_by(attempts.c.number)
)
NEWEST = select(jobs.c.document_id, func.max(jobs.c.id).label("job")).group_by(jobs.c.document_id)
IS_THEIRS = among(jobs.c.document_id, "documents")
LATEST = NEWEST.where(of_documents(IS_THEIRS))
LIVE = NEWEST.where(
    IS_LIVE,
    IS_THEIRS,
    jobs.c.extractor == func.coalesce(bindparam("extractor", type_=Text), jobs.c.extractor),
)


def get(tx: Transaction, job_id: int) -> Job:
    """Return the job; NotFound when there is none."""
    for row in tx.records(BY_ID, {"job": job_id}):
        return from_row(row)
    raise unknown(job_id)


def unknown(job_id: int) -> NotFound:
    """Return the error for a job that does not exist."""
    return NotFound(f"job {job_id} does not exist", hint="See `reqx jobs list`.")


def history(tx: Transaction, job_id: int) -> list[Attempt]:
    """Return the job's attempts, the first one first."""
    return [Attempt(**row) for row in tx.records(HISTORY, {"job": job_id})]


def payload(tx: Transaction, job_id: int) -> dict[str, object]:
    """Return what the job is about, as its worker sees it; NotFound when there is no such job."""
    job = get(tx, job_id)
    names = ("document_id", "document", "user", "project", "extractor")
    return {name: getattr(job, name) for name in names}


def live(
    tx: Transaction, document_ids: Sequence[int], extractor: str | None = None
) -> dict[int, int]:
    """Return document id -> its PENDING or PROCESSING job; documents without one are left out.

    Of this extractor alone; None: the newest of any.
    """
    values = {"documents": list(document_ids), "extractor": extractor}
    return dict(_pairs(tx.records(LIVE, values)))


def latest(tx: Transaction, document_ids: Sequence[int]) -> dict[int, int]:
    """Return document id -> its newest job; documents that never had one are left out."""
    return dict(_pairs(tx.records(LATEST, {"documents": list(document_ids)})))


def from_row(row: RowMapping) -> Job:
    """Return the job that the columns of `JOBS` describe."""
    values: dict[str, Any] = {name: row[name] for name in (*OWN, "document", "project", "user")}
    has_progress = row["phase"] is not None
    return Job(
        **values,
        batch_since=row["batch_since"],
        progress=Progress(row["phase"], row["done"], row["total"]) if has_progress else None,
    )


def _pairs(rows: Sequence[RowMapping]) -> Iterator[tuple[int, int]]:
    for row in rows:
        yield row["document_id"], row["job"]
