"""Enqueue: a job for documents reqx already knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reqx.errors import UsageError
from reqx.extraction import check_name
from reqx.model.filters import DocumentFilter, Window
from reqx.model.jobs import Document, DocumentStatus
from reqx.store import Store, Transaction, documents, jobs

QUEUED, SKIPPED = "queued", "skipped"
_BATCH = 1000
_QUEUED = "already queued"


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
    """Queue the documents `which` means, 1,000 a transaction; yield what became of each.

    NotFound when an id is unknown: nothing is queued then. UsageError for a filter that is empty,
    ConfigurationError for an extractor that does not exist.
    """
    _check(store, which, order)
    window: Window | None = Window(_BATCH, sort="id")
    while window is not None:
        with store.begin() as tx:
            batch, window = _next(tx, which, window)
            results = _queue(tx, _plan(tx, batch, order), order)
        yield from results


def preview(store: Store, which: DocumentFilter, order: EnqueueOrder) -> Iterator[Enqueued]:
    """Yield what `enqueue` would do, without job ids, and raise what it would raise."""
    _check(store, which, order)
    window: Window | None = Window(_BATCH, sort="id")
    while window is not None:
        with store.read() as tx:
            batch, window = _next(tx, which, window)
            results = _plan(tx, batch, order)
        yield from results


def count(store: Store, which: DocumentFilter) -> int:
    """Return how many documents `which` means."""
    with store.read() as tx:
        return documents.count(tx, which)


def _check(store: Store, which: DocumentFilter, order: EnqueueOrder) -> None:
    check_name(order.extractor)
    if which == DocumentFilter():
        raise UsageError(
            "no document is named", hint="Give ids, --status or --project: reqx enqueue 12"
        )
    if which.ids:
        with store.read() as tx:
            _check_known(tx, which.ids)


def _check_known(tx: Transaction, ids: tuple[int, ...]) -> None:
    known = {document.id for document in documents.each(tx, DocumentFilter(ids=ids))}
    for document_id in ids:
        if document_id not in known:
            documents.get(tx, document_id)


def _next(
    tx: Transaction, which: DocumentFilter, window: Window
) -> tuple[list[Document], Window | None]:
    """Return the documents of the window, and the next window, None after the last."""
    found, cursor = documents.find(tx, which, window)
    return found, replace(window, cursor=cursor) if cursor else None


def _plan(tx: Transaction, batch: Sequence[Document], order: EnqueueOrder) -> list[Enqueued]:
    """Return what is to become of each document; those to be queued have no job yet."""
    live = jobs.live(tx, [document.id for document in batch], order.extractor)
    plan = []
    for document in batch:
        reason = _why_not(document, live, order)
        status = SKIPPED if reason else QUEUED
        plan.append(Enqueued(document.id, status, live.get(document.id), reason))
    return plan


def _queue(tx: Transaction, plan: Sequence[Enqueued], order: EnqueueOrder) -> list[Enqueued]:
    """Queue those of the plan that are to be queued; return it with their jobs."""
    created = jobs.enqueue(
        tx,
        [one.document_id for one in plan if one.status == QUEUED],
        extractor=order.extractor,
        priority=order.priority,
        max_attempts=order.max_attempts,
        at=order.at,
    )
    return [_done(one, created.get(one.document_id)) for one in plan]


def _done(planned: Enqueued, job_id: int | None) -> Enqueued:
    if planned.status == SKIPPED:
        return planned
    if job_id is None:
        # Somebody else was quicker.
        return replace(planned, status=SKIPPED, reason=_QUEUED)
    return replace(planned, job_id=job_id)


def _why_not(document: Document, live: dict[int, int], order: EnqueueOrder) -> str | None:
    if document.id in live:
        return _QUEUED
    if document.status is DocumentStatus.DONE and not order.is_forced:
        return "already done (--force to do it again)"
    return None
