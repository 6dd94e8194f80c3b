from datetime import UTC, datetime, timedelta

import pytest

from reqx.errors import (
    Crashed,
    OutOfMemory,
    StoreError,
    TimedOut,
    Unreadable,
)
from reqx.model.backoff import Backoff
from reqx.model.blocks import Page
from reqx.model.filters import RequirementFilter
from reqx.model.jobs import (
    Claim,
    Completed,
    DocumentStatus,
    Failure,
    JobStatus,
    Outcome,
    ProcessDied,
    Released,
    Snoozed,
)
from reqx.model.requirements import Review
from reqx.store import Store, documents, jobs, requirements
from reqx.store.jobs.consequence import LONGEST_TRACEBACK
from tests import make


def settle(store: Store, outcome: Outcome, backoff: Backoff = make.NO_WAIT) -> JobStatus | None:
    """Claim the next job and end it."""
    claim = make.claim(store)
    with store.begin() as tx:
        return make.settle(tx, claim, outcome, backoff)


def test_a_completed_job_stores_its_result(store: Store) -> None:
    job_id = make.job(store)
    result = make.extraction(make.requirement(), rejected=2, warnings=("page 3 is scanned",))
    assert settle(store, Completed(result)) is JobStatus.COMPLETED
    with store.read() as tx:
        job = jobs.get(tx, job_id)
        assert job.result == {"requirements": 1, "pages": 1, "rejected": 2, "warnings": 1}
        assert [row.requirement for row in requirements.each(tx, RequirementFilter())] == list(
            result.requirements
        )
    assert job.completed_at == job.updated_at
    assert (job.worker, job.error, job.attempts) == (None, None, 1)


def test_a_completed_document_says_how_it_was_read(store: Store) -> None:
    make.job(store)
    pages = (Page(1, "i", "One.", 0), Page(2, None, "Two.", 5, ("blurred",)))
    settle(store, Completed(make.extraction(pages=pages, language="fr", warnings=("w",))))
    with store.read() as tx:
        document = documents.get(tx, 1)
        assert list(documents.pages(tx, 1)) == list(pages)
    assert document.status is DocumentStatus.DONE
    assert (document.pages, document.language, document.warnings) == (2, "fr", ("w",))
    assert (document.parser, document.requirements) == ("reqx-pdf 1", 0)
    assert document.processed_at is not None


def test_a_document_without_pages_has_no_number_of_pages(store: Store) -> None:
    make.job(store)
    settle(store, Completed(make.extraction(pages=(Page(None, None, "Text.", 0),))))
    with store.read() as tx:
        assert documents.get(tx, 1).pages is None


def test_a_document_of_no_known_language_has_none(store: Store) -> None:
    make.completed(store)
    make.job(store)
    settle(store, Completed(make.extraction(language=None)))
    with store.read() as tx:
        assert documents.get(tx, 1).language is None


def test_a_second_run_replaces_the_first(store: Store) -> None:
    make.completed(store, "a.pdf", make.requirement("Old."), make.requirement("Kept."))
    make.document(store, "not processed yet.pdf")
    make.completed(store, "a.pdf", make.requirement("Kept."), make.requirement("New."))
    with store.read() as tx:
        found = [row.requirement.statement for row in requirements.each(tx, RequirementFilter())]
        assert len(list(documents.pages(tx, 1))) == 1
    assert found == ["Kept.", "New."]


def test_a_persons_review_survives_a_second_run(store: Store) -> None:
    accepted = make.requirement("Kept.", review=Review.ACCEPTED)
    make.completed(store, "a.pdf", accepted, make.requirement("Other."))
    make.completed(store, "a.pdf", make.requirement("Other."), make.requirement("Kept."))
    with store.read() as tx:
        reviews = [row.requirement.review for row in requirements.each(tx, RequirementFilter())]
    assert reviews == [Review.PROPOSED, Review.ACCEPTED]


def test_an_error_inside_leaves_nothing_behind(store: Store) -> None:
    make.completed(store, "a.pdf", make.requirement("Old."))
    job_id = make.job(store, "a.pdf")
    twice = make.requirement("New.")
    with pytest.raises(StoreError):
        settle(store, Completed(make.extraction(twice, twice)))
    with store.read() as tx:
        (row,) = requirements.each(tx, RequirementFilter())
        assert jobs.get(tx, job_id).status is JobStatus.PROCESSING
        assert jobs.history(tx, job_id)[-1].ended_at is None
    assert row.requirement.statement == "Old."
    assert row.document.status is DocumentStatus.PROCESSING


def test_settling_on_a_held_connection_is_one_transaction_too(store: Store) -> None:
    job_id = make.job(store)
    twice = make.requirement()
    with store.hold() as tx:
        (claim,) = jobs.claim(tx, worker="w", slots=1, lease_seconds=60.0)
        with pytest.raises(StoreError):
            make.settle(tx, claim, Completed(make.extraction(twice, twice)))
        assert jobs.get(tx, job_id).status is JobStatus.PROCESSING
        assert make.settle(tx, claim, Completed(make.extraction()))


def test_a_lost_claim_writes_nothing(store: Store) -> None:
    make.job(store)
    lost = make.claim(store, lease_seconds=-1.0)
    with store.hold() as tx:
        jobs.rescue(tx, backoff=make.NO_WAIT)
    taken_over = make.claim(store)
    late = Completed(make.extraction(make.requirement()))
    with store.begin() as tx:
        assert make.settle(tx, lost, late) is None
    with store.read() as tx:
        assert requirements.count(tx, RequirementFilter()) == 0
        assert [claim.token for claim in jobs.held(tx)] == [taken_over.token]
        assert jobs.history(tx, lost.job_id)[0].outcome == "lease_expired"


def test_a_job_is_settled_once(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with store.begin() as tx:
        make.settle(tx, claim, Completed(make.extraction()))
        assert make.settle(tx, claim, Failure(Unreadable("late"))) is None


def test_a_permanent_error_fails_at_once(store: Store) -> None:
    job_id = make.job(store)
    assert settle(store, Failure(Unreadable("page 1 is damaged"), "tb")) is JobStatus.FAILED
    with store.read() as tx:
        job, document = jobs.get(tx, job_id), documents.get(tx, 1)
        (attempt,) = jobs.history(tx, job_id)
    assert (job.error, job.error_class, job.completed_at) == ("page 1 is damaged", "corrupt", None)
    assert (attempt.outcome, attempt.error_class, attempt.traceback) == ("failed", "corrupt", "tb")
    assert (document.status, document.error_message) == (DocumentStatus.ERROR, "page 1 is damaged")


def test_another_error_is_tried_again_after_a_wait(store: Store) -> None:
    job_id = make.job(store)
    assert settle(store, Failure(TimedOut("too slow")), Backoff(40.0)) is JobStatus.PENDING
    with store.read() as tx:
        job, (attempt,) = jobs.get(tx, job_id), jobs.history(tx, job_id)
        assert documents.get(tx, 1).status is DocumentStatus.WAITING
    assert timedelta(seconds=0.9) < job.scheduled_at - job.updated_at <= timedelta(seconds=40)
    assert (job.attempts, job.error_class, attempt.outcome) == (1, "timeout", "retry")


def test_the_last_attempt_fails_the_job(store: Store) -> None:
    job_id = make.job(store, max_attempts=2)
    statuses = [settle(store, Failure(TimedOut("too slow"))) for _ in range(2)]
    with store.read() as tx:
        outcomes = [attempt.outcome for attempt in jobs.history(tx, job_id)]
        assert documents.get(tx, 1).status is DocumentStatus.ERROR
    assert statuses == [JobStatus.PENDING, JobStatus.FAILED]
    assert outcomes == ["retry", "failed"]


def test_a_dead_process_costs_a_life_and_no_attempt(store: Store) -> None:
    job_id = make.job(store, max_attempts=1)
    assert settle(store, ProcessDied(OutOfMemory("over 1536 MB"))) is JobStatus.PENDING
    with store.read() as tx:
        job = jobs.get(tx, job_id)
    assert (job.attempts, job.error, job.error_class) == (0, "over 1536 MB", "memory")
    assert make.claim(store).crashes == 1


def test_the_third_death_parks_the_job(store: Store) -> None:
    job_id = make.job(store, max_attempts=99)
    statuses = [settle(store, ProcessDied(Crashed("signal 11"))) for _ in range(3)]
    with store.read() as tx:
        job = jobs.get(tx, job_id)
    assert statuses == [JobStatus.PENDING, JobStatus.PENDING, JobStatus.FAILED]
    assert (job.error_class, job.attempts) == ("crashed", 0)


def test_a_snoozed_job_waits_and_keeps_its_attempts(store: Store) -> None:
    job_id = make.job(store)
    before = datetime.now(UTC)
    assert settle(store, Snoozed(90.0, "rate limit")) is JobStatus.PENDING
    with store.read() as tx:
        job, (attempt,) = jobs.get(tx, job_id), jobs.history(tx, job_id)
        assert documents.get(tx, 1).status is DocumentStatus.WAITING
    assert (job.attempts, attempt.outcome, attempt.error) == (0, "snoozed", "rate limit")
    assert timedelta(seconds=85) < job.scheduled_at - before < timedelta(seconds=95)


def test_a_released_job_is_due_at_once(store: Store) -> None:
    job_id = make.job(store)
    assert settle(store, Released()) is JobStatus.PENDING
    with store.read() as tx:
        assert jobs.pending(tx).due == 1
        assert jobs.get(tx, job_id).attempts == 0
        assert jobs.history(tx, job_id)[0].outcome == "released"


def test_the_end_of_a_long_traceback_is_kept(store: Store) -> None:
    job_id = make.job(store)
    settle(store, Failure(Unreadable("bad"), "x" * 10_000 + "the end"))
    with store.read() as tx:
        traceback = jobs.history(tx, job_id)[0].traceback
    assert traceback is not None
    assert len(traceback) == LONGEST_TRACEBACK
    assert traceback.endswith("the end")


def test_what_no_database_takes_is_replaced_and_offsets_stay(store: Store) -> None:
    make.completed(store, "a\udcff.pdf", make.requirement("A\0b\ud800c."))
    with store.read() as tx:
        (row,) = requirements.each(tx, RequirementFilter())
    assert row.requirement.statement == "A\ufffdb\ufffdc."
    assert row.document.name == "a\ufffd.pdf"


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [(0, DocumentStatus.WAITING), (1, DocumentStatus.PROCESSING)],
)
def test_another_live_job_decides_the_documents_status(
    store: Store, claimed: int, expected: DocumentStatus
) -> None:
    make.job(store)
    claim = make.claim(store)
    make.job(store, extractor="other")
    with store.begin() as tx:
        jobs.claim(tx, worker="w", slots=claimed, lease_seconds=60.0)
        make.settle(tx, claim, Failure(Unreadable("bad")))
        document = documents.get(tx, claim.document_id)
    assert (document.status, document.error_message) == (expected, None)


def test_what_was_found_is_stored_whatever_ends_beside_it(store: Store) -> None:
    for name in ("a.pdf", "b.pdf"):
        make.job(store, name)
    bad, good = make.claim(store), make.claim(store)
    outcomes: list[tuple[Claim, Outcome]] = [
        (bad, Failure(Unreadable("bad"))),
        (good, Completed(make.extraction(make.requirement("The pump shall run.")))),
    ]
    with store.hold() as tx:
        jobs.settle(tx, outcomes, make.NO_WAIT)
        assert requirements.count(tx, RequirementFilter()) == 1
