"""Databases as schema 0004 left them: a job under way, and a call of a model that was paid for."""

from contextlib import closing
from typing import Final

from sqlalchemy import text

from reqx.store import connect
from tests.store import schemas
from tests.store.first_schema import instant
from tests.store.third_schema import ADD_DOCUMENT, ADD_JOB, TOKEN

KEY: Final = "0" * 64

ADD_CALL = text(
    "INSERT INTO llm_calls (key, state, endpoint, model, job_id, claim_token, attempt, worker,"
    " document_id, project, reserved_tokens, tokens, outcome, answer, created_at, settled_at)"
    " VALUES (:key, 'ANSWERED', 'http://127.0.0.1/v1', 'small-model', 1, :token, 1, 'worker-1', 1,"
    " 'Bridge', 100, 60, 'answered', '{}', :now, :now)"
)


def fill(url: str) -> None:
    """Make the tables of 0004 in an empty database, and rows in them."""
    with closing(connect(url)) as store, store.begin() as tx:
        schemas.bring(tx, "0004")
        now = instant(tx)
        tx.run(ADD_DOCUMENT, {"now": now})
        tx.run(ADD_JOB, {"now": now, "token": TOKEN})
        tx.run(ADD_CALL, {"now": now, "token": TOKEN, "key": KEY})
