"""New jobs. A partial unique index, not a look before, keeps a document from being queued twice."""

import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    BigInteger,
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

from reqx.errors import NotFound, UsageError
from reqx.model.jobs import EXTRACT_REQUIREMENTS, JobStatus
from reqx.store import dialects
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
# Literals are part of the statement; each parameter costs time.
TELL = func.pg_notify(literal_column(f"'{CHANNEL}'"), literal_column("''"))
ZERO: ColumnElement[int] = literal_column("0")
WANTED = among(documents.c.id, "documents")
KNOWN = select(documents.c.id).where(WANTED)
KNOWN_COUNT = select(func.count()).select_from(documents).where(WANTED).scalar_subquery()
CLOCK: dict[str, ColumnElement[Any]] = {
    "postgresql": NOW,
    # Read once instead of three times a row; it is this machine's either way.
    "sqlite": bindparam("now", type_=BigInteger),
}


def _new(dialect: str) -> dict[str, ColumnElement[Any]]:
    """Return the columns of a new job of a document."""
    now = CLOCK[dialect]
    return {
        "document_id": documents.c.id,
        "type": literal_column(f"'{EXTRACT_REQUIREMENTS}'"),
        "extractor": bindparam("extractor", type_=Text),
        "status": literal_column(f"'{JobStatus.PENDING}'"),
        "priority": PRIORITY,
        "rank": -PRIORITY,
        "scheduled_at": func.coalesce(bindparam("at", type_=Instant()), now),
        "attempts": ZERO,
        "max_attempts": bindparam("max_attempts", type_=jobs.c.max_attempts.type),
        "crashes": ZERO,
        "claims": ZERO,
        "options": bindparam("options", type_=Text),
        "created_at": now,
        "updated_at": now,
    }


def _insert(dialect: str, name: str) -> Any:  # noqa: ANN401 - each dialect has an Insert of its own
    new = _new(dialect)
    return (
        dialects.insert(dialect, jobs)
        .from_select(list(new), _chosen(select(*new.values()), name))
        .on_conflict_do_nothing(
            index_elements=[jobs.c.document_id, jobs.c.extractor], index_where=IS_LIVE
        )
        .returning(jobs.c.document_id, jobs.c.id)
    )


def _chosen(new: Select[Any], name: str) -> Select[Any]:
    if name == "one":
        return new.where(documents.c.id == bindparam("document", type_=documents.c.id.type))
    is_complete = bindparam("wanted", type_=Integer) == KNOWN_COUNT
    # In the order of the ids: two batches at once wait for each other in one direction only.
    return new.where(WANTED, is_complete).order_by(documents.c.id)


def _insert_and_tell() -> Select[Any]:
    """Return the insert that wakes the workers at its commit, once however many jobs there are."""
    created = _insert("postgresql", "several").cte("created")
    told = select(TELL).cte("told").prefix_with("MATERIALIZED")
    return select(created.c.document_id, created.c.id).join_from(created, told, literal(True))


@cache
def _statement(dialect: str, name: str, *, is_telling: bool) -> Hot:
    if not is_telling:
        return Hot(_insert(dialect, name))
    return Hot(_insert_and_tell() if name == "several" else _insert(dialect, name).returning(TELL))


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
        "now": time.time_ns() // 1_000_000,
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
    rows = tx.hot(_statement(tx.dialect, name, is_telling=tx.is_notifying), values)
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
