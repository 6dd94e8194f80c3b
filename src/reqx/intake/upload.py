"""Upload: the bytes into the library, then Document and Job in one transaction.

Many files share one transaction and one wait for the disk; each is reported after that.
"""

import hashlib
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from tempfile import gettempdir

from reqx.errors import DocumentError, ReqxError
from reqx.extraction import check_name
from reqx.intake.contents import Content, contents, readable
from reqx.intake.delivery import Delivery, Owner, clear, deliver
from reqx.intake.library import Library
from reqx.intake.sources import Source
from reqx.model.jobs import Document, DocumentStatus
from reqx.store import Store, Transaction, documents, jobs
from reqx.store.documents import NewDocument

NEW, DUPLICATE, REJECTED = "new", "duplicate", "rejected"
_UNFINISHED = (DocumentStatus.WAITING, DocumentStatus.ERROR)
_BATCH = 100
_BATCH_SECONDS = 1.0
_CHUNK_BYTES = 1 << 20


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
    """What became of a file, or one inside it: new, duplicate (of the document named), rejected.

    `size` is in bytes.
    """

    path: str
    status: str
    document_id: int | None = None
    job_id: int | None = None
    reason: str | None = None
    problem: ReqxError | None = None
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A file that is a document, and what the store is to keep of it."""

    path: str
    document: NewDocument


def upload(
    store: Store, library: Library, sources: Iterable[Source], order: UploadOrder
) -> Iterator[Uploaded]:
    """Take in what the sources hold, up to 100 or a second of it at once; yield what came of each.

    A ZIP archive and a mail give a result for each file in them. What is yielded is on disk. A
    document's problem is a result, and costs the others nothing; a problem of the store or the
    library is raised, and so is an extractor that does not exist.
    """
    check_name(order.extractor)
    if order.revision_of is not None:
        with store.read() as tx:
            documents.get(tx, order.revision_of)
    owner = Owner(store.url_safe, partial(_known, store))
    clear(library, owner)
    with closing(contents(sources, library)) as rest:
        is_rest = True
        while is_rest:
            with deliver(library, owner) as delivery:
                received = [_receive(delivery, content, order) for content in _some(rest)]
                delivery.keep()
                results = _record(store, received, order)
            yield from results
            is_rest = bool(results)


def preview(store: Store, sources: Iterable[Source]) -> Iterator[Uploaded]:
    """Yield what `upload` would make of each; nothing is kept or queued."""
    for content in contents(sources, Library(Path(gettempdir()))):
        try:
            yield _foresee(store, content)
        except DocumentError as error:
            yield _rejected(content.path, error)


def _known(store: Store, fingerprints: Collection[str]) -> set[str]:
    with store.read() as tx:
        return set(documents.by_fingerprints(tx, list(fingerprints)))


def _some(found: Iterator[Content]) -> Iterator[Content]:
    """Yield as many as share one transaction."""
    over_at = time.monotonic() + _BATCH_SECONDS
    for content in islice(found, _BATCH):
        yield content
        if time.monotonic() > over_at:
            return


def _receive(delivery: Delivery, content: Content, order: UploadOrder) -> _Arrival | Uploaded:
    if content.problem is not None:
        return _rejected(content.path, content.problem)
    try:
        bytes_of = delivery.receive(_chunks(content.file))
    except DocumentError as error:
        return _rejected(content.path, error)
    document = NewDocument(
        name=content.name,
        fingerprint=bytes_of.fingerprint,
        media_type=content.media_type,
        size=bytes_of.size,
        project=order.project,
        user=order.user,
        revision_of=order.revision_of,
    )
    return _Arrival(content.path, document)


def _chunks(path: Path) -> Iterator[bytes]:
    with readable(path), path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _record(
    store: Store, received: Sequence[_Arrival | Uploaded], order: UploadOrder
) -> list[Uploaded]:
    """Record the arrivals; return what became of all that was received, in its order."""
    arrivals = [one for one in received if isinstance(one, _Arrival)]
    if arrivals:
        with store.begin() as tx:
            recorded = iter(_record_arrivals(tx, arrivals, order))
    return [next(recorded) if isinstance(one, _Arrival) else one for one in received]


def _record_arrivals(
    tx: Transaction, arrivals: Sequence[_Arrival], order: UploadOrder
) -> list[Uploaded]:
    added = documents.add_all(tx, [arrival.document for arrival in arrivals])
    job_ids = _enqueue(tx, added, order)
    return [
        _taken(arrival.path, document, job_ids.get(document.id), is_new=is_new)
        for arrival, (document, is_new) in zip(arrivals, added, strict=True)
    ]


def _enqueue(
    tx: Transaction, added: Sequence[tuple[Document, bool]], order: UploadOrder
) -> dict[int, int]:
    """Return the documents' jobs: a new one for each that has none that lives or has succeeded.

    A document that ended in error is queued again: who uploads it once more wants that.
    """
    if order.is_enqueued:
        # The enqueue itself would pass over live jobs, but each uses up a number: ids had holes.
        live = jobs.live(tx, [one.id for one, is_new in added if not is_new], order.extractor)
        jobs.enqueue(
            tx,
            [one.id for one, _ in added if one.status in _UNFINISHED and one.id not in live],
            extractor=order.extractor,
            priority=order.priority,
            max_attempts=order.max_attempts,
        )
    return jobs.latest(tx, [document.id for document, _ in added])


def _taken(path: str, document: Document, job_id: int | None, *, is_new: bool) -> Uploaded:
    size = document.size
    if is_new:
        return Uploaded(path, NEW, document.id, job_id, size=size)
    return Uploaded(path, DUPLICATE, document.id, job_id, _why(document), size=size)


def _foresee(store: Store, content: Content) -> Uploaded:
    if content.problem is not None:
        return _rejected(content.path, content.problem)
    with readable(content.file), content.file.open("rb") as file:
        fingerprint = hashlib.file_digest(file, "sha256").hexdigest()
    with store.read() as tx:
        document = documents.by_fingerprint(tx, fingerprint)
        if document is None:
            return Uploaded(content.path, NEW)
        job_id = jobs.latest(tx, [document.id]).get(document.id)
    return _taken(content.path, document, job_id, is_new=False)


def _why(document: Document) -> str:
    if document.status is DocumentStatus.ERROR:
        return f"same content as document {document.id}, which had failed"
    return f"same content as document {document.id} ({document.name})"


def _rejected(path: str, problem: ReqxError) -> Uploaded:
    reason = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    return Uploaded(path, REJECTED, reason=reason, problem=problem)
