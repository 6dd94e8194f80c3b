"""The deadline of a try: renewing does not go beyond it, and a try beyond it counts."""

from datetime import UTC, datetime, timedelta

from reqx.model.backoff import Backoff
from reqx.model.jobs import (
    Claim,
    DocumentStatus,
    JobStatus,
)
from reqx.store import Store, documents, jobs
from tests import make


def rescue(store: Store, backoff: Backoff = make.NO_WAIT, limit: int = 100) -> list[int]:
    with store.hold() as tx:
        return jobs.rescue(tx, limit, backoff=backoff)


def late(store: Store) -> Claim:
    """Claim the next job with a lease and a deadline that are over already."""
    with store.hold() as tx:
        (claim,) = jobs.claim(tx, worker="slow", slots=1, lease_seconds=-1.0, deadline_seconds=-1.0)
    return claim


def test_a_lease_is_not_renewed_beyond_the_deadline(store: Store) -> None:
    make.job(store)
    claim = late(store)
    with store.hold() as tx:
        assert jobs.renew(tx, [claim], 300.0).kept == frozenset()
        (held,) = jobs.held(tx)
    assert held.lease_expires_at < datetime.now(UTC)


def test_a_claim_without_a_deadline_is_renewed(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        # As reqx 0.1.0 claimed.
        make.change_job(tx, claim.job_id, deadline_at=None)
        assert jobs.renew(tx, [claim], 60.0).kept == {claim.token}


def test_a_try_beyond_its_deadline_is_charged_as_an_attempt(store: Store) -> None:
    job_id = make.job(store)
    late(store)
    assert rescue(store, Backoff(40.0)) == [job_id]
    with store.read() as tx:
        job, (attempt,) = jobs.get(tx, job_id), jobs.history(tx, job_id)
    assert (attempt.outcome, attempt.error_class) == ("timeout", "timeout")
    assert (job.status, job.attempts) == (JobStatus.PENDING, 1)
    assert job.error == attempt.error == "tender.pdf: not finished by its deadline"
    assert timedelta(seconds=0.9) < job.scheduled_at - job.updated_at <= timedelta(seconds=40)


def test_a_claim_without_a_deadline_is_never_beyond_it(store: Store) -> None:
    """As reqx 0.1.0 made them."""
    job_id = make.job(store)
    make.claim(store)
    with store.hold() as tx:
        make.change_job(tx, job_id, deadline_at=None)
        make.expire(tx, job_id)
        assert jobs.rescue(tx, 1, backoff=make.NO_WAIT) == [job_id]
        assert jobs.history(tx, job_id)[0].outcome == "lease_expired"


def test_the_last_attempt_beyond_its_deadline_fails_the_job(store: Store) -> None:
    job_id = make.job(store, max_attempts=1)
    late(store)
    rescue(store)
    with store.read() as tx:
        job, (attempt,) = jobs.get(tx, job_id), jobs.history(tx, job_id)
        document = documents.get(tx, job.document_id)
    assert (job.status, attempt.outcome) == (JobStatus.FAILED, "timeout")
    assert (document.status, document.error_message) == (DocumentStatus.ERROR, job.error)
