"""The documents, and the text of their pages."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from reqx.errors import NotFound
from reqx.model.blocks import Page
from reqx.model.filters import DocumentFilter, Window
from reqx.model.jobs import Document, DocumentStatus
from reqx.store.expressions import NOW, is_in
from reqx.store.listing import Listing
from reqx.store.schema import documents
from reqx.store.schema import pages as page_table
from reqx.store.transaction import Transaction

BATCH = 1000
PAGE_BATCH = 100

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
        "status": documents.c.status,
        "requirements": documents.c.requirements,
        "processed_at": documents.c.processed_at,
        "created_at": documents.c.created_at,
    },
)
PAGES = Listing(key=(page_table.c.position,), fields={})

ADDED = {"status": DocumentStatus.WAITING, "created_at": NOW, "requirements": 0, "warnings": ()}
ADD = {
    dialect: dialect_insert(documents)
    .values(ADDED)
    .on_conflict_do_nothing(index_elements=[documents.c.fingerprint])
    .returning(documents)
    for dialect, dialect_insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
BY_ID = select(documents).where(documents.c.id == bindparam("document_id"))
BY_FINGERPRINT = select(documents).where(documents.c.fingerprint == bindparam("fingerprint"))

DROP_PAGES = delete(page_table).where(page_table.c.document_id == bindparam("document"))
ADD_PAGES = insert(page_table)


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
    with tx.atomic():
        # The insert alone would do, but a conflict uses up a number: ids would have holes.
        existing = by_fingerprint(tx, new.fingerprint)
        if existing is None:
            for row in tx.records(ADD[tx.dialect], asdict(new)):
                return _document(row), True
            existing = by_fingerprint(tx, new.fingerprint)
    assert existing is not None, "a conflict means that it exists"
    return existing, False


def get(tx: Transaction, document_id: int) -> Document:
    """Return the document; NotFound when there is none."""
    for row in tx.records(BY_ID, {"document_id": document_id}):
        return _document(row)
    raise NotFound(f"document {document_id} does not exist", hint="See `reqx documents list`.")


def by_fingerprint(tx: Transaction, fingerprint: str) -> Document | None:
    """Return the document with these bytes, None when there is none."""
    for row in tx.records(BY_FINGERPRINT, {"fingerprint": fingerprint}):
        return _document(row)
    return None


def find(
    tx: Transaction, which: DocumentFilter, window: Window
) -> tuple[list[Document], str | None]:
    """Return a page of documents and the cursor of the next, None after the last."""
    statement = select(documents).where(*_conditions(which))
    rows, cursor = LISTING.find(tx, statement, window)
    return [_document(row) for row in rows], cursor


def each(tx: Transaction, which: DocumentFilter) -> Iterator[Document]:
    """Yield all documents by id."""
    statement = select(documents).where(*_conditions(which))
    for batch in LISTING.batches(tx, statement, BATCH):
        yield from map(_document, batch)


def pages(tx: Transaction, document_id: int) -> Iterator[Page]:
    """Yield the pages in order, as they were when the document was last processed."""
    statement = select(page_table).where(page_table.c.document_id == document_id)
    for batch in PAGES.batches(tx, statement, PAGE_BATCH):
        for row in batch:
            yield Page(row["number"], row["label"], row["text"], row["start"], row["warnings"])


def replace_pages(tx: Transaction, document_id: int, found: Sequence[Page]) -> None:
    """Put these in the place of the document's pages."""
    tx.run(DROP_PAGES, {"document": document_id})
    if found:
        tx.run(
            ADD_PAGES,
            [
                asdict(page) | {"document_id": document_id, "position": position}
                for position, page in enumerate(found)
            ],
        )


def _conditions(which: DocumentFilter) -> Iterator[ColumnElement[bool]]:
    if which.ids:
        yield is_in(documents.c.id, which.ids)
    if which.statuses:
        yield documents.c.status.in_(which.statuses)
    if which.project is not None:
        yield documents.c.project == which.project


def _document(row: RowMapping) -> Document:
    values: dict[str, Any] = {name: row[name] for name in Document.__dataclass_fields__}
    return Document(**values)
