"""Upload: the bytes into the library, then Document and Job in one transaction."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reqx.errors import DocumentError, ReqxError
from reqx.extraction import check_name
from reqx.intake.library import Kept, Library
from reqx.intake.sniff import media_type
from reqx.intake.sources import Source
from reqx.model.jobs import Document, DocumentStatus
from reqx.store import Store, Transaction, documents, jobs
from reqx.store.documents import NewDocument

NEW, DUPLICATE, REJECTED = "new", "duplicate", "rejected"


@dataclass(frozen=True, slots=True)
class UploadOrder:
    """How documents are to be taken in. `is_enqueued` False: keep them, with no job."""

    extractor: str
    project: str | None = None
    user: str | None = None
    priority: int = 0
    max_attempts: int = 3
    revision_of: int | None = None
    is_enqueued: bool = True


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of one file: new, duplicate (of the document named) or rejected (why)."""

    path: str
    status: str
    document_id: int | None = None
    job_id: int | None = None
    reason: str | None = None
    problem: ReqxError | None = None


def upload(
    store: Store, library: Library, sources: Iterable[Source], order: UploadOrder
) -> Iterator[Uploaded]:
    """Take each source in, one transaction each; yield what became of it as it happens.

    A document's problem is a result; a problem of the store or the library is raised, and so is an
    extractor that does not exist.
    """
    check_name(order.extractor)
    if order.revision_of is not None:
        with store.read() as tx:
            documents.get(tx, order.revision_of)
    for source in sources:
        try:
            yield _take(store, library, source, order)
        except DocumentError as error:
            yield _rejected(source.path, error)


def preview(store: Store, sources: Iterable[Source]) -> Iterator[Uploaded]:
    """Yield what `upload` would make of each source; nothing is kept or queued."""
    for source in sources:
        try:
            yield _foresee(store, source)
        except DocumentError as error:
            yield _rejected(source.path, error)


def _foresee(store: Store, source: Source) -> Uploaded:
    if source.problem is not None:
        return _rejected(source.path, source.problem)
    path = Path(source.path)
    with _readable(path):
        media_type(path)
        with path.open("rb") as file:
            fingerprint = hashlib.file_digest(file, "sha256").hexdigest()
    with store.read() as tx:
        document = documents.by_fingerprint(tx, fingerprint)
        if document is None:
            return Uploaded(source.path, NEW)
        job_id = jobs.latest(tx, [document.id]).get(document.id)
    return Uploaded(source.path, DUPLICATE, document.id, job_id, _why(document))


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn a file that cannot be read into a rejected one: the others are still taken."""
    try:
        yield
    except OSError as error:
        raise DocumentError(f"{path} cannot be read: {error.strerror}") from error


def _take(store: Store, library: Library, source: Source, order: UploadOrder) -> Uploaded:
    if source.problem is not None:
        return _rejected(source.path, source.problem)
    path = Path(source.path)
    with _readable(path):
        kind = media_type(path)
        with path.open("rb") as file:
            kept = library.keep(file)
    with store.begin() as tx:
        return _record(tx, source.path, kept, kind, order)


def _record(tx: Transaction, path: str, kept: Kept, kind: str, order: UploadOrder) -> Uploaded:
    new = NewDocument(
        name=Path(path).name,
        fingerprint=kept.fingerprint,
        media_type=kind,
        size=kept.size,
        project=order.project,
        user=order.user,
        revision_of=order.revision_of,
    )
    document, is_new = documents.add(tx, new)
    job_id = _enqueue(tx, document, order)
    if is_new:
        return Uploaded(path, NEW, document.id, job_id)
    return Uploaded(path, DUPLICATE, document.id, job_id, _why(document))


def _enqueue(tx: Transaction, document: Document, order: UploadOrder) -> int | None:
    """Return the document's job: a new one when it has none that lives or has succeeded.

    A document that ended in error is queued again: who uploads it once more wants that.
    """
    if order.is_enqueued and document.status in (DocumentStatus.WAITING, DocumentStatus.ERROR):
        jobs.enqueue(
            tx,
            [document.id],
            extractor=order.extractor,
            priority=order.priority,
            max_attempts=order.max_attempts,
        )
    return jobs.latest(tx, [document.id]).get(document.id)


def _why(document: Document) -> str:
    if document.status is DocumentStatus.ERROR:
        return f"same content as document {document.id}, which had failed"
    return f"same content as document {document.id} ({document.name})"


def _rejected(path: str, problem: ReqxError) -> Uploaded:
    reason = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    return Uploaded(path, REJECTED, reason=reason, problem=problem)
