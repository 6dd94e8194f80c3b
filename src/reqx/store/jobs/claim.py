"""Handing out jobs: the due ones by rank, then by the time they are scheduled for, then by id.

PostgreSQL does it in one statement that passes over rows another worker is just taking. SQLite
has one writer at a time, so a short transaction is enough; a plain SELECT before it keeps an idle
poll from taking the lock.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    RowMapping,
    Select,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal,
    literal_column,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from reqx.model.jobs import Claim, DocumentStatus, JobStatus
from reqx.store.expressions import NOW, among, later
from reqx.store.schema import attempts, documents, jobs
from reqx.store.transaction import Transaction

IS_DUE = (jobs.c.status == literal_column("'PENDING'"), jobs.c.scheduled_at <= NOW)
ORDER = (jobs.c.rank, jobs.c.scheduled_at, jobs.c.id)
IS_CHOSEN = among(jobs.c.id, "only")

DRAWN_TOKEN = {
    "postgresql": cast(func.gen_random_uuid(), Text),
    "sqlite": func.lower(func.hex(func.randomblob(16))),
}
"""Random, and drawn for each claim: an attempt's number comes back after a release."""

HANDED_OUT = (
    jobs.c.id.label("job_id"),
    jobs.c.claim_token.label("token"),
    jobs.c.claims.label("attempt"),
    jobs.c.attempts,
    jobs.c.max_attempts,
    jobs.c.crashes,
    jobs.c.document_id,
    jobs.c.options,
    jobs.c.worker,
    jobs.c.started_at,
    jobs.c.rank,
    jobs.c.scheduled_at,
)
ATTEMPT = {
    "job_id": "job_id",
    "number": "attempt",
    "claim_token": "token",
    "worker": "worker",
    "started_at": "started_at",
}
"""The columns of an attempt row, and the names under which `HANDED_OUT` gives their values."""

OF_DOCUMENT = (documents.c.name.label("document"), documents.c.fingerprint, documents.c.media_type)


def claim(
    tx: Transaction, *, worker: str, slots: int, lease_seconds: float, only: Sequence[int] = ()
) -> list[Claim]:
    """Take up to `slots` due jobs for `lease_seconds`, the most urgent first; none is no error.

    `only` restricts to these job ids. Each job counts one attempt and gets a new token, an attempt
    row, and its document the status PROCESSING.
    """
    values = {"worker": worker, "slots": slots, "lease": lease_seconds}
    if only:
        values["only"] = list(only)
    if tx.dialect == "postgresql":
        return [from_row(row) for row in tx.records(CLAIM_ONLY if only else CLAIM, values)]
    if not tx.rows(ANY_ONLY if only else ANY, {"only": list(only)} if only else None):
        return []
    with tx.atomic():
        return _claim_on_sqlite(tx, TAKE_ONLY if only else TAKE, values)


def _ready(*conditions: ColumnElement[bool]) -> Select[tuple[int]]:
    """Return the selection of the due jobs, the most urgent first."""
    return (
        select(jobs.c.id)
        .where(*IS_DUE, *conditions)
        .order_by(*ORDER)
        # A literal again: for an unknown limit PostgreSQL's prepared plan scans whole tables.
        .limit(bindparam("slots", type_=Integer, literal_execute=True))
        .with_for_update(skip_locked=True)
    )


def _taken(dialect: str, ids: Any) -> ReturningUpdate[Any]:  # noqa: ANN401 - a subquery or a CTE's column
    """Return the update that hands out the jobs with these ids."""
    return (
        update(jobs)
        .where(ids)
        .values(
            status=JobStatus.PROCESSING,
            attempts=jobs.c.attempts + 1,
            claims=jobs.c.claims + 1,
            claim_token=DRAWN_TOKEN[dialect],
            worker=bindparam("worker", type_=Text),
            lease_expires_at=later("lease"),
            started_at=NOW,
            updated_at=NOW,
        )
        .returning(*HANDED_OUT)
    )


def _claim_on_postgresql(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the one statement: choose, take, write the attempts, mark the documents."""
    # MATERIALIZED: else the planner may run the locking select again and take too many.
    ready = _ready(*conditions).cte("ready").prefix_with("MATERIALIZED")
    taken = _taken("postgresql", jobs.c.id == ready.c.id).cte("taken")
    tried = insert(attempts).from_select(
        list(ATTEMPT), select(*(taken.c[name] for name in ATTEMPT.values()))
    )
    # In the order of the ids, for the reason that `consequence` gives.
    locked = (
        select(documents.c.id)
        .where(documents.c.id.in_(select(taken.c.document_id)))
        .order_by(documents.c.id)
        .with_for_update(key_share=True)
        .cte("locked")
    )
    marked = (
        update(documents)
        .where(documents.c.id == locked.c.id)
        .values(status=DocumentStatus.PROCESSING)
    )
    return (
        select(taken, *OF_DOCUMENT)
        .join_from(taken, documents, documents.c.id == taken.c.document_id)
        .order_by(taken.c.rank, taken.c.scheduled_at, taken.c.job_id)
        .add_cte(tried.cte("tried"), marked.cte("marked"))
    )


CLAIM = _claim_on_postgresql()
CLAIM_ONLY = _claim_on_postgresql(IS_CHOSEN)

ANY = select(literal(1)).where(*IS_DUE).limit(literal(1))
ANY_ONLY = select(literal(1)).where(*IS_DUE, IS_CHOSEN).limit(literal(1))
TAKE = _taken("sqlite", jobs.c.id.in_(_ready()))
TAKE_ONLY = _taken("sqlite", jobs.c.id.in_(_ready(IS_CHOSEN)))
TRY = insert(attempts)
MARK = (
    update(documents)
    .where(among(documents.c.id, "documents"))
    .values(status=DocumentStatus.PROCESSING)
)
DOCUMENTS = select(documents.c.id, *OF_DOCUMENT).where(among(documents.c.id, "documents"))


def _claim_on_sqlite(
    tx: Transaction, take: ReturningUpdate[Any], values: Mapping[str, Any]
) -> list[Claim]:
    # RETURNING has no order of its own.
    taken = sorted(
        tx.records(take, values),
        key=lambda row: (row["rank"], row["scheduled_at"], row["job_id"]),
    )
    if not taken:
        return []
    tx.run(TRY, [{name: row[given] for name, given in ATTEMPT.items()} for row in taken])
    ids = {"documents": [row["document_id"] for row in taken]}
    tx.run(MARK, ids)
    known = {row["id"]: row for row in tx.records(DOCUMENTS, ids)}
    return [from_row({**row, **known[row["document_id"]]}) for row in taken]


def from_row(row: RowMapping | Mapping[str, Any]) -> Claim:
    """Return the claim that the columns `HANDED_OUT` and `OF_DOCUMENT` describe."""
    return Claim(
        job_id=row["job_id"],
        token=row["token"],
        attempt=row["attempt"],
        attempts=row["attempts"],
        max_attempts=row["max_attempts"],
        document_id=row["document_id"],
        document=row["document"],
        fingerprint=row["fingerprint"],
        media_type=row["media_type"],
        extractor=row["options"]["extractor"],
        crashes=row["crashes"],
    )
