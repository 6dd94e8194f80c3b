"""Doing something to many jobs: to these ids, all or none, or to what a filter means, in batches.

A batch is a transaction, and the next one starts after its last id: whatever happens to the jobs
meanwhile, each is done at most once and the end is reached.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select

from reqx.errors import UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import JobStatus
from reqx.store.expressions import among
from reqx.store.faults import Conflict
from reqx.store.jobs import lookup
from reqx.store.jobs.selection import counted, joined
from reqx.store.schema import jobs
from reqx.store.transaction import Transaction

BATCH = 1000
TRIES = 3

Rows = Sequence[Row[Any]]

COLUMNS = (jobs.c.id, jobs.c.status, jobs.c.document_id, jobs.c.extractor)
# In the order of the ids, so that two verbs at once wait for each other in one direction only.
CHOSEN = select(*COLUMNS).where(among(jobs.c.id, "jobs")).order_by(jobs.c.id).with_for_update()


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that is done to jobs.

    `statuses` are those of a filter's that it can be done to, and `fits` says what else must be
    true then; `check` refuses a job that is named by its id; `do` does it to jobs whose rows are
    locked.
    """

    statuses: Callable[[JobFilter], Collection[JobStatus]]
    fits: Callable[[JobFilter], ColumnElement[bool]]
    check: Callable[[Transaction, Rows], None]
    do: Callable[[Transaction, Sequence[int]], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """What was done: to these jobs, of which `running` are in a worker's hands; and how to go on.

    `cursor` None: there are no more.
    """

    ids: list[int]
    running: int
    cursor: int | None


def apply(tx: Transaction, verb: Verb, ids: Sequence[int]) -> int:
    """Do it to these jobs, all or none; return how many are in a worker's hands.

    NotFound for an unknown job; UsageError for one that `verb.check` refuses.
    """
    try:
        with tx.atomic():
            rows = _chosen(tx, ids)
            verb.check(tx, rows)
            verb.do(tx, [row.id for row in rows])
    except Conflict as error:
        raise _too_late() from error
    return _running(rows)


def _chosen(tx: Transaction, ids: Sequence[int]) -> Rows:
    """Lock these jobs and return them in the order they are named in; NotFound for an unknown."""
    found = {row.id: row for row in tx.rows(CHOSEN, {"jobs": list(ids)})}
    for job_id in ids:
        if job_id not in found:
            raise lookup.unknown(job_id)
    return [found[job_id] for job_id in dict.fromkeys(ids)]


def count(tx: Transaction, verb: Verb, which: JobFilter) -> int:
    """Return to how many jobs `batch` would do it, from the first to the last."""
    if not verb.statuses(which):
        return 0
    total: int = tx.value(counted(_narrowed(verb, which), verb.fits(which)))
    return total


def batch(
    tx: Transaction, verb: Verb, which: JobFilter, after: int = 0, limit: int = BATCH
) -> Batch:
    """Do it to the first jobs with a greater id than `after` that the filter means.

    One transaction, begun here.
    """
    if not verb.statuses(which):
        return Batch([], 0, None)
    for _ in range(TRIES):
        with suppress(Conflict):
            rows = _do_batch(tx, verb, which, {"after": after, "limit": limit})
            cursor = rows[-1].id if len(rows) == limit else None
            return Batch([row.id for row in rows], _running(rows), cursor)
    raise _too_late()


def _do_batch(tx: Transaction, verb: Verb, which: JobFilter, bounds: Mapping[str, int]) -> Rows:
    """Do it in one transaction.

    Conflict, with nothing done, when another transaction was faster: the next look sees its work.
    """
    with tx.atomic():
        rows = tx.rows(_locked(verb, which), bounds)
        if rows:
            verb.do(tx, [row.id for row in rows])
    return rows


def _too_late() -> UsageError:
    return UsageError(
        "a document of these jobs was queued at the same moment", hint="Look, and try again."
    )


def _locked(verb: Verb, which: JobFilter) -> Select[Any]:
    return (
        joined(select(*COLUMNS), _narrowed(verb, which))
        .where(verb.fits(which), jobs.c.id > bindparam("after"))
        .order_by(jobs.c.id)
        .limit(bindparam("limit"))
        .with_for_update(of=jobs)
    )


def _narrowed(verb: Verb, which: JobFilter) -> JobFilter:
    return replace(which, statuses=tuple(verb.statuses(which)))


def _running(rows: Rows) -> int:
    return sum(row.status is JobStatus.PROCESSING for row in rows)
