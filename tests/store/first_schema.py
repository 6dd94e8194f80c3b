"""Databases as reqx 0.1.0 left them: schema 0001, with a job in each status."""

import json
import os
import signal
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, text

from reqx.store import Transaction, connect
from tests.store import schemas

NOW = datetime(2026, 11, 1, tzinfo=UTC)
DOCUMENTS = {1: "WAITING", 2: "PROCESSING", 3: "DONE", 4: "ERROR"}
JOBS = {1: "PENDING", 2: "PROCESSING", 3: "COMPLETED", 4: "FAILED"}

ADD_DOCUMENT = text(
    "INSERT INTO documents (name, fingerprint, media_type, size, status, created_at, requirements,"
    " warnings, error_message)"
    " VALUES (:name, :name, 'application/pdf', 9, :status, :now, 0, '[]', :error)"
)
ADD_JOB = text(
    "INSERT INTO jobs (document_id, type, status, priority, rank, scheduled_at, attempts,"
    " max_attempts, crashes, claims, claim_token, worker, lease_expires_at, unique_key, options,"
    " error, created_at, updated_at)"
    " VALUES (:id, 'EXTRACT_REQUIREMENTS', :status, 5, -5, :now, 1, 3, 0, 1, :token, :token,"
    " :lease, :key, :options, :error, :now, :now)"
)
ADD_ATTEMPT = text(
    "INSERT INTO attempts (job_id, number, claim_token, worker, started_at)"
    " VALUES (:id, 1, 'token', 'old-worker', :now)"
)
ADD_PAGE = text(
    "INSERT INTO pages (document_id, position, number, text, start, warnings)"
    " VALUES (3, 0, 1, 'The pump shall start.', 0, '[]')"
)
ADD_WORKER = text(
    "INSERT INTO workers (id, slots, started_at, seen_at) VALUES ('old-worker', 1, :now, :now)"
)


def fill(url: str) -> None:
    """Make the tables of 0001 in an empty database, and rows in them."""
    with closing(connect(url)) as store, store.begin() as tx:
        schemas.bring(tx, "0001")
        for number in JOBS:
            _add(tx, number)
        tx.run(ADD_PAGE)
        tx.run(ADD_WORKER, {"now": instant(tx)})


def _add(tx: Transaction, number: int) -> None:
    error = "the file is damaged" if DOCUMENTS[number] == "ERROR" else None
    is_running = JOBS[number] == "PROCESSING"
    values: dict[str, Any] = {
        "id": number,
        "name": f"{number}.pdf",
        "now": instant(tx),
        "error": error,
        "token": "token" if is_running else None,
        "lease": instant(tx) if is_running else None,
        "key": f"EXTRACT_REQUIREMENTS:{number}:rules",
        "options": json.dumps({"extractor": "rules"}),
    }
    tx.run(ADD_DOCUMENT, values | {"status": DOCUMENTS[number]})
    tx.run(ADD_JOB, values | {"status": JOBS[number]})
    if JOBS[number] != "PENDING":
        tx.run(ADD_ATTEMPT, values)


def instant(tx: Transaction) -> Any:  # noqa: ANN401 - as the database has it
    return NOW if tx.dialect == "postgresql" else int(NOW.timestamp() * 1000)


def upgrade_and_die(url: str, number: int) -> None:
    """Upgrade, and be killed after the statement of this number, from 1, if there is one."""
    store = connect(url)
    executed = 0

    @event.listens_for(store._engine, "after_cursor_execute")
    def _count(*_: object) -> None:
        nonlocal executed
        executed += 1
        if executed == number:
            os.kill(os.getpid(), signal.SIGKILL)

    store.upgrade()
    store.close()


def upgrade(url: str) -> str:
    with closing(connect(url)) as store:
        return store.upgrade()
