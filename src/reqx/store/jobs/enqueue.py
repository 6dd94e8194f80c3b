"""New jobs. A partial unique index, not a look before, keeps a document from being queued twice."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from reqx.errors import NotFound, UsageError
from reqx.model.jobs import EXTRACT_REQUIREMENTS, JobStatus
from reqx.store.columns import ENCODE, Instant
from reqx.store.expressions import NOW, among
from reqx.store.hot import Hot
from reqx.store.schema import IS_LIVE, documents, jobs
from reqx.store.transaction import Transaction

BATCH = 1000
PRIORITY_LIMIT = 1000
CHANNEL = "reqx_jobs"
"""Where PostgreSQL tells waiting workers that there are new jobs; the message says nothing."""

PRIORITY = bindparam("priority", type_=jobs.c.priority.type)
ZERO: ColumnElement[int] = literal_column("0")
# Literals are part of the statement; each parameter costs time.
NEW = {
    "document_id": documents.c.id,
    "type": literal_column(f"'{EXTRACT_REQUIREMENTS}'"),
    "extractor": bindparam("extractor", type_=Text),
    "status": literal_column(f"'{JobStatus.PENDING}'"),
    "priority": PRIORITY,
    "rank": -PRIORITY,
    "scheduled_at": func.coalesce(bindparam("at", type_=Instant()), NOW),
    "attempts": ZERO,
    "max_attempts": bindparam("max_attempts", type_=jobs.c.max_attempts.type),
    "crashes": ZERO,
    "claims": ZERO,
    "options": bindparam("options", type_=Text),
    "created_at": NOW,
    "updated_at": NOW,
}
CHOSEN = select(*NEW.values())
WANTED = among(documents.c.id, "documents")
KNOWN = select(documents.c.id).where(WANTED)
KNOWN_COUNT = select(func.count()).select_from(documents).where(WANTED).scalar_subquery()
WHICH = {
    # In the order of the ids: two batches at once wait for each other in one direction only.
    "several": CHOSEN.where(WANTED, bindparam("wanted", type_=Integer) == KNOWN_COUNT).order_by(
        documents.c.id
    ),
    "one": CHOSEN.where(documents.c.id == bindparam("document", type_=documents.c.id.type)),
}


def _insert(dialect: str, which: Select[Any]) -> Any:  # noqa: ANN401 - each dialect has an Insert of its own
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    return (
        insert(jobs)
        .from_select(list(NEW), which)
        .on_conflict_do_nothing(
            index_elements=[jobs.c.document_id, jobs.c.extractor], index_where=IS_LIVE
        )
        .returning(jobs.c.document_id, jobs.c.id)
    )


def _insert_and_tell(which: Select[Any]) -> Select[Any]:
    """Return the insert that wakes the workers at its commit, once however many jobs there are."""
    created = _insert("postgresql", which).cte("created")
    told = select(func.pg_notify(CHANNEL, "")).cte("told").prefix_with("MATERIALIZED")
    return select(created.c.document_id, created.c.id).join_from(created, told, literal(True))


INSERT = {
    (dialect, name): Hot(_insert(dialect, which))
    for dialect in ("sqlite", "postgresql")
    for name, which in WHICH.items()
}
INSERT_AND_TELL = {
    "several": Hot(_insert_and_tell(WHICH["several"])),
    "one": Hot(_insert("postgresql", WHICH["one"]).returning(func.pg_notify(CHANNEL, ""))),
}


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

    A document with a live job for the same extractor is left out. NotFound for an unknown one. Up
    to 1,000 documents are one statement, which needs no transaction around it.
    """
    if abs(priority) > PRIORITY_LIMIT:
        raise UsageError(
            f"priority {priority} is out of range", hint="Use a number from -1000 to 1000."
        )
    values = {
        "extractor": extractor,
        "priority": priority,
        "at": at,
        "max_attempts": max_attempts,
        "options": _options(extractor),
    }
    ids = sorted(set(document_ids))
    if len(ids) <= BATCH:
        return _enqueue(tx, ids, values)
    created: dict[int, int] = {}
    with tx.atomic():
        for batch in _batches(ids):
            created |= _enqueue(tx, batch, values)
    return created


@cache
def _options(extractor: str) -> str:
    """Return the JSON that workers of reqx 0.1.0 read."""
    return ENCODE({"extractor": extractor})


def _enqueue(tx: Transaction, batch: list[int], values: dict[str, object]) -> dict[int, int]:
    if not batch:
        return {}
    if len(batch) == 1:
        name = "one"
        values["document"] = batch[0]
    else:
        name = "several"
        values |= {"documents": batch, "wanted": len(batch)}
    statement = INSERT_AND_TELL[name] if tx.is_notifying else INSERT[tx.dialect, name]
    rows = tx.hot(statement, values)
    created = {row.document_id: row.id for row in rows}
    if not created:
        _check_known(tx, batch)
    return created


def _check_known(tx: Transaction, batch: list[int]) -> None:
    known = {row.id for row in tx.rows(KNOWN, {"documents": batch})}
    for document_id in batch:
        if document_id not in known:
            raise NotFound(
                f"document {document_id} does not exist", hint="See `reqx documents list`."
            )


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch
