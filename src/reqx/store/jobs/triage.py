"""What operators look at: the jobs, filtered and in any order, page by page."""

from sqlalchemy import select

from reqx.model.filters import JobFilter, Window
from reqx.model.jobs import Job, JobStatus
from reqx.store.jobs import lookup
from reqx.store.jobs.selection import conditions, counted, hints, is_status
from reqx.store.listing import Listing
from reqx.store.schema import documents, jobs
from reqx.store.transaction import Transaction

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

RUNNING = select(jobs.c.id).where(is_status([JobStatus.PROCESSING])).correlate(None)


def find(tx: Transaction, which: JobFilter, window: Window) -> tuple[list[Job], str | None]:
    """Return a page of jobs and the cursor of the next, None after the last."""
    statement = lookup.JOBS.where(*conditions(which))
    if window.sort.removeprefix("-") == "updated_at":
        statement = statement.where(*hints(which))
    if which.statuses == (JobStatus.PROCESSING,):
        # They are few, wherever they are: SQLite would look for them from one end of the table.
        statement = statement.where(jobs.c.id.in_(RUNNING))
    rows, cursor = LISTING.find(tx, statement, window)
    return [lookup.from_row(row) for row in rows], cursor


def count(tx: Transaction, which: JobFilter) -> int:
    """Return how many jobs there are."""
    total: int = tx.value(counted(which))
    return total
