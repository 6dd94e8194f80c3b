"""Handing out jobs: the due ones by rank, then by the time they are scheduled for, then by id.

PostgreSQL does it in one statement that passes over rows another worker is just taking. SQLite
has one writer at a time, so a short transaction is enough; a plain SELECT before it keeps an idle
poll from taking the lock. Jobs of a paused queue are not handed out; those of a queue with a limit
are when `Which` names their type, and `claimer` keeps to the limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    Text,
    bindparam,
    cast,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate
from sqlalchemy.types import NullType

from reqx.model.jobs import Claim, JobStatus
from reqx.store.expressions import NOW, among, later
from reqx.store.hot import Hot
from reqx.store.queues import IS_PAUSED
from reqx.store.schema import attempts, documents, jobs, queues
from reqx.store.transaction import Transaction

IS_DUE = (jobs.c.status == literal_column("'PENDING'"), jobs.c.scheduled_at <= NOW)
ORDER = (jobs.c.rank, jobs.c.scheduled_at, jobs.c.id)

CLOSED = select(queues.c.name).where(or_(IS_PAUSED, queues.c.max_running.is_not(None)))
IS_OPEN = jobs.c.type.not_in(CLOSED)

IS_CHOSEN = among(jobs.c.id, "only")
IS_OF_TYPE = jobs.c.type == bindparam("of_type", type_=Text)
IS_BEYOND = tuple_(*ORDER) > tuple_(
    bindparam("after_rank", type_=jobs.c.rank.type),
    bindparam("after_time", type_=jobs.c.scheduled_at.type),
    bindparam("after_id", type_=jobs.c.id.type),
)

DRAWN_TOKEN = {
    "postgresql": cast(func.gen_random_uuid(), Text),
    "sqlite": func.lower(func.hex(func.randomblob(16))),
}
"""Random, and drawn for each claim: an attempt's number comes back after a release."""

OWN = (
    jobs.c.id.label("job_id"),
    jobs.c.claim_token.label("token"),
    jobs.c.claims.label("attempt"),
    jobs.c.attempts,
    jobs.c.max_attempts,
    jobs.c.crashes,
    jobs.c.document_id,
    jobs.c.extractor,
    jobs.c.rank,
    # As the driver has it: it is only compared, and handed back as the cursor.
    type_coerce(jobs.c.scheduled_at, NullType()).label("scheduled_at"),
)
OF_DOCUMENT = (documents.c.name.label("document"), documents.c.fingerprint, documents.c.media_type)
TRIED = ("job_id", "number", "claim_token", "worker", "started_at")


@dataclass(frozen=True, slots=True)
class Which:
    """Which of the due jobs: `only` these ids, of this `type` whatever its limit, `after` a place.

    `after` is the (rank, scheduled_at, id) of a job: the claim cursor.
    """

    only: Sequence[int] = ()
    type: str | None = None
    after: tuple[int, datetime, int] | None = None

    @property
    def conditions(self) -> tuple[str, ...]:
        """The names of the conditions this needs."""
        names = ("type" if self.type else "open", "only", "after")
        return tuple(name for name in names if name == "open" or getattr(self, name))

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of those conditions."""
        values: dict[str, Any] = {}
        if self.only:
            values["only"] = list(self.only)
        if self.type:
            values["of_type"] = self.type
        if self.after:
            values |= zip(("after_rank", "after_time", "after_id"), self.after, strict=True)
        return values


CONDITIONS: dict[str, ColumnElement[bool]] = {
    "open": IS_OPEN,
    "type": IS_OF_TYPE,
    "only": IS_CHOSEN,
    "after": IS_BEYOND,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms a worker takes jobs: its name, the lease, and the longest a try may take."""

    worker: str
    lease_seconds: float
    deadline_seconds: float

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the update that hands out."""
        return {
            "by": self.worker,
            "lease": self.lease_seconds,
            "deadline": self.deadline_seconds,
        }


def take(tx: Transaction, terms: Terms, slots: int, which: Which) -> Sequence[Row[Any]]:
    """Take up to `slots` due jobs, the most urgent first; rows of `OWN` and `OF_DOCUMENT`.

    Each counts one attempt, and gets a new token and an attempt row.
    """
    values = {**terms.values, **which.values}
    if tx.dialect == "postgresql":
        return sorted(tx.hot(_claim(which.conditions, slots), values), key=place)
    if not tx.is_atomic and not is_any(tx, which):
        return []
    with tx.atomic():
        taken = tx.hot(_update(which.conditions, slots), values)
        if taken:
            tx.hot(TRY, {"jobs": [row.job_id for row in taken]})
    # RETURNING has no order of its own.
    return sorted(taken, key=place)


def is_any(tx: Transaction, which: Which) -> bool:
    """Return whether such a job is due: a look that takes no lock."""
    return bool(tx.hot(_any(which.conditions), which.values))


def place(row: Row[Any]) -> tuple[int, datetime, int]:
    """Return where a row of `take` stood in the order."""
    return row.rank, row.scheduled_at, row.job_id


def from_row(row: Row[Any]) -> Claim:
    """Return the claim that a row with the columns `OWN` and `OF_DOCUMENT` describes."""
    return Claim(
        job_id=row.job_id,
        token=row.token,
        attempt=row.attempt,
        attempts=row.attempts,
        max_attempts=row.max_attempts,
        document_id=row.document_id,
        document=row.document,
        fingerprint=row.fingerprint,
        media_type=row.media_type,
        extractor=row.extractor,
        crashes=row.crashes,
    )


def _conditions(names: tuple[str, ...]) -> list[ColumnElement[bool]]:
    return [*IS_DUE, *(CONDITIONS[name] for name in names)]


def _ready(conditions: tuple[str, ...], slots: int) -> Select[tuple[int]]:
    """Return the selection of the due jobs, the most urgent first."""
    return (
        select(jobs.c.id)
        .where(*_conditions(conditions))
        .order_by(*ORDER)
        # A literal: for an unknown limit PostgreSQL's prepared plan scans whole tables.
        .limit(literal_column(str(slots)))
        .with_for_update(skip_locked=True)
    )


def _taken(dialect: str, is_ready: ColumnElement[bool]) -> ReturningUpdate[Any]:
    """Return the update that hands these jobs out."""
    return (
        update(jobs)
        .where(is_ready)
        .values(
            status=JobStatus.PROCESSING,
            attempts=jobs.c.attempts + 1,
            claims=jobs.c.claims + 1,
            claim_token=DRAWN_TOKEN[dialect],
            worker=bindparam("by", type_=Text),
            lease_expires_at=later("lease"),
            deadline_at=later("deadline"),
            started_at=NOW,
            updated_at=NOW,
        )
        .returning(*OWN, *RETURNED[dialect])
    )


def _looked_up(column: ColumnElement[Any]) -> Any:  # noqa: ANN401 - a labelled scalar subquery
    """Return a column of the job's document, as SQLite's RETURNING can give it."""
    found: ScalarSelect[Any] = (
        select(column).where(documents.c.id == jobs.c.document_id).correlate(jobs).scalar_subquery()
    )
    return found.label(column.name)


RETURNED = {
    "postgresql": (jobs.c.worker, jobs.c.started_at),
    "sqlite": tuple(map(_looked_up, OF_DOCUMENT)),
}
"""What each database's update gives back besides: for the attempts, and of the documents."""


def handing_out(conditions: tuple[str, ...], slots: int) -> tuple[CTE, CTE]:
    """Return the parts of PostgreSQL's statement: the jobs as handed out, and their attempts."""
    # MATERIALIZED: else the planner may run the locking select again and take too many.
    ready = _ready(conditions, slots).cte("ready").prefix_with("MATERIALIZED")
    taken = _taken("postgresql", jobs.c.id == ready.c.id).cte("taken")
    tried = insert(attempts).from_select(
        TRIED,
        select(*(taken.c[name] for name in ("job_id", "attempt", "token", "worker", "started_at"))),
    )
    return taken, tried.cte("tried")


@cache
def _claim(conditions: tuple[str, ...], slots: int) -> Hot:
    """Return the one statement: choose, take, write the attempts."""
    taken, tried = handing_out(conditions, slots)
    return Hot(
        select(*(taken.c[column.key] for column in OWN), *OF_DOCUMENT)
        .join_from(taken, documents, documents.c.id == taken.c.document_id)
        .add_cte(tried)
    )


@cache
def _any(conditions: tuple[str, ...]) -> Hot:
    return Hot(select(literal(1)).where(*_conditions(conditions)).limit(literal_column("1")))


@cache
def _update(conditions: tuple[str, ...], slots: int) -> Hot:
    return Hot(_taken("sqlite", jobs.c.id.in_(_ready(conditions, slots))))


TRY = Hot(
    insert(attempts).from_select(
        TRIED,
        select(
            jobs.c.id, jobs.c.claims, jobs.c.claim_token, jobs.c.worker, jobs.c.started_at
        ).where(among(jobs.c.id, "jobs")),
    )
)
