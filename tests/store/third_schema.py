"""Databases as schema 0003 left them: a job under way, in the hands of a worker that goes on."""

from contextlib import closing
from typing import Final

from sqlalchemy import text

from reqx.store import connect
from tests.store import schemas
from tests.store.first_schema import instant

TOKEN: Final = "0" * 32

ADD_DOCUMENT = text(
    "INSERT INTO documents (name, fingerprint, media_type, size, status, created_at, requirements,"
    " warnings, project) VALUES ('a.pdf', 'a', 'application/pdf', 9, 'PROCESSING', :now, 0, '[]',"
    " 'Bridge')"
)
ADD_JOB = text(
    "INSERT INTO jobs (document_id, type, extractor, status, priority, rank, scheduled_at,"
    " attempts, max_attempts, crashes, claims, options, claim_token, worker, lease_expires_at,"
    " created_at, updated_at) VALUES (1, 'EXTRACT_REQUIREMENTS', 'rules', 'PROCESSING', 0, 0, :now,"
    " 1, 3, 0, 1, '{}', :token, 'worker-1', :now, :now, :now)"
)
ADD_RATE = text(
    "INSERT INTO rates (name, per_minute, level, updated_at) VALUES ('llm', 60.0, 1.0, :now)"
)


def fill(url: str) -> None:
    """Make the tables of 0003 in an empty database, and rows in them."""
    with closing(connect(url)) as store, store.begin() as tx:
        schemas.bring(tx, "0003")
        now = instant(tx)
        tx.run(ADD_DOCUMENT, {"now": now})
        tx.run(ADD_JOB, {"now": now, "token": TOKEN})
        tx.run(ADD_RATE, {"now": now})
