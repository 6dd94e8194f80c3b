"""The requirements found in the documents."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    type_coerce,
)

from reqx.errors import NotFound, UsageError
from reqx.model.filters import DocumentFilter, RequirementFilter, Window
from reqx.model.jobs import Document
from reqx.model.requirements import Requirement, Review
from reqx.store import documents, likenesses
from reqx.store.expressions import is_in
from reqx.store.hot import Hot
from reqx.store.listing import Listing
from reqx.store.schema import documents as document_table
from reqx.store.schema import requirements
from reqx.store.transaction import Transaction

BATCH = 500
SHORTEST_PREFIX = 4
LAST_LETTER = "\U0010ffff"

FIELDS = tuple(Requirement.__dataclass_fields__)
LISTING = Listing(
    key=(requirements.c.document_id, requirements.c.position),
    fields={
        "id": None,
        "document": None,
        "page": requirements.c.page,
        "source_id": requirements.c.source_id,
        "modality": requirements.c.modality,
        "kind": requirements.c.kind,
        "confidence": requirements.c.confidence,
        "review": requirements.c.review,
        "statement": requirements.c.statement,
    },
)

DROP = (
    delete(requirements)
    .where(requirements.c.document_id == bindparam("document"))
    .returning(
        requirements.c.position,
        requirements.c.uid,
        requirements.c.review,
        requirements.c.statement,
        requirements.c.intro,
    )
)
ADD = Hot(insert(requirements))


@dataclass(frozen=True, slots=True)
class Located:
    """A requirement and the document it stands in."""

    requirement: Requirement
    document: Document


def each(tx: Transaction, which: RequirementFilter) -> Iterator[Located]:
    """Yield all requirements, document by document, in the order of the text."""
    for batch in LISTING.batches(tx, _selected(which), BATCH):
        yield from _located(tx, batch)


def find(
    tx: Transaction, which: RequirementFilter, window: Window
) -> tuple[list[Located], str | None]:
    """Return a page of requirements and the cursor of the next, None after the last.

    Sorted by "id" they come document by document, in the order of the text.
    """
    rows, cursor = LISTING.find(tx, _selected(which), window)
    return _located(tx, rows), cursor


def get(tx: Transaction, uid: str) -> Located:
    """Return the requirement whose uid is, or begins with, the one given (4 characters or more).

    NotFound when there is none; UsageError when several begin so, or the beginning is too short.
    """
    if len(uid) < SHORTEST_PREFIX:
        raise UsageError(
            f"'{uid}' is too short for a requirement",
            hint=f"Give at least {SHORTEST_PREFIX} characters of the uid.",
        )
    column = requirements.c.uid
    statement = select(requirements).where(column >= uid, column < uid + LAST_LETTER)
    rows = tx.records(statement.order_by(column).limit(2))
    if not rows:
        raise NotFound(f"requirement '{uid}' does not exist", hint="See `reqx requirements list`.")
    # Sorted, the uid itself comes before those it only begins.
    if len(rows) > 1 and rows[0]["uid"] != uid:
        raise UsageError(
            f"several requirements begin with '{uid}'", hint="Give more characters of the uid."
        )
    return _located(tx, rows[:1])[0]


def count(tx: Transaction, which: RequirementFilter) -> int:
    """Return how many there are."""
    total: int = tx.value(_matching(select(func.count()).select_from(requirements), which))
    return total


def replace(
    tx: Transaction, document_id: int, found: Sequence[Requirement], *, is_fresh: bool = False
) -> None:
    """Put these in the place of the document's requirements; people's reviews of equals stay.

    `is_fresh`: there are none yet.
    """
    dropped = [] if is_fresh else tx.rows(DROP, {"document": document_id})
    reviews = {row.uid: row.review for row in dropped if row.review is not Review.PROPOSED}
    likenesses.replace(tx, document_id, {row.position: row for row in dropped}, found)
    places = {"document_id": [document_id] * len(found), "position": range(len(found))}
    tx.add(ADD, found, places | {"review": [reviews.get(one.uid, one.review) for one in found]})


def _selected(which: RequirementFilter) -> Select[Any]:
    return _matching(select(requirements), which)


def _matching(statement: Select[Any], which: RequirementFilter) -> Select[Any]:
    if which.project is not None:
        statement = statement.join(document_table)
    return statement.where(*_conditions(which))


def _conditions(which: RequirementFilter) -> Iterator[ColumnElement[bool]]:
    if which.document_ids:
        yield is_in(requirements.c.document_id, which.document_ids)
    if which.project is not None:
        yield document_table.c.project == which.project
    if which.modalities:
        yield requirements.c.modality.in_(which.modalities)
    if which.section is not None:
        # The section is stored as JSON: what is looked for is escaped the same way.
        words = json.dumps(which.section.lower(), ensure_ascii=False)[1:-1]
        yield func.lower(requirements.c.section).contains(words, autoescape=True)
    for flag in which.flags:
        stored = type_coerce(requirements.c.flags, Text)
        yield stored.contains(json.dumps(flag), autoescape=True)
    if which.min_confidence is not None:
        yield requirements.c.confidence >= which.min_confidence


def _located(tx: Transaction, rows: Iterable[RowMapping]) -> list[Located]:
    ids = tuple({row["document_id"] for row in rows})
    known = {d.id: d for d in documents.each(tx, DocumentFilter(ids=ids))} if ids else {}
    return [Located(_requirement(row), known[row["document_id"]]) for row in rows]


def _requirement(row: RowMapping) -> Requirement:
    values: dict[str, Any] = {name: row[name] for name in FIELDS}
    return Requirement(**values)
