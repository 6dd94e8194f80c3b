from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from reqx.errors import NotFound
from reqx.model.jobs import Claim, Completed, DocumentStatus, JobStatus, Released
from reqx.store import Store, documents, jobs, queues, schema
from tests import make


def claim_all(store: Store, slots: int = 10) -> list[Claim]:
    with store.hold() as tx:
        return jobs.claim(tx, worker="worker-1", slots=slots, lease_seconds=60.0)


def test_higher_priority_goes_first_then_the_earlier_time_then_the_lower_id(store: Store) -> None:
    early = datetime(2020, 1, 1, tzinfo=UTC)
    late = make.job(store, "late.pdf", at=early + timedelta(days=1))
    urgent = make.job(store, "urgent.pdf", priority=5)
    first = make.job(store, "first.pdf", at=early)
    second = make.job(store, "second.pdf", at=early)
    assert [claim.job_id for claim in claim_all(store)] == [urgent, first, second, late]


def test_the_most_urgent_jobs_are_chosen_when_slots_are_few(store: Store) -> None:
    make.job(store, "low.pdf", priority=-1)
    middle = make.job(store, "middle.pdf")
    high = make.job(store, "high.pdf", priority=1)
    assert [claim.job_id for claim in claim_all(store, slots=2)] == [high, middle]


def test_a_job_is_not_claimed_before_its_time(store: Store) -> None:
    make.job(store, at=datetime.now(UTC) + timedelta(minutes=1))
    assert claim_all(store) == []


def test_only_the_chosen_jobs_are_claimed(store: Store) -> None:
    make.job(store, "other.pdf", priority=9)
    chosen = make.job(store, "chosen.pdf")
    with store.hold() as tx:
        claims = jobs.claim(tx, worker="w", slots=5, lease_seconds=60.0, only=[chosen, 10**30])
    assert [claim.job_id for claim in claims] == [chosen]


def test_a_claimed_job_is_not_claimed_again(store: Store) -> None:
    make.job(store)
    assert len(claim_all(store)) == 1
    assert claim_all(store) == []


def test_a_claim_carries_what_a_worker_needs(store: Store) -> None:
    job_id = make.job(store, "tender.pdf", max_attempts=7)
    claim = make.claim(store)
    assert (claim.job_id, claim.document, claim.extractor) == (job_id, "tender.pdf", "rules")
    assert (claim.attempt, claim.attempts, claim.max_attempts, claim.crashes) == (1, 1, 7, 0)
    assert claim.fingerprint == make.sha256("tender.pdf")
    assert claim.media_type == "application/pdf"


def test_a_claim_marks_job_attempt_and_document(store: Store) -> None:
    job_id = make.job(store)
    claim = make.claim(store, worker="worker-7")
    with store.read() as tx:
        job = jobs.get(tx, job_id)
        (attempt,) = jobs.history(tx, job_id)
        assert (job.status, job.worker, job.attempts) == (JobStatus.PROCESSING, "worker-7", 1)
        assert (attempt.number, attempt.worker, attempt.ended_at) == (1, "worker-7", None)
        assert job.started_at == attempt.started_at
        assert documents.get(tx, claim.document_id).status is DocumentStatus.PROCESSING


def test_each_claim_has_its_own_token_and_attempt_number(store: Store) -> None:
    make.job(store)
    claims = []
    for _ in range(3):
        claims.append(make.claim(store))
        with store.begin() as tx:
            make.settle(tx, claims[-1], Released())
    assert len({claim.token for claim in claims}) == 3
    assert [claim.attempt for claim in claims] == [1, 2, 3]
    assert [claim.attempts for claim in claims] == [1, 1, 1]


def test_threads_never_claim_the_same_job(store: Store) -> None:
    for number in range(40):
        make.job(store, f"{number}.pdf")
    with ThreadPoolExecutor(4) as pool:
        batches = list(pool.map(lambda _: claim_all(store, slots=5), range(12)))
    claimed = [claim.job_id for batch in batches for claim in batch]
    assert sorted(claimed) == list(range(1, 41))


def test_an_idle_claim_waits_for_no_writer(store: Store) -> None:
    with store.begin() as writing:
        documents.add(writing, make.new_document())
        assert claim_all(store) == []


def test_a_claim_passes_over_jobs_that_another_is_just_taking(postgresql_store: Store) -> None:
    first, second = make.job(postgresql_store, "a.pdf"), make.job(postgresql_store, "b.pdf")
    with postgresql_store.begin() as open_tx, postgresql_store.hold() as tx:
        tx.run(text("SET lock_timeout = '5s'"))
        (taken,) = jobs.claim(open_tx, worker="a", slots=1, lease_seconds=60.0)
        others = jobs.claim(tx, worker="b", slots=5, lease_seconds=60.0)
    assert taken.job_id == first
    assert [claim.job_id for claim in others] == [second]


def pause(store: Store, seconds: float | None) -> None:
    with store.hold() as tx:
        queues.pause(tx, seconds)


def test_a_paused_queue_hands_out_nothing_until_it_is_resumed(store: Store) -> None:
    job_id = make.job(store)
    pause(store, None)
    assert claim_all(store) == []
    with store.hold() as tx:
        queues.resume(tx)
    assert [claim.job_id for claim in claim_all(store)] == [job_id]


def test_a_pause_ends_by_itself(store: Store) -> None:
    job_id = make.job(store)
    pause(store, 600.0)
    assert claim_all(store) == []
    pause(store, -1.0)
    assert [claim.job_id for claim in claim_all(store)] == [job_id]


def test_a_pause_holds_for_chosen_jobs_too(store: Store) -> None:
    job_id = make.job(store)
    pause(store, None)
    with store.hold() as tx:
        assert jobs.claim(tx, worker="w", slots=1, lease_seconds=60.0, only=[job_id]) == []


def test_a_pause_of_another_queue_stops_nothing(store: Store) -> None:
    make.job(store)
    with store.hold() as tx:
        queues.pause(tx, None, "ANOTHER_TYPE")
        queues.limit(tx, 1, "YET_ANOTHER")
    assert len(claim_all(store)) == 1


def test_running_jobs_go_on_while_the_queue_is_paused(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    pause(store, None)
    with store.hold() as tx:
        assert jobs.renew(tx, [claim], 60.0).kept == {claim.token}
        assert make.settle(tx, claim, Completed(make.extraction())) is JobStatus.COMPLETED


@pytest.mark.parametrize("slots", [0, -1])
def test_without_a_free_slot_nothing_is_claimed(store: Store, slots: int) -> None:
    make.job(store)
    assert claim_all(store, slots=slots) == []


def test_a_claim_holds_for_its_lease_and_its_deadline(store: Store) -> None:
    make.job(store)
    before = datetime.now(UTC)
    with store.hold() as tx:
        jobs.claim(tx, worker="w", slots=1, lease_seconds=90.0, deadline_seconds=4000.0)
        (row,) = tx.rows(select(schema.jobs.c.lease_expires_at, schema.jobs.c.deadline_at))
    for instant, seconds in ((row.lease_expires_at, 90), (row.deadline_at, 4000)):
        assert abs(instant - before - timedelta(seconds=seconds)) < timedelta(seconds=10)


def test_the_deadline_is_two_hours_away_unless_told_otherwise(store: Store) -> None:
    make.job(store)
    make.claim(store)
    with store.hold() as tx:
        (row,) = tx.rows(select(schema.jobs.c.started_at, schema.jobs.c.deadline_at))
    assert row.deadline_at - row.started_at == timedelta(hours=2)


def test_only_due_jobs_that_wait_are_claimed(store: Store) -> None:
    make.completed(store, "done.pdf")
    make.failed(store, "failed.pdf")
    cancelled = make.job(store, "cancelled.pdf")
    with store.hold() as tx:
        jobs.cancel(tx, [cancelled])
    waiting = make.job(store, "waiting.pdf")
    assert [claim.job_id for claim in claim_all(store)] == [waiting]


def test_the_claim_inside_a_transaction_is_undone_with_it(store: Store) -> None:
    job_id = make.job(store)
    with store.hold() as tx, suppress(NotFound), tx.atomic():
        jobs.claim(tx, worker="w", slots=1, lease_seconds=60.0)
        jobs.get(tx, 999)
    with store.read() as tx:
        assert jobs.get(tx, job_id).attempts == 0
        assert jobs.history(tx, job_id) == []
