"""Claims in force: renewing them, and taking back those whose worker is gone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    BigInteger,
    Integer,
    Text,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate, Update
from sqlalchemy.types import TypeEngine

from reqx.errors import Crashed, TimedOut
from reqx.model.backoff import Backoff
from reqx.model.jobs import Claim, Progress
from reqx.store.dialects import ByDialect
from reqx.store.expressions import NOW, given, later, narrowed
from reqx.store.jobs import ends as written
from reqx.store.jobs.claim import OF_DOCUMENT, OWN, from_row
from reqx.store.jobs.consequence import Consequence, died, overdue
from reqx.store.jobs.ends import End
from reqx.store.schema import attempts, documents, jobs
from reqx.store.transaction import Transaction

NO_PROGRESS: Mapping[str, Progress] = {}
IS_EXPIRED = jobs.c.lease_expires_at <= NOW
IS_PROCESSING = jobs.c.status == literal_column("'PROCESSING'")

HELD_FIELDS: dict[str, TypeEngine[Any]] = {"job": BigInteger(), "token": Text()}
PROGRESS_FIELDS: dict[str, TypeEngine[Any]] = {
    "job": BigInteger(),
    "attempt": Integer(),
    "phase": Text(),
    "done": Integer(),
    "total": Integer(),
}


def _renewing(dialect: str) -> ReturningUpdate[Any]:
    held = given(dialect, "held", HELD_FIELDS).c
    return (
        update(jobs)
        .where(
            narrowed(dialect, jobs.c.id, "jobs"),
            jobs.c.id == held.job,
            jobs.c.claim_token == held.token,
            # Beyond its deadline a claim is not renewed: whoever beats may hang all the same.
            or_(jobs.c.deadline_at.is_(None), jobs.c.deadline_at > NOW),
        )
        .values(lease_expires_at=later("lease"))
        # The column as it is: SQLite 3.40 answers wrongly to IS NOT NULL in RETURNING.
        .returning(jobs.c.claim_token, jobs.c.cancel_requested_at)
    )


def _reporting(dialect: str) -> Update:
    reported = given(dialect, "progress", PROGRESS_FIELDS).c
    return (
        update(attempts)
        .where(
            narrowed(dialect, attempts.c.job_id, "jobs"),
            attempts.c.job_id == reported.job,
            attempts.c.number == reported.attempt,
            attempts.c.ended_at.is_(None),
        )
        .values(phase=reported.phase, done=reported.done, total=reported.total)
    )


RENEW, REPORT = ByDialect(_renewing), ByDialect(_reporting)
HELD = select(jobs.c.claim_token, jobs.c.lease_expires_at).where(IS_PROCESSING)

OF_WORKER = (
    select(*OWN, *OF_DOCUMENT)
    .join_from(jobs, documents, documents.c.id == jobs.c.document_id)
    .where(IS_PROCESSING, jobs.c.worker == bindparam("name", type_=Text))
)
ANY_EXPIRED = select(func.count()).where(IS_PROCESSING, IS_EXPIRED)
EXPIRED = (
    select(*OWN, *OF_DOCUMENT, func.coalesce(jobs.c.deadline_at <= NOW, False).label("is_overdue"))
    .join_from(jobs, documents, documents.c.id == jobs.c.document_id)
    .where(IS_PROCESSING, IS_EXPIRED)
    .order_by(jobs.c.lease_expires_at, jobs.c.id)
    .limit(bindparam("limit", type_=Integer))
    # Another one is at those that are locked: their worker, after all, or another rescue.
    .with_for_update(of=jobs, skip_locked=True)
)


@dataclass(frozen=True, slots=True)
class Held:
    """A claim in force, some worker's."""

    token: str
    lease_expires_at: datetime


@dataclass(frozen=True, slots=True)
class Renewal:
    """The tokens that are still held, and those of them whose job an operator has cancelled."""

    kept: frozenset[str]
    cancelled: frozenset[str]


def renew(
    tx: Transaction,
    claims: Collection[Claim],
    lease_seconds: float,
    progress: Mapping[str, Progress] = NO_PROGRESS,
) -> Renewal:
    """Extend the claims to `lease_seconds` from now, and note how far each try is (by token).

    A claim that is not among the kept is lost.
    """
    if not claims:
        return Renewal(frozenset(), frozenset())
    # In the order of the ids, as all who write many jobs: they wait for each other, and go on.
    in_order = sorted(claims, key=attrgetter("job_id"))
    held_now = {
        "jobs": [claim.job_id for claim in in_order],
        "held": [{"job": claim.job_id, "token": claim.token} for claim in in_order],
        "lease": lease_seconds,
    }
    with tx.atomic():
        rows = tx.rows(RENEW[tx.dialect], held_now)
        kept = frozenset(row.claim_token for row in rows)
        _report(tx, [claim for claim in claims if claim.token in kept], progress)
    cancelled = (row.claim_token for row in rows if row.cancel_requested_at is not None)
    return Renewal(kept, frozenset(cancelled))


def held(tx: Transaction) -> list[Held]:
    """Return all claims in force, those with an expired lease included."""
    return [Held(row.claim_token, row.lease_expires_at) for row in tx.rows(HELD)]


def strays(tx: Transaction, worker: str, known: Collection[str]) -> list[Claim]:
    """Return the worker's claims whose tokens it does not know.

    So is a claim whose commit was answered by a cut connection.
    """
    rows = tx.rows(OF_WORKER, {"name": worker})
    return [from_row(row) for row in rows if row.token not in known]


def rescue(
    tx: Transaction, limit: int = 100, *, backoff: Backoff, in_hand: Collection[str] = ()
) -> list[int]:
    """Take back up to `limit` jobs whose lease has expired; return their ids.

    Not those whose tokens are `in_hand`: their worker, who asks, lives. Each job has used up one of
    its three lives, and no attempt: it waits, or is FAILED after the third. A try beyond its
    deadline counts as an attempt instead.
    """
    # Without this look, each idle poll would take SQLite's write lock.
    if not tx.value(ANY_EXPIRED):
        return []
    with tx.atomic():
        rows = tx.rows(EXPIRED, {"limit": limit})
        # Once a document, as `ends` wants it; another job of it comes with the next sweep.
        once = {row.document_id: row for row in rows if row.token not in in_hand}.values()
        ends = [_expired(from_row(row), backoff, is_overdue=row.is_overdue) for row in once]
        # The expiry is asked again when it is written: the worker may have renewed since.
        return sorted(written.write(tx, ends, if_expired=True)) if ends else []


def _expired(claim: Claim, backoff: Backoff, *, is_overdue: bool) -> End:
    consequence: Consequence
    if is_overdue:
        late = TimedOut(f"{claim.document}: not finished by its deadline")
        consequence = overdue(claim, late, backoff)
    else:
        gone = Crashed(f"the worker stopped while it processed {claim.document}")
        consequence = died(claim, gone, "lease_expired", backoff)
    return End(claim, consequence)


def _report(tx: Transaction, claims: Sequence[Claim], progress: Mapping[str, Progress]) -> None:
    known = [(claim, progress[claim.token]) for claim in claims if claim.token in progress]
    if not known:
        return
    records = [
        {
            "job": claim.job_id,
            "attempt": claim.attempt,
            "phase": reported.phase,
            "done": reported.done,
            "total": reported.total,
        }
        for claim, reported in known
    ]
    tx.run(REPORT[tx.dialect], {"jobs": [claim.job_id for claim, _ in known], "progress": records})
