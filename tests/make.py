"""Builders: a valid value in one call, of which a test names only what it is about."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update

from reqx.errors import Unreadable
from reqx.intake.delivery import Owner, deliver
from reqx.intake.library import Library
from reqx.model.backoff import Backoff
from reqx.model.blocks import Page
from reqx.model.jobs import (
    Claim,
    Completed,
    Document,
    Extraction,
    Failure,
    JobStatus,
    Outcome,
)
from reqx.model.requirements import Modality, Requirement
from reqx.store import Store, Transaction, documents, jobs, schema
from reqx.store.documents import NewDocument

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
NO_WAIT = Backoff(first_seconds=0.0, cap_seconds=0.0)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()


def new_document(name: str = "tender.pdf", **changes: Any) -> NewDocument:  # noqa: ANN401 - any field
    """Return a document to add; another name means other bytes."""
    return replace(NewDocument(name, sha256(name), "application/pdf", 1000), **changes)


def requirement(
    statement: str = "The system shall log each access.",
    **changes: Any,  # noqa: ANN401 - any field
) -> Requirement:
    """Return a requirement; another statement means another uid."""
    return replace(
        Requirement(
            uid=sha256(statement)[:16],
            statement=statement,
            start=0,
            end=len(statement),
            modality=Modality.MANDATORY,
            confidence=0.9,
            language="en",
            extractor="rules",
            page=1,
        ),
        **changes,
    )


def extraction(*requirements: Requirement, **changes: Any) -> Extraction:  # noqa: ANN401 - any field
    """Return the extraction of a document of one page that holds these requirements."""
    text = "\n".join(requirement.statement for requirement in requirements)
    return replace(
        Extraction("reqx-pdf 1", "rules", (Page(1, "1", text, 0),), requirements, "en"), **changes
    )


def document(store: Store, name: str = "tender.pdf", **changes: Any) -> Document:  # noqa: ANN401 - any field
    """Add a document."""
    with store.begin() as tx:
        return documents.add(tx, new_document(name, **changes))[0]


def keep(library: Library, data: bytes) -> str:
    """Put a file into the library; return its fingerprint."""
    with deliver(library, Owner("tests", set)) as delivery:
        fingerprint = delivery.receive([data]).fingerprint
        delivery.keep()
    return fingerprint


def job(store: Store, name: str = "tender.pdf", **changes: Any) -> int:  # noqa: ANN401 - any option
    """Queue a job for the document of this name, which is added when missing; return its id."""
    document_id = document(store, name).id
    with store.begin() as tx:
        return jobs.enqueue(tx, [document_id], **{"extractor": "rules", **changes})[document_id]


def claim(store: Store, worker: str = "worker-1", lease_seconds: float = 60.0) -> Claim:
    """Claim the next job."""
    with store.hold() as tx:
        (taken,) = jobs.claim(tx, worker=worker, slots=1, lease_seconds=lease_seconds)
    return taken


def settle(
    tx: Transaction, claim: Claim, outcome: Outcome, backoff: Backoff = NO_WAIT
) -> JobStatus | None:
    """End one claim; None when it was lost."""
    (status,) = jobs.settle(tx, [(claim, outcome)], backoff)
    return status


def change_job(tx: Transaction, job_id: int, **values: Any) -> None:  # noqa: ANN401 - any column
    """Write columns of a job as no verb does: time passes, another version wrote them."""
    tx.run(update(schema.jobs).where(schema.jobs.c.id == job_id).values(**values))


def expire(tx: Transaction, job_id: int) -> None:
    """Let the lease of a job be over."""
    change_job(tx, job_id, lease_expires_at=LONG_AGO)


def change_worker(tx: Transaction, worker: str, **values: Any) -> None:  # noqa: ANN401 - any column
    """Write columns of a worker as no verb does."""
    tx.run(update(schema.workers).where(schema.workers.c.id == worker).values(**values))


def completed(store: Store, name: str = "tender.pdf", *found: Requirement) -> Document:
    """Process the document of this name with these requirements as the result."""
    job_id = job(store, name)
    with store.hold() as tx:
        (taken,) = jobs.claim(tx, worker="worker-1", slots=1, lease_seconds=60.0, only=[job_id])
        settle(tx, taken, Completed(extraction(*found)))
        return documents.get(tx, taken.document_id)


def failed(store: Store, name: str = "bad.pdf", error: str = "the file is damaged") -> int:
    """Process the document of this name in vain; return the job's id."""
    job_id = job(store, name)
    with store.hold() as tx:
        (taken,) = jobs.claim(tx, worker="worker-1", slots=1, lease_seconds=60.0, only=[job_id])
        jobs.settle(tx, [(taken, Failure(Unreadable(error)))], NO_WAIT)
    return job_id
