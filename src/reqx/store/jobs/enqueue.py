"""New jobs. A partial unique index, not a look before, keeps a document from being queued twice."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import Text, bindparam, cast, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from reqx.errors import NotFound, UsageError
from reqx.model.jobs import EXTRACT_REQUIREMENTS, JobStatus
from reqx.store.columns import Instant, Json
from reqx.store.expressions import NOW, among
from reqx.store.jobs import consequence
from reqx.store.schema import IS_LIVE, documents, jobs
from reqx.store.transaction import Transaction

BATCH = 1000
PRIORITY_LIMIT = 1000

KEY = (
    literal(EXTRACT_REQUIREMENTS + ":", Text)
    + cast(documents.c.id, Text)
    + ":"
    + bindparam("extractor", type_=Text)
)
NEW = {
    "document_id": documents.c.id,
    "type": literal(EXTRACT_REQUIREMENTS, Text),
    "status": literal(JobStatus.PENDING, jobs.c.status.type),
    "priority": bindparam("priority", type_=jobs.c.priority.type),
    "rank": bindparam("rank", type_=jobs.c.rank.type),
    "scheduled_at": func.coalesce(bindparam("at", type_=Instant()), NOW),
    "attempts": literal(0),
    "max_attempts": bindparam("max_attempts", type_=jobs.c.max_attempts.type),
    "crashes": literal(0),
    "claims": literal(0),
    "unique_key": KEY,
    "options": bindparam("options", type_=Json),
    "created_at": NOW,
    "updated_at": NOW,
}
# In the order of the ids, so that two batches at once wait for each other in one direction only.
CHOSEN = select(*NEW.values()).where(among(documents.c.id, "documents")).order_by(documents.c.id)
ENQUEUE = {
    dialect: insert(jobs)
    .from_select(list(NEW), CHOSEN)
    .on_conflict_do_nothing(index_elements=[jobs.c.unique_key], index_where=IS_LIVE)
    .returning(jobs.c.document_id, jobs.c.id)
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
KNOWN = select(documents.c.id).where(among(documents.c.id, "documents"))


def enqueue(
    tx: Transaction,
    document_ids: Sequence[int],
    *,
    extractor: str,
    priority: int = 0,
    at: datetime | None = None,
    max_attempts: int = 3,
) -> dict[int, int]:
    """Queue a job for each document, due at `at` (None: now), and return document id -> job id.

    A document with a live job for the same extractor is left out. NotFound for an unknown one.
    """
    if abs(priority) > PRIORITY_LIMIT:
        raise UsageError(
            f"priority {priority} is out of range", hint="Use a number from -1000 to 1000."
        )
    values = {
        "extractor": extractor,
        "priority": priority,
        "rank": -priority,
        "at": at,
        "max_attempts": max_attempts,
        "options": {"extractor": extractor},
    }
    created: dict[int, int] = {}
    with tx.atomic():
        for batch in _batches(document_ids):
            created |= _enqueue(tx, batch, values)
    return created


def _enqueue(tx: Transaction, batch: list[int], values: dict[str, object]) -> dict[int, int]:
    rows = tx.rows(ENQUEUE[tx.dialect], values | {"documents": batch})
    created = {row.document_id: row.id for row in rows}
    if len(created) < len(batch):
        _check_known(tx, batch)
    if created:
        consequence.wait(tx, list(created))
    return created


def _check_known(tx: Transaction, batch: list[int]) -> None:
    known = {row.id for row in tx.rows(KNOWN, {"documents": batch})}
    for document_id in batch:
        if document_id not in known:
            raise NotFound(
                f"document {document_id} does not exist", hint="See `reqx documents list`."
            )


def _batches(document_ids: Sequence[int]) -> Iterator[list[int]]:
    ids = iter(sorted(set(document_ids)))
    while batch := list(islice(ids, BATCH)):
        yield batch
