from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from reqx.errors import Unreadable
from reqx.model.backoff import Backoff
from reqx.model.jobs import (
    Completed,
    DocumentStatus,
    Failure,
    JobStatus,
    Progress,
    Released,
)
from reqx.store import Store, documents, jobs
from reqx.store.jobs import ends, leases
from reqx.store.schema import attempts
from reqx.store.schema import jobs as jobs_table
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
        assert jobs.renew(tx, [claim], 300.0).kept == {claim.token}
        (held,) = jobs.held(tx)
    left = held.lease_expires_at - datetime.now(UTC)
    assert timedelta(seconds=290) < left < timedelta(seconds=310)


def test_renewing_nothing_keeps_nothing(store: Store) -> None:
    make.job(store)
    make.claim(store)
    with store.hold() as tx:
        assert jobs.renew(tx, [], 300.0) == jobs.Renewal(frozenset(), frozenset())


def test_renewing_tells_which_claims_are_lost(store: Store) -> None:
    make.job(store, "lost.pdf")
    make.job(store, "kept.pdf")
    lost, kept = make.claim(store), make.claim(store)
    with store.hold() as tx:
        make.settle(tx, lost, Released())
        assert jobs.renew(tx, [lost, kept], 60.0).kept == {kept.token}


def test_the_token_and_not_the_job_is_renewed(store: Store) -> None:
    make.job(store)
    lost = make.claim(store)
    with store.hold() as tx:
        make.settle(tx, lost, Released())
        again = make.claim(store, lease_seconds=5.0)
        assert jobs.renew(tx, [lost], 300.0).kept == frozenset()
        (held,) = jobs.held(tx)
    assert held.token == again.token
    assert held.lease_expires_at < datetime.now(UTC) + timedelta(seconds=10)


def test_renewing_tells_what_an_operator_has_cancelled(store: Store) -> None:
    make.job(store, "cancelled.pdf")
    make.job(store, "other.pdf")
    cancelled, other = make.claim(store), make.claim(store)
    with store.hold() as tx:
        jobs.cancel(tx, [cancelled.job_id])
        renewal = jobs.renew(tx, [cancelled, other], 60.0)
    assert renewal.kept == {cancelled.token, other.token}
    assert renewal.cancelled == {cancelled.token}


def test_a_lost_claim_is_not_among_the_cancelled(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        jobs.cancel(tx, [claim.job_id])
        make.settle(tx, claim, Released())
        assert jobs.renew(tx, [claim], 60.0) == jobs.Renewal(frozenset(), frozenset())


def test_progress_is_shown_while_the_job_runs(store: Store) -> None:
    job_id = make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        jobs.renew(tx, [claim], 60.0, {claim.token: Progress("parse", 3, 40)})
        assert jobs.get(tx, job_id).progress == Progress("parse", 3, 40)
        make.settle(tx, claim, Released())
        assert jobs.get(tx, job_id).progress is None


def test_each_try_gets_its_own_progress(store: Store) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        make.job(store, name)
    claims = [make.claim(store) for _ in range(3)]
    reported = {claims[0].token: Progress("parse", 1), claims[2].token: Progress("extract", 5, 9)}
    with store.hold() as tx:
        jobs.renew(tx, claims, 60.0, reported)
        found = [jobs.get(tx, claim.job_id).progress for claim in claims]
    assert found == [Progress("parse", 1), None, Progress("extract", 5, 9)]


def test_a_lost_claim_reports_no_progress(store: Store) -> None:
    make.job(store)
    lost = make.claim(store)
    with store.hold() as tx:
        make.settle(tx, lost, Released())
        again = make.claim(store)
        jobs.renew(tx, [lost, again], 60.0, {lost.token: Progress("parse", 3)})
        assert jobs.get(tx, again.job_id).progress is None
        assert tx.value(select(attempts.c.phase).where(attempts.c.phase.is_not(None))) is None


def test_a_new_attempt_starts_with_no_progress(store: Store) -> None:
    job_id = make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        jobs.renew(tx, [claim], 60.0, {claim.token: Progress("parse", 3)})
        make.settle(tx, claim, Released())
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
        assert jobs.renew(tx, [claim], 60.0).kept == {claim.token}
    assert rescue(store) == []


def test_a_lease_renewed_after_it_was_seen_expired_is_not_taken_back(store: Store) -> None:
    make.job(store)
    claim = make.claim(store, lease_seconds=-1.0)
    with store.hold() as tx:
        seen = leases._expired(claim, make.NO_WAIT, is_overdue=False)
        jobs.renew(tx, [claim], 60.0)
        with tx.atomic():
            assert ends.write(tx, [seen], if_expired=True) == {}
        assert make.settle(tx, claim, Released()) is JobStatus.PENDING


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


def test_a_rescue_passes_over_what_another_is_just_at(postgresql_store: Store) -> None:
    for name in ("a.pdf", "b.pdf"):
        make.job(postgresql_store, name)
    lapsed(postgresql_store, 2)
    with postgresql_store.begin() as other:
        other.run(select(jobs_table.c.id).where(jobs_table.c.id == 1).with_for_update())
        with postgresql_store.hold(is_loop=True) as tx:
            assert jobs.rescue(tx, 9, backoff=make.NO_WAIT) == [2]


def test_a_cancelled_job_whose_worker_died_is_not_tried_again(store: Store) -> None:
    job_id = make.job(store)
    lapsed(store)
    with store.hold() as tx:
        jobs.cancel(tx, [job_id])
    assert rescue(store) == [job_id]
    with store.read() as tx:
        assert jobs.get(tx, job_id).status is JobStatus.CANCELLED


def test_two_jobs_of_a_document_are_rescued_one_sweep_after_the_other(store: Store) -> None:
    ids = {make.job(store), make.job(store, extractor="other")}
    lapsed(store, 2)
    first, second = rescue(store), rescue(store)
    assert {*first, *second} == ids
    assert len(first) == len(second) == 1


def test_a_worker_finds_the_claims_it_never_heard_of(store: Store) -> None:
    for name in ("known.pdf", "stray.pdf", "settled.pdf"):
        make.job(store, name)
    known, stray, settled = (make.claim(store, worker="worker-1") for _ in range(3))
    for worker in ("worker-0", "worker-2"):
        make.job(store, f"{worker}.pdf")
        make.claim(store, worker=worker)
    with store.hold() as tx:
        make.settle(tx, settled, Failure(Unreadable("bad")))
        assert jobs.strays(tx, "worker-1", {known.token}) == [stray]


def test_what_a_rescue_took_back_the_dead_worker_cannot_settle(store: Store) -> None:
    make.job(store)
    claim = make.claim(store, lease_seconds=-1.0)
    rescue(store)
    with store.hold() as tx:
        for outcome in (Completed(make.extraction()), Released(), Failure(Unreadable("bad"))):
            assert make.settle(tx, claim, outcome) is None
        assert jobs.get(tx, claim.job_id).status is JobStatus.PENDING
