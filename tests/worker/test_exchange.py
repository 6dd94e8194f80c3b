"""Settling and claiming in one transaction."""

from collections.abc import Sequence

import pytest
from sqlalchemy import text

from reqx.errors import SchemaOutdated, StoreUnavailable, Unreadable
from reqx.model.jobs import Completed, Failure, JobStatus
from reqx.store import Store, Transaction, documents, jobs
from reqx.store.faults import Conflict
from reqx.worker import Orders
from reqx.worker.exchange import Ended, Exchange, Settled
from tests import make
from tests.worker.workshop import ORDERS, outcomes, queue

DONE = Completed(make.extraction(make.requirement()))
REFUSING = "CREATE TRIGGER no BEFORE INSERT ON attempts BEGIN SELECT RAISE(ABORT, 'no'); END"
TWICE = Completed(make.extraction(make.requirement(), make.requirement()))


def test_what_ended_makes_room_for_what_comes_next(store: Store) -> None:
    queue(store, "a", "b", "c")
    exchange = Exchange("worker-1", ORDERS)
    with store.hold() as tx:
        first = exchange.trade(tx, [], 2).claims
        traded = exchange.trade(tx, [(first[0], DONE)], 5)
        assert traded.settled == [(first[0], DONE, JobStatus.COMPLETED)]
        assert [claim.document for claim in traded.claims] == ["c"]


def test_a_lost_claim_is_told_from_the_others(store: Store) -> None:
    queue(store, "a", "b")
    exchange = Exchange("worker-1", ORDERS)
    with store.hold() as tx:
        lost, kept = exchange.trade(tx, [], 2).claims
        make.settle(tx, lost, Failure(Unreadable("bad")))
        traded = exchange.trade(tx, [(lost, DONE), (kept, DONE)], 0)
    assert [status for _, _, status in traded.settled] == [None, JobStatus.COMPLETED]


def test_a_result_the_store_refuses_fails_its_own_job_only(store: Store) -> None:
    good_id, bad_id, _ = queue(store, "good", "bad", "next")
    exchange = Exchange("worker-1", ORDERS)
    with store.hold() as tx:
        good, bad = exchange.trade(tx, [], 2).claims
        traded = exchange.trade(tx, [(good, DONE), (bad, TWICE)], 1)
        document = documents.get(tx, bad.document_id)
    assert [status for _, _, status in traded.settled] == [JobStatus.COMPLETED, JobStatus.PENDING]
    assert (outcomes(store, good_id), outcomes(store, bad_id)) == (["completed"], ["retry"])
    # It will look for the next job when it comes by again.
    assert traded.claims == []
    assert document.requirements == 0


def test_claims_that_are_not_known_are_given_back(store: Store) -> None:
    first, second = queue(store, "known", "stray")
    exchange = Exchange("worker-1", ORDERS)
    with store.hold() as tx:
        known, _ = exchange.trade(tx, [], 2).claims
        exchange.recover(tx, {known.token})
        assert [claim.token for claim in jobs.held(tx)] == [known.token]
    assert (outcomes(store, first), outcomes(store, second)) == ([None], ["released"])


@pytest.mark.parametrize("error", [StoreUnavailable("away"), SchemaOutdated("new")])
@pytest.mark.parametrize("refusals", [0, 1])
def test_what_no_job_is_to_blame_for_is_raised(
    store: Store, error: Exception, refusals: int
) -> None:
    """At the first try, or when the outcomes are settled one by one."""
    queue(store, "a")
    exchange = Exchange("worker-1", ORDERS)
    with store.hold() as tx:
        (claim,) = exchange.trade(tx, [], 1).claims
        failing = Failing("worker-1", ORDERS, error, refusals)
        with pytest.raises(type(error)):
            failing.trade(tx, [(claim, TWICE)], 1)
    assert outcomes(store, 1) == [None]


def test_a_claim_the_store_refuses_is_raised(sqlite_store: Store) -> None:
    queue(sqlite_store, "a")
    with sqlite_store.hold() as tx:
        tx.run(
            text("CREATE TRIGGER no BEFORE INSERT ON attempts BEGIN SELECT RAISE(ABORT, 'no'); END")
        )
        with pytest.raises(Conflict):
            Exchange("worker-1", ORDERS).trade(tx, [], 1)
    assert outcomes(sqlite_store, 1) == []


class Failing(Exchange):
    """Meets an error of the store after so many calls that went as usual."""

    def __init__(self, worker: str, orders: Orders, error: Exception, calls: int) -> None:
        super().__init__(worker, orders)
        self._error = error
        self._calls = calls

    def settle(self, tx: Transaction, ended: Sequence[Ended]) -> list[Settled]:
        if not self._calls:
            raise self._error
        self._calls -= 1
        return super().settle(tx, ended)
