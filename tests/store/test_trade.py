"""What ended for what comes next, in one commit: the same as settling and then claiming."""

import re
from contextlib import suppress

import pytest
from sqlalchemy import text

from reqx.errors import NotFound, TimedOut, Unreadable
from reqx.model.filters import RequirementFilter
from reqx.model.jobs import (
    Cancelled,
    Claim,
    Completed,
    DocumentStatus,
    Failure,
    JobStatus,
    Outcome,
    Released,
    Snoozed,
)
from reqx.store import Store, Transaction, documents, jobs, requirements
from reqx.store.jobs.trade import _statement
from tests import make

EMPTY = Completed(make.extraction(pages=()))
FULL = Completed(make.extraction(make.requirement()))
BARE: list[tuple[Outcome, JobStatus]] = [
    (EMPTY, JobStatus.COMPLETED),
    (Failure(Unreadable("bad")), JobStatus.FAILED),
    (Failure(TimedOut("slow")), JobStatus.PENDING),
    (Snoozed(3600.0), JobStatus.PENDING),
    (Cancelled(), JobStatus.CANCELLED),
]


class Trader:
    """A worker that trades on one connection."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.claimer = jobs.Claimer(jobs.Terms("worker-1", 60.0, 7200.0))

    def trade(self, *ended: tuple[Claim, Outcome], slots: int = 1) -> tuple[object, list[Claim]]:
        return tuple(jobs.trade(self.tx, ended, self.claimer, slots, make.NO_WAIT))  # type: ignore[return-value]

    def claim(self, slots: int = 1) -> list[Claim]:
        return self.trade(slots=slots)[1]


def queue(store: Store, count: int) -> list[int]:
    return [make.job(store, f"{number}.pdf") for number in range(count)]


@pytest.mark.parametrize(("outcome", "expected"), [*BARE, (FULL, JobStatus.COMPLETED)])
def test_one_commit_settles_and_claims(store: Store, outcome: Outcome, expected: JobStatus) -> None:
    first, second = queue(store, 2)
    with store.hold() as tx:
        trader = Trader(tx)
        (claim,) = trader.claim()
        statuses, (following,) = trader.trade((claim, outcome))
        assert statuses == [expected]
        assert (claim.job_id, following.job_id) == (first, second)
        assert jobs.get(tx, first).status is expected
        assert [held.token for held in jobs.held(tx)] == [following.token]
        assert jobs.history(tx, second)[0].ended_at is None


def test_statuses_come_in_the_order_of_what_ended(store: Store) -> None:
    queue(store, 2 * len(BARE))
    with store.hold() as tx:
        trader = Trader(tx)
        claims = trader.claim(len(BARE))[::-1]
        outcomes = [outcome for outcome, _ in BARE]
        statuses, following = trader.trade(*zip(claims, outcomes, strict=True), slots=3)
    assert statuses == [status for _, status in BARE]
    assert [claim.job_id for claim in following] == [6, 7, 8]


def test_without_room_nothing_is_claimed(store: Store) -> None:
    queue(store, 2)
    with store.hold() as tx:
        trader = Trader(tx)
        (claim,) = trader.claim()
        assert trader.trade((claim, EMPTY), slots=0) == ([JobStatus.COMPLETED], [])


def test_a_lost_claim_is_told_from_the_others(store: Store) -> None:
    queue(store, 4)
    with store.hold() as tx:
        trader = Trader(tx)
        lost, kept = trader.claim(2)
        make.settle(tx, lost, Failure(Unreadable("bad")))
        statuses, following = trader.trade((lost, EMPTY), (kept, EMPTY), slots=2)
        assert statuses == [None, JobStatus.COMPLETED]
        assert [claim.job_id for claim in following] == [3, 4]
        assert documents.get(tx, lost.document_id).status is DocumentStatus.ERROR


def test_to_trade_the_same_again_gives_the_same_answer(store: Store) -> None:
    queue(store, 3)
    with store.hold() as tx:
        trader = Trader(tx)
        (claim,) = trader.claim()
        assert trader.trade((claim, EMPTY))[0] == [JobStatus.COMPLETED]
        assert trader.trade((claim, EMPTY))[0] == [JobStatus.COMPLETED]


def test_an_empty_result_takes_the_place_of_an_earlier_one(store: Store) -> None:
    make.completed(store, "0.pdf", make.requirement("Old."))
    queue(store, 2)
    with store.hold() as tx:
        trader = Trader(tx)
        (claim,) = trader.claim()
        assert trader.trade((claim, EMPTY))[0] == [JobStatus.COMPLETED]
        assert requirements.count(tx, RequirementFilter()) == 0
        assert list(documents.pages(tx, claim.document_id)) == []


def test_two_jobs_of_a_document_are_settled_in_order(store: Store) -> None:
    make.job(store)
    make.job(store, extractor="other")
    queue(store, 1)
    with store.hold() as tx:
        trader = Trader(tx)
        first, second = trader.claim(2)
        trader.trade((first, EMPTY), (second, Failure(Unreadable("bad"))))
        assert documents.get(tx, first.document_id).error_message == "bad"


def test_a_released_job_goes_to_the_end_of_the_line(store: Store) -> None:
    first, second = queue(store, 2)
    with store.hold() as tx:
        trader = Trader(tx)
        (claim,) = trader.claim()
        _, (following,) = trader.trade((claim, Released()))
        assert following.job_id == second
        _, (again,) = trader.trade((following, EMPTY), slots=5)
        assert (again.job_id, again.attempt, again.attempts) == (first, 2, 1)


def test_a_job_that_was_called_off_is_not_tried_again(store: Store) -> None:
    queue(store, 2)
    with store.hold() as tx:
        trader = Trader(tx)
        (claim,) = trader.claim()
        jobs.cancel(tx, [claim.job_id])
        assert trader.trade((claim, Released()))[0] == [JobStatus.CANCELLED]


def test_a_trade_inside_a_transaction_is_undone_with_it(store: Store) -> None:
    first, second = queue(store, 2)
    with store.hold() as tx:
        trader = Trader(tx)
        (claim,) = trader.claim()
        with suppress(NotFound), tx.atomic():
            trader.trade((claim, EMPTY))
            jobs.get(tx, 999)
        assert jobs.get(tx, first).status is JobStatus.PROCESSING
        assert jobs.get(tx, second).status is JobStatus.PENDING


@pytest.mark.parametrize("outcome", [*(outcome for outcome, _ in BARE), FULL])
@pytest.mark.parametrize("slots", [1, 0])
def test_what_brings_no_rows_is_one_statement_without_a_transaction(
    postgresql_store: Store, outcome: Outcome, slots: int
) -> None:
    queue(postgresql_store, 2)
    with postgresql_store.hold() as tx:
        trader = Trader(tx)
        server = tx.value(text("SELECT pg_backend_pid()"))
        (claim,) = trader.claim()
        trader.trade((claim, outcome), slots=slots)
        with postgresql_store.hold() as other:
            last = other.value(
                text("SELECT query FROM pg_stat_activity WHERE pid = :pid"), {"pid": server}
            )
    assert last.startswith("WITH settled") == (slots == 1 and outcome is not FULL)


def test_a_plan_made_for_small_tables_is_good_for_large_ones(postgresql_store: Store) -> None:
    """A loop's plan is made once: while a table is small, all of it would be read for ever."""
    statement = _statement(("open", "after"), 10)
    with postgresql_store.hold(is_loop=True) as tx:
        # The first statement of the hot path sets the connection up.
        jobs.claim(tx, worker="worker-1", slots=1, lease_seconds=60.0)
        sql = statement._prepared(tx.connection.dialect)._sql
        lines = tx.connection.exec_driver_sql(f"EXPLAIN (GENERIC_PLAN) {sql}").scalars().all()
    read_whole = {table for line in lines for table in re.findall(r"Seq Scan on (\w+)", line)}
    assert read_whole <= {"queues"}
    assert not any("Sort  (" in line for line in lines)
