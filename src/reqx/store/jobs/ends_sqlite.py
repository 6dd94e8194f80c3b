"""Ends of tries on SQLite: a look at what is ours, then each row by its key, in one transaction.

The write lock is held, so nothing changes between the look and the writes.
"""

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, Text, bindparam, func, literal_column, null, select, update
from sqlalchemy.types import TypeEngine

from reqx.store.expressions import NOW, among
from reqx.store.hot import Hot
from reqx.store.schema import attempts, documents, jobs
from reqx.store.transaction import Transaction

MISSING: dict[str, Any] = dict.fromkeys(
    (
        *("delay", "error_class", "error", "traceback", "result", "pages", "language"),
        *("verdict", "completed_at"),
    )
)
"""What a record need not have."""


def _given(name: str, kind: type[TypeEngine[Any]] = Text) -> Any:  # noqa: ANN401 - SQLAlchemy's bindparam
    return bindparam(f"_{name}", type_=kind())


def _count(name: str) -> Any:  # noqa: ANN401 - as above
    return _given(name, BigInteger)


LOOK = Hot(
    select(
        jobs.c.id,
        jobs.c.claim_token,
        jobs.c.cancel_requested_at.is_not(None).label("is_given_up"),
        (jobs.c.lease_expires_at <= NOW).label("is_expired"),
        documents.c.processed_at.is_not(None).label("was_processed"),
    )
    .join_from(jobs, documents, documents.c.id == jobs.c.document_id)
    .where(among(jobs.c.id, "jobs"))
)
SETTLE = Hot(
    update(jobs)
    .where(jobs.c.id == _count("job"), jobs.c.claim_token == _given("token"))
    .values(
        status=_given("status"),
        attempts=_count("attempts"),
        crashes=_count("crashes"),
        scheduled_at=func.coalesce(_count("due"), jobs.c.scheduled_at),
        result=_given("result"),
        error=_given("error"),
        error_class=_given("error_class"),
        completed_at=_count("completed_at"),
        updated_at=_count("now"),
        claim_token=null(),
        worker=null(),
        lease_expires_at=null(),
        deadline_at=null(),
        cancel_requested_at=null(),
    )
)
CLOSE = Hot(
    update(attempts)
    .where(attempts.c.job_id == _count("job"), attempts.c.number == _count("attempt"))
    .values(
        ended_at=_count("now"),
        outcome=_given("outcome"),
        error_class=_given("error_class"),
        error=_given("error"),
        traceback=_given("traceback"),
    )
)
COMPLETE = Hot(
    update(documents)
    .where(documents.c.id == _count("document"))
    .values(
        status=literal_column("'DONE'"),
        error_message=null(),
        processed_at=_count("now"),
        **{name: _count(name) for name in ("pages", "requirements")},
        **{name: _given(name) for name in ("language", "warnings", "parser", "verdict")},
    )
)
FAIL = Hot(
    update(documents)
    .where(documents.c.id == _count("document"))
    .values(
        status=literal_column("'ERROR'"), error_message=_given("error"), verdict=_given("verdict")
    )
)


def write(
    tx: Transaction, records: list[dict[str, Any]], *, if_expired: bool
) -> Mapping[int, tuple[str, bool]]:
    """Do what `ends.write` says; return job id -> its status, and "was processed before"."""
    found = {row.id: row for row in tx.hot(LOOK, {"jobs": [record["job"] for record in records]})}
    now = time.time_ns() // 1_000_000
    ours = [
        _completed(record, now, is_given_up=row.is_given_up)
        for record in records
        if (row := found.get(record["job"])) and row.claim_token == record["token"]
        if row.is_expired or not if_expired
    ]
    tx.hot_many(SETTLE, ours)
    tx.hot_many(CLOSE, ours)
    tx.hot_many(COMPLETE, [record for record in ours if record["status"] == "COMPLETED"])
    tx.hot_many(FAIL, [record for record in ours if record["status"] == "FAILED"])
    return {
        record["job"]: (record["status"], bool(found[record["job"]].was_processed))
        for record in ours
    }


def _completed(record: dict[str, Any], now: int, *, is_given_up: bool) -> dict[str, Any]:
    """Return the record with every field; the database's clock is this machine's, read once."""
    values = MISSING | record
    status, delay = values["status"], values["delay"]
    if is_given_up and status == "PENDING":
        values["status"] = "CANCELLED"
    values["now"] = now
    values["due"] = None if delay is None else now + int(delay * 1000)
    values["completed_at"] = now if status == "COMPLETED" else None
    return values
