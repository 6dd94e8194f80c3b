"""Databases as reqx 0.2.0 left them: schema 0002, with documents of which each ended otherwise."""

from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import text

from reqx.store import Transaction, connect
from tests.store import schemas
from tests.store.first_schema import instant


@dataclass(frozen=True)
class Old:
    """A document of 0.2.0: its status, the warnings of its page, the errors of its jobs."""

    status: str
    page: str | None = None
    errors: tuple[str | None, ...] = ()


DOCUMENTS = {
    "new": Old("WAITING"),
    "whole": Old("DONE", "[]", (None,)),
    "crowded": Old("DONE", '["crowded"]', (None,)),
    "scanned": Old("DONE", '["crowded","needs_ocr"]', (None,)),
    "locked": Old("ERROR", None, ("corrupt", "encrypted")),
    "bug": Old("ERROR", None, ("internal",)),
    "lost": Old("ERROR", None, ("storage",)),
    "pruned": Old("ERROR"),
    "again": Old("DONE", '["garbled"]', ("timeout",)),
}

ADD_DOCUMENT = text(
    "INSERT INTO documents (name, fingerprint, media_type, size, status, created_at, requirements,"
    " warnings) VALUES (:name, :name, 'application/pdf', 9, :status, :now, 0, :warnings)"
)
NUMBER = text("SELECT id FROM documents WHERE name = :name")
ADD_JOB = text(
    "INSERT INTO jobs (document_id, type, extractor, status, priority, rank, scheduled_at,"
    " attempts, max_attempts, crashes, claims, options, error_class, created_at, updated_at)"
    " VALUES (:id, 'EXTRACT_REQUIREMENTS', 'rules', :status, 0, 0, :now, 1, 3, 0, 1, '{}',"
    " :error, :now, :now)"
)
ADD_PAGE = text(
    "INSERT INTO pages (document_id, position, number, text, start, warnings)"
    " VALUES (:id, 0, 1, 'The pump shall start.', 0, :warnings)"
)


def fill(url: str) -> None:
    """Make the tables of 0002 in an empty database, and rows in them."""
    with closing(connect(url)) as store, store.begin() as tx:
        schemas.bring(tx, "0002")
        for name, old in DOCUMENTS.items():
            _add(tx, name, old)


def _add(tx: Transaction, name: str, old: Old) -> None:
    now = instant(tx)
    # The document says more than its page, as it does in sentences.
    warnings = "[]" if old.page in (None, "[]") else '["Page 1 is odd."]'
    tx.run(ADD_DOCUMENT, {"name": name, "status": old.status, "now": now, "warnings": warnings})
    number = tx.value(NUMBER, {"name": name})
    for error in old.errors:
        status = "FAILED" if error else "COMPLETED"
        tx.run(ADD_JOB, {"id": number, "status": status, "error": error, "now": now})
    if old.page is not None:
        tx.run(ADD_PAGE, {"id": number, "warnings": old.page})
