"""Ends of tries on PostgreSQL: one statement for any number of them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Float,
    FromClause,
    Integer,
    Select,
    Text,
    case,
    cast,
    func,
    literal_column,
    null,
    select,
    update,
)
from sqlalchemy.sql.dml import Update
from sqlalchemy.types import TypeEngine

from reqx.store.expressions import NOW, given, later, narrowed
from reqx.store.hot import Hot
from reqx.store.schema import attempts, documents, jobs
from reqx.store.transaction import Transaction

FIELDS: dict[str, TypeEngine[Any]] = {
    "job": BigInteger(),
    "token": Text(),
    "attempt": Integer(),
    "status": Text(),
    "outcome": Text(),
    "attempts": Integer(),
    "crashes": Integer(),
    "delay": Float(),
    "result": Text(),
    "error_class": Text(),
    "error": Text(),
    "traceback": Text(),
    "pages": Integer(),
    "language": Text(),
    "warnings": Text(),
    "parser": Text(),
    "requirements": Integer(),
    "verdict": Text(),
}
"""A record of `ends`; what is missing in one is NULL."""

COMPLETED: ColumnElement[str] = literal_column("'COMPLETED'")
FAILED: ColumnElement[str] = literal_column("'FAILED'")
PENDING: ColumnElement[str] = literal_column("'PENDING'")
CANCELLED: ColumnElement[str] = literal_column("'CANCELLED'")
IS_EXPIRED = jobs.c.lease_expires_at <= NOW


def write(
    tx: Transaction, records: list[dict[str, Any]], *, if_expired: bool
) -> Mapping[int, tuple[str, bool]]:
    """Do what `ends.write` says; return job id -> its status, and "was processed before"."""
    values = {
        # The jobs are written in this order: who writes the same ones waits and goes on.
        "ends": records,
        "jobs": [record["job"] for record in records],
    }
    rows = tx.hot(WRITE_EXPIRED if if_expired else WRITE, values)
    return {row.id: (row.status, row.was_processed) for row in rows}


def _settle(ends: FromClause, *conditions: ColumnElement[bool]) -> Update:
    """Return the update of the jobs, fenced.

    No condition on the status: the token says it all, and with one the planner may walk the index
    of the leases and its dead entries instead of the primary key.
    """
    end = ends.c
    # Who cancelled a job that is running does not want it tried again.
    is_given_up = jobs.c.cancel_requested_at.is_not(None) & (end.status == PENDING)
    return (
        update(jobs)
        .where(
            narrowed("postgresql", jobs.c.id, "jobs"),
            jobs.c.id == end.job,
            jobs.c.claim_token == end.token,
            *conditions,
        )
        .values(
            status=case((is_given_up, CANCELLED), else_=end.status),
            attempts=end.attempts,
            crashes=end.crashes,
            scheduled_at=func.coalesce(later(end.delay), jobs.c.scheduled_at),
            result=end.result,
            error=end.error,
            error_class=end.error_class,
            completed_at=case((end.status == COMPLETED, NOW), else_=None),
            updated_at=NOW,
            claim_token=null(),
            worker=null(),
            lease_expires_at=null(),
            deadline_at=null(),
            cancel_requested_at=null(),
        )
    )


def _close(settled: CTE) -> Update:
    """Return the update of the attempts."""
    end = settled.c
    return (
        update(attempts)
        .where(attempts.c.job_id == end.id, attempts.c.number == end.attempt)
        .values(
            ended_at=NOW,
            outcome=end.outcome,
            error_class=end.error_class,
            error=end.error,
            traceback=end.traceback,
        )
    )


def _conclude(settled: CTE) -> Update:
    """Return the update of the documents whose job came to its end."""
    end = settled.c
    is_completed = end.status == COMPLETED

    def if_completed(name: str) -> ColumnElement[Any]:
        return case((is_completed, end[name]), else_=documents.c[name])

    return (
        update(documents)
        .where(documents.c.id == end.document_id, is_completed | (end.status == FAILED))
        .values(
            status=case((is_completed, literal_column("'DONE'")), else_=literal_column("'ERROR'")),
            error_message=case((is_completed, None), else_=end.error),
            processed_at=case((is_completed, NOW), else_=documents.c.processed_at),
            verdict=end.verdict,
            **{name: if_completed(name) for name in OF_DOCUMENT},
        )
    )


ENDED = given("postgresql", "ends", FIELDS)
OF_ATTEMPT = ("attempt", "outcome", "error_class", "error", "traceback")
OF_DOCUMENT = ("pages", "language", "warnings", "parser", "requirements")


def settling(*conditions: ColumnElement[bool]) -> tuple[CTE, CTE, CTE]:
    """Return the parts of a statement: the jobs as settled, and what follows from that.

    The rows of the parameter are taken apart once: the job's update hands on what the others need.
    """
    ends = ENDED
    settled = (
        _settle(ends, *conditions)
        .returning(
            jobs.c.id,
            cast(jobs.c.status, Text).label("status"),
            jobs.c.document_id,
            *(ends.c[name] for name in (*OF_ATTEMPT, *OF_DOCUMENT, "verdict")),
        )
        .cte("settled")
    )
    return settled, _close(settled).cte("closed"), _conclude(settled).cte("concluded")


def _write(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Return the statement.

    All its parts see the documents as they were before it. They are not locked first: two tries of
    one document that end at once, with different extractors, collide on its pages' key instead,
    and the second is settled again.
    """
    settled, closed, concluded = settling(*conditions)
    return (
        select(
            settled.c.id,
            settled.c.status,
            documents.c.processed_at.is_not(None).label("was_processed"),
        )
        .join_from(settled, documents, documents.c.id == settled.c.document_id)
        .add_cte(closed, concluded)
    )


WRITE, WRITE_EXPIRED = Hot(_write()), Hot(_write(IS_EXPIRED))
