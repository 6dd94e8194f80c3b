"""Enqueue: a job for documents reqx already knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from reqx.errors import UsageError
from reqx.extraction import check_name
from reqx.model.filters import DocumentFilter
from reqx.model.jobs import Document, DocumentStatus
from reqx.store import Store, Transaction, documents, jobs

QUEUED, SKIPPED = "queued", "skipped"
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class EnqueueOrder:
    """How the documents are to be queued. `is_forced`: also those that are DONE already."""

    extractor: str
    priority: int = 0
    max_attempts: int = 3
    at: datetime | None = None
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class Enqueued:
    """What became of one document: queued (as job_id) or skipped (why, and its job if any)."""

    document_id: int
    status: str
    job_id: int | None = None
    reason: str | None = None


def enqueue(store: Store, which: DocumentFilter, order: EnqueueOrder) -> Iterator[Enqueued]:
    """Queue the documents `which` means, in batches of 1,000; yield what became of each.

    NotFound when an id is unknown: nothing is queued then. UsageError for a filter that is empty,
    ConfigurationError for an extractor that does not exist.
    """
    check_name(order.extractor)
    if which == DocumentFilter():
        raise UsageError(
            "no document is named", hint="Give ids, --status or --project: reqx enqueue 12"
        )
    with store.read() as tx:
        for document_id in which.ids:
            documents.get(tx, document_id)
        chosen = iter([document.id for document in documents.each(tx, which)])
    while batch := tuple(islice(chosen, _BATCH)):
        with store.begin() as tx:
            results = _enqueue_batch(tx, batch, order)
        yield from results


def _enqueue_batch(tx: Transaction, ids: Sequence[int], order: EnqueueOrder) -> list[Enqueued]:
    # Read again in the transaction that writes: a worker may have finished one since.
    found = {
        document.id: document for document in documents.each(tx, DocumentFilter(ids=tuple(ids)))
    }
    live = jobs.live(tx, ids)
    reasons = {
        document_id: reason
        for document_id, document in found.items()
        if (reason := _why_not(document, live, order))
    }
    queued = jobs.enqueue(
        tx,
        [document_id for document_id in found if document_id not in reasons],
        extractor=order.extractor,
        priority=order.priority,
        max_attempts=order.max_attempts,
        at=order.at,
    )
    return [
        Enqueued(document_id, QUEUED, queued[document_id])
        if document_id in queued
        else Enqueued(
            document_id, SKIPPED, live.get(document_id), reasons.get(document_id, _QUEUED)
        )
        for document_id in found
    ]


_QUEUED = "already queued"


def _why_not(document: Document, live: dict[int, int], order: EnqueueOrder) -> str | None:
    if document.id in live:
        return _QUEUED
    if document.status is DocumentStatus.DONE and not order.is_forced:
        return "already done (--force to do it again)"
    return None
