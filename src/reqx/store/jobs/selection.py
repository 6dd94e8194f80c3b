"""Which jobs a filter means, as SQL."""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, func, literal_column, not_, or_, select

from reqx.model.filters import JobFilter
from reqx.model.jobs import JobStatus
from reqx.store.columns import storable
from reqx.store.expressions import is_in
from reqx.store.schema import documents, jobs

LIVE = (JobStatus.PENDING, JobStatus.PROCESSING)
FINISHED = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)


def is_status(statuses: Collection[JobStatus]) -> ColumnElement[bool]:
    """Return "the job is in one of these states", in literals: see `schema`."""
    words = [literal_column(f"'{status}'", Text) for status in JobStatus if status in statuses]
    # SQLite knows the conditions of its partial indexes by their form only.
    return jobs.c.status == words[0] if len(words) == 1 else jobs.c.status.in_(words)


IS_LIVE = is_status(LIVE)
IS_FINISHED = is_status(FINISHED)


def of_documents(is_theirs: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return a condition on the document in the words of the two indexes that know it."""
    return or_(and_(IS_LIVE, is_theirs), and_(not_(IS_LIVE), is_theirs))


def of_these(which: JobFilter, statuses: Collection[JobStatus]) -> tuple[JobStatus, ...]:
    """Return those of the statuses that the filter lets through."""
    return tuple(status for status in statuses if not which.statuses or status in which.statuses)


def counted(which: JobFilter, *also: ColumnElement[bool]) -> Select[Any]:
    """Return the number of jobs that the filter means and of which `also` is true."""
    statement = joined(select(func.count()).select_from(jobs), which).where(*also)
    return statement.where(*hints(which))


def hints(which: JobFilter) -> Iterator[ColumnElement[bool]]:
    """Yield what follows from the filter anyway, in the words of the index of finished jobs.

    SQLite does not see that it follows. It would take this index from then on, whatever the order
    of the rows: for counting and for listings by `updated_at` only.
    """
    if which.statuses and set(which.statuses) <= set(FINISHED):
        yield IS_FINISHED


def joined(statement: Select[Any], which: JobFilter) -> Select[Any]:
    """Narrow a selection of jobs; the documents come in only where the filter looks at them."""
    if which.project is not None:
        statement = statement.join(documents, documents.c.id == jobs.c.document_id)
    return statement.where(*conditions(which))


def conditions(which: JobFilter) -> Iterator[ColumnElement[bool]]:
    """Yield what is true of each job that the filter means."""
    if which.ids:
        yield is_in(jobs.c.id, which.ids)
    if which.statuses:
        yield is_status(which.statuses)
    if which.document_ids:
        yield of_documents(is_in(jobs.c.document_id, which.document_ids))
    if which.project is not None:
        yield documents.c.project == which.project
    if which.error is not None:
        yield func.lower(jobs.c.error).contains(storable(which.error.lower()), autoescape=True)
    yield from _bounds(which)


def _bounds(which: JobFilter) -> Iterator[ColumnElement[bool]]:
    if which.since is not None:
        yield jobs.c.updated_at >= which.since
    if which.until is not None:
        yield jobs.c.updated_at <= which.until
    if which.priority_min is not None:
        yield jobs.c.priority >= which.priority_min
