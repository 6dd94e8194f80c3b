"""What an outcome means for the job: decided as a value, before anything is written."""

from dataclasses import dataclass, replace
from typing import assert_never

from reqx.errors import Crashed, RateLimited, ReqxError
from reqx.model.backoff import Backoff
from reqx.model.jobs import (
    CRASH_BUDGET,
    Cancelled,
    Claim,
    Completed,
    Failure,
    JobStatus,
    Outcome,
    ProcessDied,
    Released,
    Snoozed,
)

LONGEST_TRACEBACK = 8192
LONGEST_SNOOZE_SECONDS = 86400.0


@dataclass(frozen=True, slots=True)
class Consequence:
    """The job's next status and the attempt's end.

    `delay_seconds` is the wait of a job that is PENDING again. `attempts` and `crashes` are the
    job's counts from now on.
    """

    status: JobStatus
    outcome: str
    attempts: int
    crashes: int
    delay_seconds: float | None = None
    error_class: str | None = None
    error: str | None = None
    traceback: str | None = None


def judge(claim: Claim, outcome: Outcome, backoff: Backoff) -> Consequence:
    """Decide; the class of an error counts, never its words."""
    match outcome:
        case Completed() | Cancelled():
            is_done = isinstance(outcome, Completed)
            status = JobStatus.COMPLETED if is_done else JobStatus.CANCELLED
            return Consequence(status, status.lower(), claim.attempts, claim.crashes)
        case Failure(RateLimited() as error):
            return _given_back(claim, "snoozed", error.retry_after, error.message)
        case Failure():
            return _tried(claim, outcome, backoff)
        case ProcessDied(error):
            return died(claim, error, "crashed", backoff)
        case Snoozed(seconds, reason):
            return _given_back(claim, "snoozed", seconds, reason)
        case Released():
            return _given_back(claim, "released", 0.0, "")
        case _:
            assert_never(outcome)


def died(claim: Claim, error: ReqxError, outcome: str, backoff: Backoff) -> Consequence:
    """Decide for a try whose process or worker died: charged to the crash budget alone.

    The first death is most often not the document's doing (a deploy, a machine that went down), so
    the job is due again at once and the drain that finds it can finish it; then it backs off.
    """
    crashes = claim.crashes + 1
    is_over = crashes >= CRASH_BUDGET
    wait = 0.0 if crashes == 1 else backoff.delay(crashes - 1)
    return Consequence(
        JobStatus.FAILED if is_over else JobStatus.PENDING,
        outcome,
        claim.attempts - 1,
        crashes,
        None if is_over else wait,
        Crashed.code if is_over else error.code,
        f"{error.message}; given up after {crashes} crashes" if is_over else error.message,
    )


def overdue(claim: Claim, error: ReqxError, backoff: Backoff) -> Consequence:
    """Decide for a try that went on beyond its deadline: it counts, as any try that failed."""
    return replace(_tried(claim, Failure(error), backoff), outcome="timeout")


def _tried(claim: Claim, failure: Failure, backoff: Backoff) -> Consequence:
    error = failure.error
    is_over = error.is_permanent or claim.attempts >= claim.max_attempts
    return Consequence(
        JobStatus.FAILED if is_over else JobStatus.PENDING,
        "failed" if is_over else "retry",
        claim.attempts,
        claim.crashes,
        None if is_over else backoff.delay(claim.attempts),
        error.code,
        error.message,
        # The end of a traceback says what happened.
        failure.traceback[-LONGEST_TRACEBACK:] if failure.traceback else None,
    )


def _given_back(claim: Claim, outcome: str, seconds: float, reason: str) -> Consequence:
    # What an endpoint asks for may be any number, and none at all.
    wait = seconds if 0 <= seconds <= LONGEST_SNOOZE_SECONDS else LONGEST_SNOOZE_SECONDS
    return Consequence(
        JobStatus.PENDING,
        outcome,
        claim.attempts - 1,
        claim.crashes,
        wait,
        error=reason or None,
    )
