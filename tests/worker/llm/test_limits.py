"""Budgets, waits and stops: no call is made that may not be, and none that was is forgotten."""

import threading
import time
from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import select

from reqx.errors import BudgetSpent, ConfigurationError, RateLimited, StoreUnavailable
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.inquiry import Kept
from reqx.extraction.llm.outcomes import Answered, Receipt, Usage
from reqx.model.jobs import Claim
from reqx.pipeline import Processed
from reqx.store import Store, jobs
from reqx.store.llm import budget, calls
from reqx.store.llm.records import EVERYTHING, Scope
from reqx.store.llm.tables import CallState, ScopeKind, llm_calls
from reqx.testing import Reply, Request, ScriptedServer, replies
from reqx.worker.llm import Allowance, Terms
from reqx.worker.llm.desk import Desk
from reqx.worker.llm.ledger import ClaimLedger, Stopped, _seconds_to_tomorrow
from tests import make
from tests.worker.conftest import Line
from tests.worker.llm import site
from tests.worker.workshop import wait_until

MOST = Usage(500, 500)
SMALL = Allowance(tokens=9000)


@pytest.fixture
def who(store: Store) -> Claim:
    return site.claim(store, project="bridge")


def terms(**changes: object) -> Terms:
    return Terms(Endpoint("http://127.0.0.1:9/v1", "gpt-4o-mini"), **changes)  # type: ignore[arg-type]


def ledger(store: Store, who: Claim, **changes: object) -> ClaimLedger:
    return ClaimLedger(Desk(store, terms(**changes), "run 1"), who, threading.Event())


def spent(store: Store) -> int:
    with store.read() as tx:
        return sum(each.spent.tokens for each in budget.find(tx) if each.scope == EVERYTHING)


def test_run_ends_when_its_budget_is_spent(store: Store, who: Claim) -> None:
    asking, asked = site.asked(store, who, site.naming("shall"), allowance=SMALL)
    assert isinstance(site.error(asking), BudgetSpent)
    assert site.error(asking).ends_run
    assert 1 <= len(asked) * 2020 == spent(store) <= 9000


def test_worker_that_runs_on_waits_for_the_next_day(store: Store, who: Claim) -> None:
    asking, _ = site.asked(store, who, site.naming("shall"), allowance=SMALL, is_daily=True)
    told = site.error(asking)
    assert isinstance(told, RateLimited)
    assert 0 < told.retry_after <= 86400


def test_next_day_begins_at_midnight() -> None:
    assert _seconds_to_tomorrow(datetime(2026, 12, 31, 23, 0, tzinfo=UTC)) == 3600


@pytest.mark.parametrize("scope", [EVERYTHING, Scope(ScopeKind.PROJECT, "bridge")])
def test_budget_that_a_person_set_makes_its_jobs_wait(
    store: Store, who: Claim, scope: Scope
) -> None:
    with store.begin() as tx:
        budget.set_limits(tx, scope, tokens=100)
    with pytest.raises(RateLimited, match="budget"):
        ledger(store, who).reserve("0" * 64, MOST)


def test_budget_in_money_needs_a_price() -> None:
    with pytest.raises(ConfigurationError, match="no price"):
        Terms(Endpoint("http://127.0.0.1:9/v1", "mine"), allowance=Allowance(money=1))


def test_model_without_a_price_is_counted_in_tokens(store: Store, who: Claim) -> None:
    with ScriptedServer(site.naming("shall")) as server:
        endpoint = Endpoint(server.base_url, "mine")
        with site.asker(store, server, endpoint=endpoint) as made:
            site.extraction(site.ended(made.start(who, site.read())))
    with store.read() as tx:
        rows = tx.rows(select(llm_calls.c.money, llm_calls.c.tokens))
    assert {(row.money, row.tokens) for row in rows} == {(None, 2020)}


def test_answer_that_came_meanwhile_is_taken(store: Store, who: Claim) -> None:
    first = ledger(store, who)
    call = first.reserve("0" * 64, MOST)
    assert isinstance(call, int)
    outcome = Answered(Receipt(is_paid=True), (), "{}")
    first.settle(call, outcome, Kept("answered", "{}"))
    assert first.reserve("0" * 64, MOST) == Kept("answered", "{}")


def test_job_of_somebody_else_is_not_paid_for(store: Store, who: Claim) -> None:
    with store.hold() as tx:
        make.expire(tx, who.job_id)
        jobs.rescue(tx, backoff=make.NO_WAIT)
    with pytest.raises(Stopped):
        ledger(store, who).reserve("0" * 64, MOST)


def test_who_waits_for_a_turn_can_be_stopped(store: Store, who: Claim) -> None:
    desk, stop = Desk(store, terms(), "run 1"), threading.Event()
    desk.turn.acquire()
    threading.Timer(0.2, stop.set).start()
    with pytest.raises(Stopped):
        ClaimLedger(desk, who, stop).reserve("0" * 64, MOST)


def test_short_waits_add_up_to_a_long_one(store: Store, who: Claim) -> None:
    book = ledger(store, who, allowance=Allowance(tokens=1500), longest_wait_seconds=1.5)
    assert isinstance(book.reserve("0" * 64, MOST), int)
    with pytest.raises(RateLimited):
        book.reserve("1" * 64, MOST)


def test_document_called_off_pays_only_for_what_is_under_way(store: Store, who: Claim) -> None:
    numbers = count()

    def slow(request: Request) -> Reply:
        is_late = site.asks_about(request) and next(numbers)
        return replies.slow(site.naming("shall")(request), seconds=0.4 if is_late else 0.0)

    with ScriptedServer(slow) as server, site.asker(store, server, slots=1) as made:
        asking = made.start(who, site.read())
        wait_until(lambda: asking.report and asking.report.done)
        asking.ask_to_stop()
        site.ended(asking)
        assert isinstance(site.error(asking), Stopped)
    with store.read() as tx:
        states = {row.state for row in tx.rows(select(llm_calls.c.state))}
    assert states == {CallState.ANSWERED}


def test_end_and_close_do_not_wait_for_the_server(store: Store, who: Claim) -> None:
    def hanging(request: Request) -> Reply:
        return replies.hang() if site.asks_about(request) else site.CAPABLE

    with ScriptedServer(hanging) as server:
        with site.asker(store, server) as made:
            asking = made.start(who, site.read())
            wait_until(lambda: len(server.requests) > 1)
            asking.kill()
            asking.end()
            assert "stopped" in site.error(asking).message
            began = time.monotonic()
        assert time.monotonic() - began < 10
    with store.read() as tx:
        rows = tx.rows(select(llm_calls.c.state, llm_calls.c.input_tokens))
    assert {row.state for row in rows} == {CallState.FAILED}


def test_bug_is_told_with_its_traceback(store: Store, who: Claim) -> None:
    with ScriptedServer([]) as server, site.asker(store, server) as made:
        asking = site.ended(made.start(who, Processed(site.read().extraction)))
    assert asking.fault is not None
    assert "AssertionError" in (asking.fault.traceback or "")


def test_calls_of_a_lost_job_are_written_off(store: Store, who: Claim) -> None:
    ledger(store, who).reserve("0" * 64, MOST)
    with store.hold() as tx:
        make.expire(tx, who.job_id)
        jobs.rescue(tx, backoff=make.NO_WAIT)
        assert calls.sweep(tx) == 1
    assert spent(store) == 1000


def test_database_that_goes_away_is_waited_for(postgresql_store: Store, line: Line) -> None:
    book = ledger(postgresql_store, site.claim(postgresql_store))
    line.close()
    threading.Timer(0.5, line.open).start()
    assert book.find("0" * 64) is None


def test_database_that_stays_away_is_given_up(postgresql_store: Store, line: Line) -> None:
    book = ledger(postgresql_store, site.claim(postgresql_store), patience_seconds=0.0)
    line.close()
    with pytest.raises(StoreUnavailable):
        book.find("0" * 64)
    line.open()
