"""The end of a try: one transaction, fenced by the claim's token, all or nothing."""

from collections.abc import Mapping

from sqlalchemy import Boolean, Update, bindparam, case, func, null, update

from reqx.errors import LeaseLost
from reqx.model.backoff import Backoff
from reqx.model.jobs import Claim, Completed, JobStatus, Outcome
from reqx.store.expressions import NOW, later
from reqx.store.jobs import consequence
from reqx.store.jobs.verdict import Verdict, judge
from reqx.store.schema import attempts, jobs
from reqx.store.transaction import Transaction

# No condition on the status: the token says it all, and with one the planner may walk the index
# of the leases and its dead entries instead of the primary key.
LET_GO = (
    update(jobs)
    .where(jobs.c.id == bindparam("job"), jobs.c.claim_token == bindparam("token"))
    .values(
        claim_token=null(),
        worker=null(),
        lease_expires_at=null(),
        deadline_at=null(),
        scheduled_at=func.coalesce(later("delay"), jobs.c.scheduled_at),
        completed_at=case((bindparam("is_completed", type_=Boolean), NOW), else_=None),
        updated_at=NOW,
    )
)
CLOSE = (
    update(attempts)
    .where(attempts.c.job_id == bindparam("job"), attempts.c.number == bindparam("attempt"))
    .values(ended_at=NOW)
)


def settle(tx: Transaction, claim: Claim, outcome: Outcome, backoff: Backoff) -> JobStatus:
    """Write the outcome of a claim, results included, and return the job's new status.

    LeaseLost when the claim is another worker's by now: nothing is written then.
    """
    verdict = judge(claim, outcome, backoff)
    extraction = outcome.extraction if isinstance(outcome, Completed) else None
    with tx.atomic():
        result = consequence.result(extraction) if extraction else None
        if not let_go(tx, LET_GO, claim, verdict, result):
            raise LeaseLost(
                f"job {claim.job_id} ({claim.document}) was taken over: its result is dropped"
            )
        if extraction:
            consequence.complete(tx, claim.document_id, extraction)
        else:
            consequence.conclude(tx, claim.document_id, verdict)
    return verdict.status


def let_go(
    tx: Transaction,
    statement: Update,
    claim: Claim,
    verdict: Verdict,
    result: Mapping[str, object] | None = None,
) -> bool:
    """Move the job out of PROCESSING by `statement`, and close the attempt; False if not ours."""
    error = {"error_class": verdict.error_class, "error": verdict.error}
    job = {
        "job": claim.job_id,
        "token": claim.token,
        "delay": verdict.delay_seconds,
        "is_completed": verdict.status is JobStatus.COMPLETED,
        "status": verdict.status,
        "attempts": verdict.attempts,
        "crashes": verdict.crashes,
        "result": result,
    }
    if not tx.run(statement, job | error):
        return False
    attempt = {
        "job": claim.job_id,
        "attempt": claim.attempt,
        "outcome": verdict.outcome,
        "traceback": verdict.traceback,
    }
    tx.run(CLOSE, attempt | error)
    return True
