"""The keys by which statements that are alike find each other (`model.likeness`).

What is alike is not stored but looked up: a row that another worker stores, that goes away or is
read anew counts at once, whoever looks. No lock, no sweep, nothing that could be stale.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import (
    Select,
    bindparam,
    delete,
    func,
    select,
    tuple_,
)

from reqx.model.likeness import keys
from reqx.model.requirements import Modality
from reqx.store import dialects
from reqx.store.dialects import ByDialect
from reqx.store.expressions import among
from reqx.store.hot import Hot
from reqx.store.schema import documents, likenesses, requirements
from reqx.store.transaction import Transaction

COMMON = 100
"""Rows of a project from which a pair of words that they share tells nothing."""
SHARED = 3
"""Pairs of words that like statements share: five words of which one is left out keep three."""
LIKELY = 50
"""Rows that are looked at for one: those that share most pairs."""
BATCH = 1000

Place = tuple[int, int]
"""A row's document and position: sorted, the order in which statements come first."""

IS_OWN = likenesses.c.document_id == documents.c.id
IS_WANTED = among(likenesses.c.key, "keys")
# What a worker of an older version did not take away with its requirement may be there.
ADD = ByDialect(lambda dialect: Hot(dialects.insert(dialect, likenesses).on_conflict_do_nothing()))
# Each row by its key, which is how the table is sorted: a document's lie all over it. The
# parameters are those of ADD, in its order.
DROP = Hot(
    delete(likenesses).where(
        *(column == bindparam(f"_{column.name}", type_=column.type) for column in likenesses.c)
    )
)
STATEMENTS = select(
    requirements.c.uid,
    requirements.c.document_id,
    requirements.c.position,
    requirements.c.statement,
    requirements.c.intro,
    requirements.c.modality,
    requirements.c.language,
    documents.c.project,
).join(documents)
BY_UID = STATEMENTS.where(among(requirements.c.uid, "uids"))
# Of a statement that a document repeats, the first is enough.
EQUAL = (
    select(
        likenesses.c.key,
        documents.c.project,
        likenesses.c.document_id,
        func.min(likenesses.c.position).label("position"),
    )
    .join(documents, IS_OWN)
    .where(IS_WANTED)
    .group_by(likenesses.c.key, documents.c.project, likenesses.c.document_id)
)
COUNTED = (
    select(
        likenesses,
        documents.c.project,
        func.count().over(partition_by=[likenesses.c.key, documents.c.project]).label("sharers"),
    )
    .join(documents, IS_OWN)
    .where(IS_WANTED)
    .subquery()
)
SIMILAR = select(COUNTED).where(COUNTED.c.sharers.between(2, COMMON))
REVISIONS = select(documents.c.id, documents.c.revision_of).where(
    documents.c.revision_of.is_not(None)
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is compared of a requirement, and where it stands."""

    uid: str
    document_id: int
    position: int
    statement: str
    intro: str | None
    modality: Modality
    language: str
    project: str | None

    @property
    def place(self) -> Place:
        """Its document and position."""
        return self.document_id, self.position


class Said(Protocol):
    """What keys are made of: a requirement, or the row of one."""

    @property
    def statement(self) -> str:
        """Return the statement."""

    @property
    def intro(self) -> str | None:
        """Return the words that introduce it."""


def replace(
    tx: Transaction, document_id: int, dropped: Mapping[int, Said], found: Sequence[Said]
) -> None:
    """Put the keys of these in the place of those `dropped`, by their position in the document."""
    tx.hot_rows(DROP, _rows(document_id, dropped.items()))
    tx.hot_rows(ADD[tx.dialect], _rows(document_id, enumerate(found)))


def _rows(document_id: int, said: Iterable[tuple[int, Said]]) -> list[tuple[int, int, int]]:
    return [
        (document_id, position, key)
        for position, one in said
        for key in keys(one.statement, one.intro)
    ]


def likely(tx: Transaction, uids: Collection[str]) -> list[tuple[Statement, list[Statement]]]:
    """Return these requirements, each with those that may be alike, in the order of their places.

    Of the same project (or of none, both); not of another revision of the same document, in which
    most statements come again.
    """
    asked = [Statement(**row) for row in tx.records(BY_UID, {"uids": list(uids)})]
    found = _Sharers(tx, asked).likely() if asked else {}
    known = _statements(tx, {place for places in found.values() for place in places})
    roots = _roots(tx)
    return [
        (one, sorted(_comparable(one, map(known.get, found[one.place]), roots), key=_by_place))
        for one in asked
    ]


def _by_place(statement: Statement) -> Place:
    return statement.place


class _Sharers:
    """Which rows share the keys of those that are asked about."""

    def __init__(self, tx: Transaction, asked: Sequence[Statement]) -> None:
        self._keys = {one.place: keys(one.statement, one.intro) for one in asked}
        self._projects = {one.place: one.project for one in asked}
        self._equal = _by_key(tx, EQUAL, {own[0] for own in self._keys.values() if own})
        self._similar = _by_key(tx, SIMILAR, {k for own in self._keys.values() for k in own[1:]})

    def likely(self) -> dict[Place, list[Place]]:
        """Return the places of the likeliest, by place."""
        return {place: self._of(place, own) for place, own in self._keys.items()}

    def _of(self, place: Place, own: tuple[int, ...]) -> list[Place]:
        project = self._projects[place]
        equal = set(self._equal.get((own[0], project), ())) if own else set()
        shared = Counter(
            other for key in own[1:] for other in self._similar.get((key, project), ())
        )
        near = sorted((-count, other) for other, count in shared.items() if count >= SHARED)
        return sorted((equal | {other for _, other in near[:LIKELY]}) - {place})


Keyed = Mapping[tuple[int, str | None], Sequence[Place]]


def _by_key(tx: Transaction, statement: Select[tuple[object, ...]], wanted: set[int]) -> Keyed:
    """Return the places by key and project."""
    found: defaultdict[tuple[int, str | None], list[Place]] = defaultdict(list)
    for row in tx.rows(statement, {"keys": sorted(wanted)}) if wanted else ():
        found[row.key, row.project].append((row.document_id, row.position))
    return found


def _statements(tx: Transaction, places: Iterable[Place]) -> dict[Place, Statement]:
    column = tuple_(requirements.c.document_id, requirements.c.position)
    ordered = sorted(places)
    found = [
        Statement(**row)
        for start in range(0, len(ordered), BATCH)
        for row in tx.records(STATEMENTS.where(column.in_(ordered[start : start + BATCH])))
    ]
    return {one.place: one for one in found}


def _roots(tx: Transaction) -> dict[int, int]:
    """Return the first of its revisions for each document that revises another."""
    before = {row.id: row.revision_of for row in tx.rows(REVISIONS)}
    roots: dict[int, int] = {}
    for document_id in before:
        root, met = document_id, {document_id}
        while (older := before.get(root)) is not None and older not in met:
            root = older
            met.add(older)
        roots[document_id] = root
    return roots


def _comparable(
    one: Statement, others: Iterable[Statement | None], roots: Mapping[int, int]
) -> Iterator[Statement]:
    own = roots.get(one.document_id, one.document_id)
    for other in others:
        if other is None:
            continue
        is_same = other.document_id == one.document_id
        if is_same or roots.get(other.document_id, other.document_id) != own:
            yield other
