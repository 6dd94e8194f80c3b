"""What must hold of documents: their rows are there whole, once, and as a quiet run writes them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from trials.history import FINISHED, DocumentRow, History, JobRow, Part
from trials.promise import Promise

STATUS_AFTER = {"COMPLETED": "DONE", "FAILED": "ERROR"}


def missing(history: History, promise: Promise) -> Iterator[str]:
    """Every document that was accepted is there, once; no row belongs to none."""
    fingerprints = Counter(document.fingerprint for document in history.documents)
    for fingerprint in sorted(promise.accepted - fingerprints.keys()):
        yield f"the accepted document {fingerprint[:12]} is not there"
    for fingerprint, count in fingerprints.items():
        if count > 1:
            yield f"the document {fingerprint[:12]} is there {count} times"
    known = {document.id for document in history.documents}
    for name, parts in (("requirements", history.requirements_of), ("pages", history.pages_of)):
        for document_id in sorted(parts.keys() - known):
            yield f"{name} belong to document {document_id}, which does not exist"


def doubled(history: History, _promise: Promise) -> Iterator[str]:
    """No requirement is there twice, and the positions of a document's have no hole."""
    uids = Counter(dict(row.content).get("uid") for row in history.requirements)
    for uid, count in uids.items():
        if count > 1:
            yield f"requirement {uid} is there {count} times"
    for name, parts in (("requirements", history.requirements_of), ("pages", history.pages_of)):
        for document_id, rows in parts.items():
            positions = [row.position for row in rows]
            if positions != list(range(len(rows))):
                yield f"document {document_id} has {name} at positions {positions}"


def counts(history: History, _promise: Promise) -> Iterator[str]:
    """As many requirements as the document says, and as the job says that wrote them."""
    for document in history.documents:
        rows = len(history.requirements_of.get(document.id, ()))
        if rows != document.requirements:
            yield f"document {document.id} says {document.requirements} requirements, it has {rows}"
        written = _last(history, document, "COMPLETED")
        said = written.result.get("requirements") if written and written.result else None
        if written and said != rows:
            yield f"job {written.id} says {said} requirements, document {document.id} has {rows}"


def unearned(history: History, promise: Promise) -> Iterator[str]:
    """Only a completed job makes a document DONE and gives it rows."""
    for document in history.documents:
        if _last(history, document, "COMPLETED") or promise.is_pruned:
            continue
        if document.status == "DONE":
            yield f"document {document.id} is DONE, and no job of it was completed"
        if document.id in history.pages_of or document.id in history.requirements_of:
            yield f"document {document.id} has rows, and no job of it was completed"


def statuses(history: History, _promise: Promise) -> Iterator[str]:
    """A document with no live job shows how its last one ended, DONE with all that is part of it.

    Cancelling leaves the document as it was.
    """
    for document in history.documents:
        jobs = history.jobs_of.get(document.id, ())
        last = _last(history, document, *STATUS_AFTER)
        is_quiet = all(job.status in FINISHED for job in jobs)
        if last and is_quiet and document.status != STATUS_AFTER[last.status]:
            yield f"document {document.id} is {document.status}, its job {last.id} {last.status}"
        if document.status == "DONE":
            yield from _done(document, history.pages_of.get(document.id, ()))
        elif document.status == "ERROR" and not document.error_message:
            yield f"document {document.id} is ERROR for no reason"


def _done(document: DocumentRow, pages: Sequence[Part]) -> Iterator[str]:
    if not pages:
        yield f"document {document.id} is DONE and has no pages"
    if document.processed_at is None:
        yield f"document {document.id} is DONE and was never processed"
    if document.error_message is not None:
        yield f"document {document.id} is DONE and has the error {document.error_message}"


def differences(history: History, promise: Promise) -> Iterator[str]:
    """What a document gave is what it gives in a quiet run, to the letter."""
    for document in history.documents:
        quiet = promise.yields.get(document.fingerprint)
        found = history.requirements_of.get(document.id, ())
        pages = history.pages_of.get(document.id, ())
        if quiet is None or (document.status != "DONE" and not pages):
            continue
        if tuple(row.content for row in found) != quiet.requirements:
            yield f"document {document.id} has other requirements than after a quiet run"
        if tuple(row.content for row in pages) != quiet.pages:
            yield f"document {document.id} has other pages than after a quiet run"


def _last(history: History, document: DocumentRow, *wanted: str) -> JobRow | None:
    """Return the document's job that ended last in one of these statuses."""
    ended = [job for job in history.jobs_of.get(document.id, ()) if job.status in wanted]
    return max(ended, key=lambda job: (job.updated_at, job.id), default=None)


RULES = (missing, doubled, counts, unearned, statuses, differences)


def broken(history: History, promise: Promise) -> Iterator[str]:
    """Yield what does not hold."""
    yield from chain.from_iterable(rule(history, promise) for rule in RULES)
