from datetime import UTC, datetime, timedelta

from reqx.model.backoff import Backoff
from reqx.model.jobs import DocumentStatus, JobStatus, Progress, Released
from reqx.store import Store, documents, jobs
from reqx.store.jobs import leases
from tests import make


def lapsed(store: Store, count: int = 1) -> None:
    """Claim jobs with a lease that has run out already."""
    with store.hold() as tx:
        jobs.claim(tx, worker="dead", slots=count, lease_seconds=-1.0)


def rescue(store: Store, backoff: Backoff = make.NO_WAIT, limit: int = 100) -> list[int]:
    with store.hold() as tx:
        return jobs.rescue(tx, limit, backoff=backoff)


def test_renewing_extends_the_lease(store: Store) -> None:
    make.job(store)
    claim = make.claim(store, lease_seconds=5.0)
    with store.hold() as tx:
        assert jobs.renew(tx, "worker-1", [claim.token], 300.0) == {claim.token}
        (held,) = jobs.held(tx)
    left = held.lease_expires_at - datetime.now(UTC)
    assert timedelta(seconds=290) < left < timedelta(seconds=310)


def test_renewing_tells_which_claims_are_lost(store: Store) -> None:
    make.job(store, "lost.pdf")
    make.job(store, "kept.pdf")
    lost, kept = make.claim(store), make.claim(store)
    with store.hold() as tx:
        jobs.settle(tx, lost, Released(), make.NO_WAIT)
        tokens = [lost.token, kept.token, "unknown"]
        assert jobs.renew(tx, "worker-1", tokens, 60.0) == {kept.token}


def test_a_worker_renews_its_own_claims_only(store: Store) -> None:
    make.job(store)
    claim = make.claim(store, worker="worker-1")
    with store.hold() as tx:
        assert jobs.renew(tx, "worker-2", [claim.token], 60.0) == set()


def test_progress_is_shown_while_the_job_runs(store: Store) -> None:
    job_id = make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        jobs.renew(tx, "worker-1", [claim.token], 60.0, {claim.token: Progress("parse", 3, 40)})
        assert jobs.get(tx, job_id).progress == Progress("parse", 3, 40)
        jobs.settle(tx, claim, Released(), make.NO_WAIT)
        assert jobs.get(tx, job_id).progress is None


def test_a_new_attempt_starts_with_no_progress(store: Store) -> None:
    job_id = make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        jobs.renew(tx, "worker-1", [claim.token], 60.0, {claim.token: Progress("parse", 3)})
        jobs.settle(tx, claim, Released(), make.NO_WAIT)
        make.claim(store)
        assert jobs.get(tx, job_id).progress is None


def test_expired_lease_is_rescued(store: Store) -> None:
    job_id = make.job(store)
    lapsed(store)
    assert rescue(store) == [job_id]
    with store.read() as tx:
        job, (attempt,) = jobs.get(tx, job_id), jobs.history(tx, job_id)
        assert documents.get(tx, job.document_id).status is DocumentStatus.WAITING
        assert jobs.held(tx) == []
    assert (job.status, job.attempts, job.worker) == (JobStatus.PENDING, 0, None)
    assert (attempt.outcome, attempt.error_class) == ("lease_expired", "crashed")
    assert make.claim(store).crashes == 1


def test_a_live_lease_is_left_alone(store: Store) -> None:
    make.job(store)
    make.claim(store)
    assert rescue(store) == []


def test_a_renewed_lease_is_not_rescued(store: Store) -> None:
    make.job(store)
    claim = make.claim(store, lease_seconds=-1.0)
    with store.hold() as tx:
        assert jobs.renew(tx, "worker-1", [claim.token], 60.0) == {claim.token}
    assert rescue(store) == []


def test_a_lease_renewed_after_it_was_seen_expired_is_not_taken_back(store: Store) -> None:
    make.job(store)
    claim = make.claim(store, lease_seconds=-1.0)
    with store.hold() as tx:
        jobs.renew(tx, "worker-1", [claim.token], 60.0)
        assert not leases._rescue(tx, claim, make.NO_WAIT)
        assert jobs.settle(tx, claim, Released(), make.NO_WAIT) is JobStatus.PENDING


def test_a_job_rescued_for_the_first_time_is_due_at_once(store: Store) -> None:
    make.job(store)
    lapsed(store)
    rescue(store, Backoff(40.0))
    assert make.claim(store).crashes == 1


def test_a_job_rescued_again_waits_before_the_next_try(store: Store) -> None:
    job_id = make.job(store)
    for _ in range(2):
        lapsed(store)
        rescue(store, Backoff(40.0))
    with store.read() as tx:
        job = jobs.get(tx, job_id)
    assert timedelta(seconds=0.9) < job.scheduled_at - job.updated_at <= timedelta(seconds=40)


def test_the_third_lapse_parks_the_job(store: Store) -> None:
    job_id = make.job(store)
    for _ in range(3):
        lapsed(store)
        rescue(store)
    with store.read() as tx:
        job = jobs.get(tx, job_id)
        document = documents.get(tx, job.document_id)
    assert (job.status, job.error_class) == (JobStatus.FAILED, "crashed")
    assert (document.status, document.error_message) == (DocumentStatus.ERROR, job.error)


def test_rescue_takes_the_longest_expired_up_to_the_limit(store: Store) -> None:
    for number in range(3):
        make.job(store, f"{number}.pdf")
    for age in (-1.0, -9.0, -5.0):
        make.claim(store, lease_seconds=age)
    assert rescue(store, limit=2) == [2, 3]
    assert rescue(store, limit=2) == [1]


def test_an_idle_rescue_waits_for_no_writer(store: Store) -> None:
    with store.begin() as writing:
        documents.add(writing, make.new_document())
        assert rescue(store) == []
