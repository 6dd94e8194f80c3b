"""What an outcome means: properties that hold for every claim, error and back-off."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reqx.errors import (
    Crashed,
    Encrypted,
    NeedsOcr,
    OutOfMemory,
    RateLimited,
    ReqxError,
    StorageError,
    TimedOut,
    Unreadable,
)
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
from reqx.store.jobs.consequence import died, judge, overdue
from tests import make

CLAIM = Claim(1, "token", 1, 1, 3, 1, "tender.pdf", "0" * 64, "application/pdf", "rules")
BACKOFF = Backoff(40.0, 90.0)
PERMANENT = [Unreadable("bad"), Encrypted("locked"), NeedsOcr("scanned")]
TRANSIENT = [TimedOut("slow"), OutOfMemory("big"), ReqxError("bug"), StorageError("disk")]
LIMITED = [RateLimited("later", retry_after=seconds) for seconds in (0.5, 60.0)]


@st.composite
def claims(draw: st.DrawFn) -> Claim:
    """Draw a claim as the store gives it: this try is counted, and no budget is used up before."""
    most = draw(st.integers(1, 9))
    attempts = draw(st.integers(1, most))
    crashes = draw(st.integers(0, CRASH_BUDGET - 1))
    return replace(CLAIM, attempts=attempts, max_attempts=most, crashes=crashes)


failures = st.builds(Failure, st.sampled_from(PERMANENT + TRANSIENT + LIMITED), st.none())
deaths = st.builds(ProcessDied, st.sampled_from([Crashed("dead"), OutOfMemory("big")]))
snoozes = st.builds(Snoozed, st.floats(0.0, 9000.0), st.sampled_from(["", "busy"]))
outcomes: st.SearchStrategy[Outcome] = st.one_of(
    failures,
    deaths,
    snoozes,
    st.sampled_from([Completed(make.extraction()), Released(), Cancelled()]),
)


@given(claims(), outcomes)
def test_the_budgets_are_kept_whatever_happens(claim: Claim, outcome: Outcome) -> None:
    consequence = judge(claim, outcome, BACKOFF)
    assert claim.attempts - 1 <= consequence.attempts <= claim.attempts <= claim.max_attempts
    assert claim.crashes <= consequence.crashes <= CRASH_BUDGET


@given(claims(), outcomes)
def test_a_job_that_goes_on_has_a_wait_and_budgets_left(claim: Claim, outcome: Outcome) -> None:
    consequence = judge(claim, outcome, BACKOFF)
    goes_on = consequence.status is JobStatus.PENDING
    assert (consequence.delay_seconds is not None) is goes_on
    if goes_on:
        assert consequence.delay_seconds is not None
        assert consequence.delay_seconds >= 0.0
        assert consequence.attempts < claim.max_attempts
        assert consequence.crashes < CRASH_BUDGET


@given(claims(), outcomes)
def test_one_budget_is_charged_at_most(claim: Claim, outcome: Outcome) -> None:
    consequence = judge(claim, outcome, BACKOFF)
    is_try_charged = consequence.attempts == claim.attempts
    is_life_charged = consequence.crashes == claim.crashes + 1
    assert not (is_try_charged and is_life_charged)
    is_given_back = not is_try_charged and not is_life_charged
    assert is_given_back is (consequence.outcome in {"snoozed", "released"})


@given(claims(), st.sampled_from(PERMANENT))
def test_a_permanent_error_fails_at_once(claim: Claim, error: ReqxError) -> None:
    consequence = judge(claim, Failure(error), BACKOFF)
    assert (consequence.status, consequence.outcome) == (JobStatus.FAILED, "failed")
    assert (consequence.error_class, consequence.error) == (error.code, error.message)


@given(claims(), st.sampled_from(TRANSIENT))
def test_another_error_is_tried_again_while_attempts_are_left(
    claim: Claim, error: ReqxError
) -> None:
    consequence = judge(claim, Failure(error), BACKOFF)
    is_last = claim.attempts == claim.max_attempts
    assert consequence.status is (JobStatus.FAILED if is_last else JobStatus.PENDING)
    assert consequence.outcome == ("failed" if is_last else "retry")
    assert (consequence.attempts, consequence.error_class) == (claim.attempts, error.code)
    if not is_last:
        assert consequence.delay_seconds is not None
        assert 1.0 <= consequence.delay_seconds <= BACKOFF.bound(claim.attempts)


@pytest.mark.parametrize("seconds", [-1.0, 86401.0, float("inf"), float("nan")])
def test_a_wait_beyond_reason_is_a_day(seconds: float) -> None:
    claim = Claim(1, "token", 1, 1, 3, 1, "tender.pdf", "f", "application/pdf", "rules")
    consequence = judge(claim, Failure(RateLimited("later", retry_after=seconds)), BACKOFF)
    assert consequence.delay_seconds == 86400.0


@given(claims(), st.floats(0.0, 86400.0))
def test_a_rate_limit_waits_as_long_as_it_says_and_costs_nothing(
    claim: Claim, seconds: float
) -> None:
    consequence = judge(claim, Failure(RateLimited("later", retry_after=seconds)), BACKOFF)
    assert (consequence.status, consequence.outcome) == (JobStatus.PENDING, "snoozed")
    assert (consequence.delay_seconds, consequence.error) == (seconds, "later")
    assert (consequence.attempts, consequence.crashes) == (claim.attempts - 1, claim.crashes)


@given(claims(), deaths)
def test_the_third_death_parks_the_job_whatever_its_attempts(
    claim: Claim, outcome: ProcessDied
) -> None:
    consequence = judge(claim, outcome, BACKOFF)
    is_over = claim.crashes == CRASH_BUDGET - 1
    assert consequence.status is (JobStatus.FAILED if is_over else JobStatus.PENDING)
    assert consequence.error_class == ("crashed" if is_over else outcome.error.code)
    assert (consequence.attempts, consequence.crashes) == (claim.attempts - 1, claim.crashes + 1)
    end = "; given up after 3 crashes" if is_over else ""
    assert (consequence.outcome, consequence.error) == ("crashed", outcome.error.message + end)


def test_the_first_death_waits_for_nothing_and_the_second_backs_off() -> None:
    # Below a second there is no jitter.
    backoff = Backoff(0.25, 0.9)
    waits = [
        died(replace(CLAIM, crashes=crashes), Crashed("dead"), "crashed", backoff).delay_seconds
        for crashes in range(CRASH_BUDGET)
    ]
    assert waits == [0.0, 0.25, None]


@given(claims())
def test_a_try_beyond_its_deadline_counts_and_is_called_a_timeout(claim: Claim) -> None:
    consequence = overdue(claim, TimedOut("late"), BACKOFF)
    expected = judge(claim, Failure(TimedOut("late")), Backoff(0.0, 0.0))
    assert consequence.outcome == "timeout"
    assert consequence.status is expected.status
    assert (consequence.attempts, consequence.crashes) == (claim.attempts, claim.crashes)


def test_what_ends_well_has_no_error() -> None:
    for outcome, status in (
        (Completed(make.extraction()), JobStatus.COMPLETED),
        (Cancelled(), JobStatus.CANCELLED),
    ):
        consequence = judge(CLAIM, outcome, BACKOFF)
        assert (consequence.status, consequence.outcome) == (status, status.lower())
        assert (consequence.error_class, consequence.error, consequence.traceback) == (
            None,
            None,
            None,
        )


def test_a_release_has_no_reason_and_no_wait() -> None:
    consequence = judge(CLAIM, Released(), BACKOFF)
    assert (consequence.delay_seconds, consequence.error, consequence.error_class) == (
        0.0,
        None,
        None,
    )
    assert judge(CLAIM, Snoozed(5.0, "busy"), BACKOFF).error == "busy"


def test_the_end_of_a_long_traceback_is_kept() -> None:
    failure = Failure(Unreadable("bad"), "x" * 8192 + "the end")
    traceback = judge(CLAIM, failure, BACKOFF).traceback
    assert traceback is not None
    assert len(traceback) == 8192
    assert traceback.endswith("xthe end")
    assert judge(CLAIM, replace(failure, traceback="short"), BACKOFF).traceback == "short"
