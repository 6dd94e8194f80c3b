"""Claims in force: renewing them, and taking back those whose worker is gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, literal, literal_column, select, update

from reqx.errors import Crashed
from reqx.model.backoff import Backoff
from reqx.model.jobs import Claim, Progress
from reqx.store.expressions import NOW, among, later
from reqx.store.jobs import consequence
from reqx.store.jobs.claim import HANDED_OUT, OF_DOCUMENT, from_row
from reqx.store.jobs.settle import LET_GO, let_go
from reqx.store.jobs.verdict import died
from reqx.store.schema import attempts, documents, jobs
from reqx.store.transaction import Transaction

NO_PROGRESS: Mapping[str, Progress] = {}

IS_PROCESSING = jobs.c.status == literal_column("'PROCESSING'")
IS_EXPIRED = jobs.c.lease_expires_at <= NOW

RENEW = (
    update(jobs)
    .where(IS_PROCESSING, among(jobs.c.claim_token, "tokens"), jobs.c.worker == bindparam("holder"))
    .values(lease_expires_at=later("lease"))
    .returning(jobs.c.claim_token, jobs.c.id, jobs.c.claims)
)
PROGRESS = update(attempts).where(
    attempts.c.job_id == bindparam("job"), attempts.c.number == bindparam("attempt")
)
HELD = select(jobs.c.claim_token, jobs.c.lease_expires_at).where(IS_PROCESSING)

ANY_EXPIRED = select(literal(1)).where(IS_PROCESSING, IS_EXPIRED).limit(literal(1))
EXPIRED = (
    select(*HANDED_OUT, *OF_DOCUMENT)
    .join_from(jobs, documents)
    .where(IS_PROCESSING, IS_EXPIRED)
    .order_by(jobs.c.lease_expires_at, jobs.c.id)
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True, of=jobs)
)
# Asked again when it is written: the worker may have renewed its lease since.
TAKE_BACK = LET_GO.where(IS_EXPIRED)


@dataclass(frozen=True, slots=True)
class Held:
    """A claim in force, some worker's."""

    token: str
    lease_expires_at: datetime


def renew(
    tx: Transaction,
    worker: str,
    tokens: Sequence[str],
    lease_seconds: float,
    progress: Mapping[str, Progress] = NO_PROGRESS,
) -> set[str]:
    """Extend the worker's claims to `lease_seconds` from now, and note how far each try is.

    Return the tokens still held; the others are lost.
    """
    if not tokens:
        return set()
    with tx.atomic():
        kept = tx.rows(RENEW, {"tokens": list(tokens), "holder": worker, "lease": lease_seconds})
        known = [
            _progress(row.id, row.claims, progress[row.claim_token])
            for row in kept
            if row.claim_token in progress
        ]
        if known:
            tx.run(PROGRESS, known)
    return {row.claim_token for row in kept}


def held(tx: Transaction) -> list[Held]:
    """Return all claims in force, those with an expired lease included."""
    return [Held(row.claim_token, row.lease_expires_at) for row in tx.rows(HELD)]


def rescue(tx: Transaction, limit: int = 100, *, backoff: Backoff) -> list[int]:
    """Take back up to `limit` jobs whose lease has expired; return their ids.

    Each has used up one of its three lives, and no attempt: it waits, or is FAILED after the third.
    """
    # Without this look, each idle poll would take SQLite's write lock.
    if not tx.rows(ANY_EXPIRED):
        return []
    with tx.atomic():
        claims = [from_row(row) for row in tx.records(EXPIRED, {"limit": limit})]
        # `consequence` says why in this order.
        claims.sort(key=lambda claim: claim.document_id)
        return [claim.job_id for claim in claims if _rescue(tx, claim, backoff)]


def _rescue(tx: Transaction, claim: Claim, backoff: Backoff) -> bool:
    error = Crashed(f"the worker stopped while it processed {claim.document}")
    verdict = died(claim, error, "lease_expired", backoff)
    is_ours = let_go(tx, TAKE_BACK, claim, verdict)
    if is_ours:
        consequence.conclude(tx, claim.document_id, verdict)
    return is_ours


def _progress(job_id: int, attempt: int, progress: Progress) -> dict[str, object]:
    return {
        "job": job_id,
        "attempt": attempt,
        "phase": progress.phase,
        "done": progress.done,
        "total": progress.total,
    }
