"""The documents, and the text of their pages.

Only what came of a document is stored as its status: WAITING (nothing yet), DONE, ERROR. That it
waits or is processed just now is read off its jobs, so the two cannot contradict each other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    RowMapping,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
)

from reqx.errors import NotFound
from reqx.model.blocks import Page
from reqx.model.filters import DocumentFilter, Window
from reqx.model.jobs import Document, DocumentStatus
from reqx.store import dialects
from reqx.store.dialects import ByDialect
from reqx.store.expressions import NOW, among, is_in
from reqx.store.hot import Hot
from reqx.store.listing import Listing
from reqx.store.schema import documents, jobs
from reqx.store.schema import pages as page_table
from reqx.store.transaction import Transaction

BATCH = 1000
PAGE_BATCH = 100

PENDING: ColumnElement[str] = literal_column("'PENDING'")
PROCESSING: ColumnElement[str] = literal_column("'PROCESSING'")
# Of each document's live jobs there is an index; SQLite does not see by itself that it fits.
IS_LIVE = jobs.c.status.in_([PENDING, PROCESSING])
STORED: dict[DocumentStatus, ColumnElement[Any]] = {
    status: literal_column(f"'{status}'") for status in DocumentStatus
}
IS_OWN = jobs.c.document_id == documents.c.id


# A look for each document, by that index. PROCESSING sorts behind PENDING: max() prefers it.
LIVE_STATUS = (
    select(func.max(jobs.c.status)).where(IS_OWN, IS_LIVE).correlate(documents).scalar_subquery()
)
STATUS = case(
    {
        PROCESSING: STORED[DocumentStatus.PROCESSING],
        PENDING: STORED[DocumentStatus.WAITING],
    },
    value=LIVE_STATUS,
    else_=case(
        # reqx 0.1.0 stored this too.
        (documents.c.status == STORED[DocumentStatus.PROCESSING], STORED[DocumentStatus.WAITING]),
        else_=documents.c.status,
    ),
)
DOCUMENTS = select(
    *(column for column in documents.c if column.name != "status"),
    type_coerce(STATUS, documents.c.status.type).label("status"),
)

LISTING = Listing(
    key=(documents.c.id,),
    fields={
        "id": None,
        "name": documents.c.name,
        "media_type": documents.c.media_type,
        "size": documents.c.size,
        "pages": documents.c.pages,
        "language": documents.c.language,
        "project": documents.c.project,
        "user": documents.c.user,
        "revision_of": documents.c.revision_of,
        "status": type_coerce(STATUS, documents.c.status.type),
        "verdict": documents.c.verdict,
        "requirements": documents.c.requirements,
        "processed_at": documents.c.processed_at,
        "created_at": documents.c.created_at,
    },
)
PAGE_FIELDS = tuple(Page.__dataclass_fields__)
PAGES = Listing(key=(page_table.c.position,), fields={})

ADDED = {"status": DocumentStatus.WAITING, "created_at": NOW, "requirements": 0, "warnings": ()}
ADD = ByDialect(
    lambda dialect: (
        dialects.insert(dialect, documents)
        .values(ADDED)
        .on_conflict_do_nothing(index_elements=[documents.c.fingerprint])
        .returning(documents)
    )
)
BY_ID = DOCUMENTS.where(documents.c.id == bindparam("document_id"))
BY_FINGERPRINTS = DOCUMENTS.where(among(documents.c.fingerprint, "fingerprints"))
TAKE_TURNS = select(func.pg_advisory_xact_lock(cast(literal(0x72657179), BigInteger)))

DROP_PAGES = delete(page_table).where(page_table.c.document_id == bindparam("document"))
ADD_PAGES = Hot(insert(page_table))


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A file to keep. `fingerprint` is the SHA-256 of its bytes in hexadecimal."""

    name: str
    fingerprint: str
    media_type: str
    size: int
    project: str | None = None
    user: str | None = None
    revision_of: int | None = None


def add(tx: Transaction, new: NewDocument) -> tuple[Document, bool]:
    """Return the document with these bytes, and whether it is new; uploads may race."""
    [added] = add_all(tx, [new])
    return added


def add_all(tx: Transaction, news: Sequence[NewDocument]) -> list[tuple[Document, bool]]:
    """Do what `add` does for each; of several with the same bytes the first may be new."""
    fingerprints = [new.fingerprint for new in news]
    with tx.atomic():
        # The insert alone would do, but a conflict uses up a number: ids would have holes.
        found = by_fingerprints(tx, fingerprints)
        added = _insert(tx, [new for new in news if new.fingerprint not in found])
        missing = set(fingerprints) - found.keys() - added.keys()
        # A conflict means that another upload was first.
        found |= by_fingerprints(tx, list(missing)) if missing else {}
    known = found | added
    # Whoever takes one out of `added` has the new one.
    return [(known[one], added.pop(one, None) is not None) for one in fingerprints]


def _insert(tx: Transaction, news: Sequence[NewDocument]) -> dict[str, Document]:
    """Insert each of the bytes once; return by fingerprint those that nobody else has inserted."""
    first = {new.fingerprint: new for new in reversed(news)}
    rows = [asdict(new) for new in news if first[new.fingerprint] is new]
    if not rows:
        return {}
    if tx.dialect == "postgresql" and len(rows) > 1:
        # Two uploads of the same files in another order would wait for each other.
        tx.run(TAKE_TURNS)
    inserted = map(_document, tx.records(ADD[tx.dialect], rows))
    return {document.fingerprint: document for document in inserted}


def get(tx: Transaction, document_id: int) -> Document:
    """Return the document; NotFound when there is none."""
    for row in tx.records(BY_ID, {"document_id": document_id}):
        return _document(row)
    raise NotFound(f"document {document_id} does not exist", hint="See `reqx documents list`.")


def by_fingerprint(tx: Transaction, fingerprint: str) -> Document | None:
    """Return the document with these bytes, None when there is none."""
    return by_fingerprints(tx, [fingerprint]).get(fingerprint)


def by_fingerprints(tx: Transaction, fingerprints: Sequence[str]) -> dict[str, Document]:
    """Return the documents with any of these bytes."""
    found = map(_document, tx.records(BY_FINGERPRINTS, {"fingerprints": list(fingerprints)}))
    return {document.fingerprint: document for document in found}


def count(tx: Transaction, which: DocumentFilter) -> int:
    """Return how many documents there are."""
    number: int = tx.value(select(func.count()).select_from(documents).where(*_conditions(which)))
    return number


def find(
    tx: Transaction, which: DocumentFilter, window: Window
) -> tuple[list[Document], str | None]:
    """Return a page of documents and the cursor of the next, None after the last."""
    statement = DOCUMENTS.where(*_conditions(which))
    rows, cursor = LISTING.find(tx, statement, window)
    return [_document(row) for row in rows], cursor


def each(tx: Transaction, which: DocumentFilter) -> Iterator[Document]:
    """Yield all documents by id."""
    statement = DOCUMENTS.where(*_conditions(which))
    for batch in LISTING.batches(tx, statement, BATCH):
        yield from map(_document, batch)


def pages(tx: Transaction, document_id: int) -> Iterator[Page]:
    """Yield the pages in order, as they were when the document was last processed."""
    statement = select(page_table).where(page_table.c.document_id == document_id)
    for batch in PAGES.batches(tx, statement, PAGE_BATCH):
        for row in batch:
            yield Page(row["number"], row["label"], row["text"], row["start"], row["warnings"])


def replace_pages(
    tx: Transaction, document_id: int, found: Sequence[Page], *, is_fresh: bool = False
) -> None:
    """Put these in the place of the document's pages; `is_fresh`: there are none yet."""
    if not is_fresh:
        tx.run(DROP_PAGES, {"document": document_id})
    count = len(found)
    tx.add(ADD_PAGES, found, {"document_id": [document_id] * count, "position": range(count)})


def _conditions(which: DocumentFilter) -> Iterator[ColumnElement[bool]]:
    if which.ids:
        yield is_in(documents.c.id, which.ids)
    if which.statuses:
        yield or_(*(_has(status) for status in which.statuses))
    if which.verdicts:
        yield documents.c.verdict.in_(which.verdicts)
    if which.project is not None:
        yield documents.c.project == which.project


def _has(status: DocumentStatus) -> ColumnElement[bool]:
    """Return "it has this status", starting from the few live jobs where that finds it."""
    running = select(jobs.c.document_id).where(jobs.c.status == PROCESSING)
    if status is DocumentStatus.PROCESSING:
        return documents.c.id.in_(running)
    waiting = select(jobs.c.document_id).where(jobs.c.status == PENDING)
    if status is DocumentStatus.WAITING:
        is_new = documents.c.status.in_([STORED[status], STORED[DocumentStatus.PROCESSING]])
        return or_(documents.c.id.in_(waiting), is_new) & documents.c.id.not_in(running)
    is_live = exists().where(IS_OWN, IS_LIVE)
    return (documents.c.status == STORED[status]) & ~is_live


def _document(row: RowMapping) -> Document:
    values: dict[str, Any] = {name: row[name] for name in Document.__dataclass_fields__}
    if values["status"] is not DocumentStatus.ERROR:
        values["error_message"] = None
    return Document(**values)
