from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from reqx.model.jobs import Claim, DocumentStatus, JobStatus, Released
from reqx.store import Store, documents, jobs
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
            jobs.settle(tx, claims[-1], Released(), make.NO_WAIT)
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
