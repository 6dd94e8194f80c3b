"""Jobs that are claimed by their ids, in the order of their naming."""

from reqx.model.jobs import JobStatus, Released
from reqx.store import Store, jobs
from reqx.store.jobs.claimer import Claimer
from tests import make
from tests.store.test_claimer import TERMS, ids, queue


def test_named_jobs_come_in_the_order_of_their_naming(store: Store) -> None:
    first, second, third, urgent = [*queue(store, 3), *queue(store, 1, priority=9)]
    with store.hold() as tx:
        claimer = Claimer(TERMS, [third, first, urgent, second], is_in_order=True)
        taken = [set(ids(claimer.claim(tx, 2))) for _ in range(3)]
    assert taken == [{third, first}, {urgent, second}, set()]


def test_named_jobs_that_are_taken_hold_the_others_not_back(store: Store) -> None:
    first, second, third = queue(store, 3)
    with store.hold() as tx:
        jobs.claim(tx, worker="other", slots=1, lease_seconds=60.0, only=[third])
        claimer = Claimer(TERMS, [third, second, first], is_in_order=True)
        assert [ids(claimer.claim(tx, 1)) for _ in range(3)] == [[first], [second], []]


def test_a_named_job_that_was_not_due_comes_in_the_end(store: Store) -> None:
    first, second = queue(store, 2)
    with store.hold() as tx:
        claimer = Claimer(TERMS, [second, first], is_in_order=True)
        (claim,) = claimer.claim(tx, 1)
        assert make.settle(tx, claim, Released()) is JobStatus.PENDING
        assert [ids(claimer.claim(tx, 1)) for _ in range(3)] == [[first], [second], []]
