"""Many ends in one call: each is fenced for itself, and none disturbs another."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from reqx.errors import Crashed, StoreError, TimedOut, Unreadable
from reqx.model.backoff import Backoff
from reqx.model.filters import RequirementFilter
from reqx.model.jobs import (
    Cancelled,
    Claim,
    Completed,
    DocumentStatus,
    Extraction,
    Failure,
    JobStatus,
    Outcome,
    ProcessDied,
    Released,
    Snoozed,
)
from reqx.store import Store, documents, jobs, requirements, schema
from tests import make

DONE = Completed(make.extraction(make.requirement()))
BAD = Failure(Unreadable("bad"))
OUTCOMES: dict[Outcome, tuple[JobStatus, str, DocumentStatus]] = {
    DONE: (JobStatus.COMPLETED, "completed", DocumentStatus.DONE),
    BAD: (JobStatus.FAILED, "failed", DocumentStatus.ERROR),
    Failure(TimedOut("slow")): (JobStatus.PENDING, "retry", DocumentStatus.WAITING),
    ProcessDied(Crashed("dead")): (JobStatus.PENDING, "crashed", DocumentStatus.WAITING),
    Snoozed(30.0, "busy"): (JobStatus.PENDING, "snoozed", DocumentStatus.WAITING),
    Released(): (JobStatus.PENDING, "released", DocumentStatus.WAITING),
    Cancelled(): (JobStatus.CANCELLED, "cancelled", DocumentStatus.WAITING),
}
GIVEN_UP = [Released(), Snoozed(30.0), Failure(TimedOut("slow")), ProcessDied(Crashed("dead"))]


def claims(store: Store, count: int) -> list[Claim]:
    """Queue so many jobs and claim them."""
    for number in range(count):
        make.job(store, f"{number}.pdf")
    with store.hold() as tx:
        return jobs.claim(tx, worker="worker-1", slots=count, lease_seconds=60.0)


def test_each_of_many_outcomes_ends_its_own_job(store: Store) -> None:
    taken = claims(store, len(OUTCOMES))
    expected = list(OUTCOMES.values())
    with store.hold() as tx:
        settled = jobs.settle(tx, list(zip(taken, OUTCOMES, strict=True)), make.NO_WAIT)
        histories = [jobs.history(tx, claim.job_id) for claim in taken]
        statuses = [documents.get(tx, claim.document_id).status for claim in taken]
        found = [jobs.get(tx, claim.job_id).status for claim in taken]
    assert settled == found == [status for status, _, _ in expected]
    assert [attempt.outcome for (attempt,) in histories] == [word for _, word, _ in expected]
    assert statuses == [status for _, _, status in expected]


def test_a_lost_claim_among_many_costs_the_others_nothing(store: Store) -> None:
    taken = claims(store, 3)
    lost = taken[1]
    with store.hold() as tx:
        make.settle(tx, lost, Failure(Unreadable("first")))
        ended = [(claim, Completed(_extraction(claim))) for claim in taken]
        assert jobs.settle(tx, ended, make.NO_WAIT) == [
            JobStatus.COMPLETED,
            None,
            JobStatus.COMPLETED,
        ]
        found = [row.document.id for row in requirements.each(tx, RequirementFilter())]
        document = documents.get(tx, lost.document_id)
    assert found == [taken[0].document_id, taken[2].document_id]
    assert (document.status, document.error_message) == (DocumentStatus.ERROR, "first")


def test_one_result_that_cannot_be_written_undoes_all(store: Store) -> None:
    good, bad = claims(store, 2)
    twice = make.requirement("Twice.")
    ended = [(good, DONE), (bad, Completed(make.extraction(twice, twice)))]
    with store.hold() as tx:
        with pytest.raises(StoreError):
            jobs.settle(tx, ended, make.NO_WAIT)
        assert jobs.counts(tx)[JobStatus.PROCESSING] == 2
        assert requirements.count(tx, RequirementFilter()) == 0


def test_nothing_to_settle_is_no_error(store: Store) -> None:
    with store.hold() as tx:
        assert jobs.settle(tx, [], make.NO_WAIT) == []


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_settling_again_changes_nothing_and_answers_the_same(
    store: Store, outcome: Outcome
) -> None:
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        first = make.settle(tx, claim, outcome)
        before = _rows(store)
        assert make.settle(tx, claim, outcome) is first
    assert _rows(store) == before


def test_settling_again_with_another_outcome_is_refused(store: Store) -> None:
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        make.settle(tx, claim, Released())
        assert make.settle(tx, claim, Snoozed(30.0)) is None


def test_settling_again_is_answered_though_the_job_went_on(store: Store) -> None:
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        make.settle(tx, claim, Released())
        make.settle(tx, make.claim(store), DONE)
        assert make.settle(tx, claim, Released()) is JobStatus.PENDING
        assert jobs.get(tx, claim.job_id).status is JobStatus.COMPLETED


def test_what_became_of_other_jobs_changes_no_answer(store: Store) -> None:
    before, claim, after = claims(store, 3)
    ended: list[tuple[Claim, Outcome]] = [(before, Cancelled()), (after, Cancelled())]
    with store.hold() as tx:
        jobs.settle(tx, [*ended, (claim, Released())], make.NO_WAIT)
        assert jobs.settle(tx, [*ended, (claim, Released())], make.NO_WAIT)[-1] is JobStatus.PENDING


def test_the_same_end_twice_in_one_call_is_one_end(store: Store) -> None:
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        answers = jobs.settle(tx, [(claim, DONE), (claim, DONE)], make.NO_WAIT)
    assert answers == [JobStatus.COMPLETED, JobStatus.COMPLETED]


def test_a_lost_claim_and_its_successor_in_one_call_are_told_apart(store: Store) -> None:
    (lost,) = claims(store, 1)
    with store.hold() as tx:
        make.settle(tx, lost, Released())
        again = make.claim(store)
        answers = jobs.settle(tx, [(lost, DONE), (again, Snoozed(9.0))], make.NO_WAIT)
        outcomes = [attempt.outcome for attempt in jobs.history(tx, lost.job_id)]
        assert requirements.count(tx, RequirementFilter()) == 0
    assert answers == [None, JobStatus.PENDING]
    assert outcomes == ["released", "snoozed"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (DONE, BAD, (DocumentStatus.ERROR, "bad", 1)),
        (BAD, DONE, (DocumentStatus.DONE, None, 1)),
        (DONE, DONE, (DocumentStatus.DONE, None, 1)),
        (DONE, Cancelled(), (DocumentStatus.DONE, None, 1)),
    ],
)
def test_of_two_jobs_of_a_document_the_later_one_has_the_last_word(
    store: Store, first: Outcome, second: Outcome, expected: tuple[object, ...]
) -> None:
    make.job(store)
    make.job(store, extractor="other")
    with store.hold() as tx:
        taken = jobs.claim(tx, worker="w", slots=2, lease_seconds=60.0)
        answers = jobs.settle(tx, list(zip(taken, (first, second), strict=True)), make.NO_WAIT)
        document = documents.get(tx, taken[0].document_id)
        rows = requirements.count(tx, RequirementFilter())
    assert answers == [OUTCOMES[first][0], OUTCOMES[second][0]]
    assert (document.status, document.error_message, rows) == expected
    assert document.requirements == rows


@pytest.mark.parametrize("outcome", GIVEN_UP)
def test_a_try_that_was_called_off_is_not_followed_by_another(
    store: Store, outcome: Outcome
) -> None:
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        jobs.cancel(tx, [claim.job_id])
        assert make.settle(tx, claim, outcome) is JobStatus.CANCELLED
        assert jobs.get(tx, claim.job_id).status is JobStatus.CANCELLED
        # A commit whose reply was lost.
        assert make.settle(tx, claim, outcome) is JobStatus.CANCELLED
        assert jobs.claim(tx, worker="w", slots=1, lease_seconds=60.0) == []


@pytest.mark.parametrize("outcome", GIVEN_UP)
def test_a_try_that_is_followed_by_another_decides_nothing(store: Store, outcome: Outcome) -> None:
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        make.settle(tx, claim, outcome)
        jobs.cancel(tx, [claim.job_id])
        assert documents.get(tx, claim.document_id).status is DocumentStatus.WAITING


@pytest.mark.parametrize("outcome", [DONE, BAD])
def test_what_was_called_off_too_late_stays_what_it_is(store: Store, outcome: Outcome) -> None:
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        jobs.cancel(tx, [claim.job_id])
        assert make.settle(tx, claim, outcome) is OUTCOMES[outcome][0]
        job = jobs.get(tx, claim.job_id)
    assert job.status is OUTCOMES[outcome][0]
    assert (job.completed_at == job.updated_at) is (outcome is DONE)


def test_a_cancelled_job_that_is_retried_runs_again_in_peace(store: Store) -> None:
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        jobs.cancel(tx, [claim.job_id])
        make.settle(tx, claim, Cancelled())
        jobs.retry(tx, [claim.job_id])
        again = make.claim(store)
        assert jobs.renew(tx, [again], 60.0).cancelled == frozenset()
        assert make.settle(tx, again, Released()) is JobStatus.PENDING


def test_a_cancelled_document_keeps_what_it_had(store: Store) -> None:
    make.completed(store, "a.pdf", make.requirement("Kept."))
    make.job(store, "a.pdf")
    claim = make.claim(store)
    with store.hold() as tx:
        make.settle(tx, claim, Cancelled())
        document = documents.get(tx, claim.document_id)
    assert (document.status, document.requirements) == (DocumentStatus.DONE, 1)


def test_a_failure_keeps_what_an_earlier_run_found(store: Store) -> None:
    before = make.completed(store, "a.pdf", make.requirement("Kept."))
    make.job(store, "a.pdf")
    claim = make.claim(store)
    with store.hold() as tx:
        make.settle(tx, claim, BAD)
        after = documents.get(tx, claim.document_id)
        assert requirements.count(tx, RequirementFilter()) == 1
    assert (after.status, after.error_message) == (DocumentStatus.ERROR, "bad")
    assert (after.pages, after.parser, after.language) == (1, before.parser, before.language)
    assert (after.processed_at, after.requirements) == (before.processed_at, 1)


def test_a_rerun_that_completes_clears_the_error(store: Store) -> None:
    make.failed(store, "a.pdf")
    job_id = make.job(store, "a.pdf")
    claim = make.claim(store)
    with store.hold() as tx:
        make.settle(tx, claim, DONE)
        job, document = jobs.get(tx, job_id), documents.get(tx, claim.document_id)
    assert (document.status, document.error_message) == (DocumentStatus.DONE, None)
    assert (job.error, job.error_class) == (None, None)


def test_each_job_waits_for_its_own_time(store: Store) -> None:
    taken = claims(store, 3)
    outcomes: list[Outcome] = [Snoozed(600.0), Released(), Snoozed(0.5)]
    with store.hold() as tx:
        jobs.settle(tx, list(zip(taken, outcomes, strict=True)), make.NO_WAIT)
        found = [jobs.get(tx, claim.job_id) for claim in taken]
    waits = [(job.scheduled_at - job.updated_at).total_seconds() for job in found]
    assert waits == [600.0, 0.0, 0.5]
    assert abs(found[0].updated_at - datetime.now(UTC)) < timedelta(seconds=60)


def test_a_finished_job_keeps_the_time_it_was_scheduled_for(store: Store) -> None:
    at = datetime(2020, 1, 2, tzinfo=UTC)
    job_id = make.job(store, at=at)
    claim = make.claim(store)
    with store.hold() as tx:
        make.settle(tx, claim, BAD, Backoff(40.0))
        assert jobs.get(tx, job_id).scheduled_at == at


def test_a_job_that_ended_is_in_nobodys_hands(store: Store) -> None:
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        make.settle(tx, claim, BAD)
        (row,) = tx.rows(select(schema.jobs))
    held = (row.worker, row.claim_token, row.lease_expires_at, row.deadline_at)
    assert held == (None, None, None, None)


def test_an_end_leaves_other_jobs_and_documents_alone(store: Store) -> None:
    bystander = make.completed(store, "other.pdf", make.requirement("Other."))
    (claim,) = claims(store, 1)
    with store.hold() as tx:
        make.settle(tx, claim, BAD)
        assert documents.get(tx, bystander.id) == bystander
        assert jobs.counts(tx)[JobStatus.COMPLETED] == 1
        assert jobs.history(tx, 1)[0].outcome == "completed"


def _extraction(claim: Claim) -> Extraction:
    return make.extraction(make.requirement(f"Shall {claim.document}."))


def _rows(store: Store) -> list[object]:
    tables = (schema.jobs, schema.attempts, schema.documents, schema.requirements, schema.pages)
    with store.read() as tx:
        return [tuple(row) for table in tables for row in tx.rows(select(table))]
