"""What a run left in the database: every row the checker reasons about, read by plain SQL.

The statements are written out here, and use none of the product's: a mistake in the store must not
be able to hide itself from the check.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import RowMapping, text

from reqx.store import Transaction, connect

LIVE = ("PENDING", "PROCESSING")
FINISHED = ("COMPLETED", "FAILED", "CANCELLED")

Content = tuple[tuple[str, Any], ...]
"""A row of requirements or pages: names and values, without the document's number."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """A row of `jobs`; instants are seconds since 1970."""

    id: int
    document_id: int
    extractor: str
    status: str
    attempts: int
    max_attempts: int
    crashes: int
    claims: int
    created_at: float
    updated_at: float
    claim_token: str | None = None
    worker: str | None = None
    lease_expires_at: float | None = None
    completed_at: float | None = None
    error_class: str | None = None
    result: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """A row of `attempts`."""

    job_id: int
    number: int
    claim_token: str
    worker: str
    started_at: float
    ended_at: float | None = None
    outcome: str | None = None

    @property
    def pid(self) -> int:
        """The worker's process, from its name: host, process, random digits."""
        return int(self.worker.rsplit("-", 2)[1])


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A row of `documents`; `status` is the stored one."""

    id: int
    fingerprint: str
    status: str
    requirements: int
    processed_at: float | None = None
    error_message: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A row of `requirements` or `pages`."""

    document_id: int
    position: int
    content: Content


@dataclass(frozen=True)
class History:
    """All rows at one moment, `read_at` by the database's clock."""

    read_at: float
    documents: tuple[DocumentRow, ...] = ()
    jobs: tuple[JobRow, ...] = ()
    attempts: tuple[AttemptRow, ...] = ()
    requirements: tuple[Part, ...] = ()
    pages: tuple[Part, ...] = ()

    @cached_property
    def attempts_of(self) -> Mapping[int, tuple[AttemptRow, ...]]:
        """Job id -> its attempts by number."""
        ordered = sorted(self.attempts, key=lambda row: (row.job_id, row.number))
        return _grouped(ordered, "job_id")

    @cached_property
    def jobs_of(self) -> Mapping[int, tuple[JobRow, ...]]:
        """Document id -> its jobs by id."""
        return _grouped(sorted(self.jobs, key=lambda row: row.id), "document_id")

    @cached_property
    def requirements_of(self) -> Mapping[int, tuple[Part, ...]]:
        """Document id -> its requirements by position."""
        return _grouped(sorted(self.requirements, key=lambda row: row.position), "document_id")

    @cached_property
    def pages_of(self) -> Mapping[int, tuple[Part, ...]]:
        """Document id -> its pages by position."""
        return _grouped(sorted(self.pages, key=lambda row: row.position), "document_id")


Row = TypeVar("Row")

CLOCK = {
    "sqlite": "SELECT strftime('%s', 'now') * 1000",
    "postgresql": "SELECT clock_timestamp()",
}
PARTS = {
    "requirements": "SELECT * FROM requirements",
    "pages": "SELECT * FROM pages",
}
OWNED = (
    "SELECT id AS owner, documents.* FROM documents",
    "SELECT document_id AS owner, jobs.* FROM jobs",
    "SELECT jobs.document_id AS owner, attempts.* FROM attempts JOIN jobs ON id = job_id",
    "SELECT document_id AS owner, requirements.* FROM requirements",
    "SELECT document_id AS owner, pages.* FROM pages",
)
WORKERS = "SELECT id FROM workers"
LIVE_JOBS = "SELECT document_id, status FROM jobs WHERE status IN ('PENDING', 'PROCESSING')"
ROWS: dict[type, str] = {
    DocumentRow: (
        "SELECT id, fingerprint, status, requirements, processed_at, error_message FROM documents"
    ),
    JobRow: (
        "SELECT id, document_id, extractor, status, attempts, max_attempts, crashes, claims,"
        " created_at, updated_at, claim_token, worker, lease_expires_at, completed_at,"
        " error_class, result FROM jobs"
    ),
    AttemptRow: (
        "SELECT job_id, number, claim_token, worker, started_at, ended_at, outcome FROM attempts"
    ),
}


def read(url: str) -> History:
    """Return everything in the database at `url`, in one snapshot."""
    store = connect(url)
    try:
        with store.read() as tx:
            return History(
                read_at=_instant(tx.value(text(CLOCK[tx.dialect]))),
                documents=_rows(tx, DocumentRow),
                jobs=_rows(tx, JobRow),
                attempts=_rows(tx, AttemptRow),
                requirements=_parts(tx, "requirements"),
                pages=_parts(tx, "pages"),
            )
    finally:
        store.close()


def live(url: str) -> list[str]:
    """Return the status of each job that is not finished."""
    return [row["status"] for row in _select(url, LIVE_JOBS)]


def workers(url: str) -> int:
    """Return how many workers are at work."""
    return len(_select(url, WORKERS))


def dump(url: str) -> dict[int, list[str]]:
    """Return document id -> every column of every row about it, the finished documents only."""
    busy = {row["document_id"] for row in _select(url, LIVE_JOBS)}
    rows: defaultdict[int, list[str]] = defaultdict(list)
    for statement in OWNED:
        for row in _select(url, statement):
            if row["owner"] not in busy:
                rows[row["owner"]].append(repr(tuple(row.values())))
    return {owner: sorted(found) for owner, found in rows.items()}


def _select(url: str, statement: str) -> Sequence[RowMapping]:
    store = connect(url)
    try:
        with store.read() as tx:
            return tx.records(text(statement))
    finally:
        store.close()


def _rows(tx: Transaction, kind: type[Row]) -> tuple[Row, ...]:
    return tuple(
        kind(**{name: _value(name, value) for name, value in row.items()})
        for row in tx.records(text(ROWS[kind]))
    )


def _parts(tx: Transaction, table: str) -> tuple[Part, ...]:
    return tuple(
        Part(
            row["document_id"],
            row["position"],
            tuple(sorted((name, row[name]) for name in row if name != "document_id")),
        )
        for row in tx.records(text(PARTS[table]))
    )


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - any column
    if value is None:
        return None
    if name.endswith("_at"):
        return _instant(value)
    return json.loads(value) if name == "result" else value


def _instant(value: datetime | int) -> float:
    """Return seconds since 1970: SQLite keeps milliseconds, PostgreSQL times."""
    return value.timestamp() if isinstance(value, datetime) else value / 1000


def _grouped(rows: Iterable[Row], key: str) -> dict[int, tuple[Row, ...]]:
    groups: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return {value: tuple(group) for value, group in groups.items()}
