from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from reqx.store import Store
from reqx.store.llm import budget, calls, ledger, pace, spending
from reqx.store.llm.budget import NOTHING, Amounts
from reqx.store.llm.records import Answer, Caller, Exhausted, Fenced, Known, Receipt, Scope, Wait
from reqx.store.llm.tables import CallState, ScopeKind, llm_calls
from tests.store.llm import desk

ALL = Scope(ScopeKind.ALL)
ODD = "The \udcff pump\0"


def gone(store: Store) -> tuple[Amounts, Amounts]:
    """Return what is held and what is spent in all."""
    with store.hold() as tx:
        found = [(one.held, one.spent) for one in budget.find(tx) if one.scope == ALL]
    return found[0] if found else (NOTHING, NOTHING)


def test_answer_that_was_paid_for_is_found_by_its_key(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        first = desk.paid(tx, who, desk.ask("a"), '{"items":[]}')
        desk.granted(tx, who, desk.ask("b"))
        keys = [desk.ask(text).key for text in "abc"]
        expected = Answer(first, keys[0], '{"items":[]}', "OK")
        assert calls.lookup(tx, keys) == {keys[0]: expected}
        assert calls.lookup(tx, []) == {}


def test_known_answer_is_given_instead_of_a_second_call(store: Store) -> None:
    who, other = desk.caller(store), desk.caller(store, "revision-b.pdf")
    with store.hold() as tx:
        call = desk.paid(tx, who, desk.ask(), "words")
        reply = calls.reserve(tx, other, desk.ask())
    assert reply == Known(Answer(call, desk.ask().key, "words", "OK"))
    assert gone(store) == (NOTHING, Amounts(60, 600))


def test_call_that_failed_is_made_again_and_both_are_kept(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        first = desk.granted(tx, who, desk.ask())
        assert calls.fail(tx, first, desk.receipt(outcome="INVALID"))
        second = desk.paid(tx, who, desk.ask())
        states = [desk.row(tx, call).state for call in (first, second)]
        assert desk.row(tx, first).outcome == "INVALID"
    assert states == [CallState.FAILED, CallState.ANSWERED]
    assert gone(store) == (NOTHING, Amounts(120, 1200))


def test_row_tells_whose_call_it_was(store: Store) -> None:
    who = desk.caller(store, run="night", project="Bridge")
    with store.hold() as tx:
        row = desk.row(tx, desk.granted(tx, who, desk.ask()))
    assert (row.job_id, row.claim_token, row.attempt) == (who.job_id, who.token, 1)
    assert (row.worker, row.document_id, row.project) == ("worker-1", 1, "Bridge")
    assert (row.run, row.endpoint, row.model) == ("night", desk.ENDPOINT.url, desk.ENDPOINT.model)
    assert (row.state, row.tokens, row.money) == (CallState.RESERVED, 100, 1000)
    assert row.settled_at is None
    assert row.created_at is not None


def test_usage_of_a_call_is_kept_with_it(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        row = desk.row(tx, desk.paid(tx, who, desk.ask()))
    assert (row.input_tokens, row.cached_tokens, row.output_tokens) == (40, 5, 20)
    assert (row.tokens, row.money, row.reserved_tokens, row.reserved_money) == (60, 600, 100, 1000)
    assert (row.http_status, row.request_id, row.outcome) == (200, "request-1", "OK")
    assert row.settled_at >= row.created_at


def test_call_without_usage_counts_as_much_as_was_reserved(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        call = desk.granted(tx, who, desk.ask())
        assert calls.settle(tx, call, "words", Receipt("OK"))
        row = desk.row(tx, call)
    assert (row.input_tokens, row.tokens, row.money) == (None, 100, 1000)
    assert gone(store) == (NOTHING, Amounts(100, 1000))


def test_call_that_cost_nothing_gives_everything_back(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        assert calls.fail(tx, desk.granted(tx, who, desk.ask()), desk.FREE)
    assert gone(store) == (NOTHING, NOTHING)


def test_model_without_a_price_has_tokens_only(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        call = desk.granted(tx, who, desk.ask(money=None))
        assert calls.settle(tx, call, "words", desk.receipt(money=None))
        assert desk.row(tx, call).money is None
    assert gone(store) == (NOTHING, Amounts(60, 0))


def test_price_that_is_gone_meanwhile_leaves_the_reserved_money(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        call = desk.granted(tx, who, desk.ask())
        assert calls.settle(tx, call, "words", desk.receipt(money=None))
        assert desk.row(tx, call).money == 1000
    assert gone(store) == (NOTHING, Amounts(60, 1000))


@pytest.mark.parametrize("end", [calls.fail, lambda tx, c, r: calls.settle(tx, c, "other", r)])
def test_end_is_written_once(store: Store, end: object) -> None:
    assert callable(end)
    who = desk.caller(store)
    with store.hold() as tx:
        call = desk.paid(tx, who, desk.ask(), "words")
        before = desk.row(tx, call)
        assert end(tx, call, desk.receipt(90)) is False
        assert desk.row(tx, call) == before
    assert gone(store) == (NOTHING, Amounts(60, 600))


def test_call_nobody_made_has_no_end(store: Store) -> None:
    with store.hold() as tx:
        assert not calls.settle(tx, 7, "words", desk.receipt())


def test_who_lost_the_job_pays_for_nothing(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        assert calls.reserve(tx, Caller(who.job_id, "other"), desk.ask()) == Fenced()
        assert calls.reserve(tx, Caller(99, who.token), desk.ask()) == Fenced()
        desk.lose_job(tx, who)
        assert calls.reserve(tx, who, desk.ask()) == Fenced()
    assert gone(store) == (NOTHING, NOTHING)


def test_who_has_to_wait_has_reserved_nothing(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        pace.push_back(tx, desk.ENDPOINT, 60.0)
        reply = calls.reserve(tx, who, desk.ask())
    assert isinstance(reply, Wait)
    assert 55.0 < reply.seconds <= 60.0
    assert gone(store) == (NOTHING, NOTHING)


def test_who_finds_the_pace_taken_meanwhile_waits(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        pace.push_back(tx, desk.ENDPOINT, 60.0)
        # As if it had looked before.
        with pytest.raises(ledger.Refused) as refused, tx.atomic():
            calls._reserve(tx, who, desk.ask())
        assert isinstance(refused.value.reply, Wait)
        assert not calls.settle(tx, 1, "words", desk.receipt())
    assert gone(store) == (NOTHING, NOTHING)


def test_exhausted_budget_takes_back_pace_row_and_other_budgets(store: Store) -> None:
    who = desk.caller(store, run="night")
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=1.0)
        budget.set_limits(tx, ALL, tokens=50)
        assert calls.reserve(tx, who, desk.ask()) == Exhausted(ALL)
        assert pace.look(tx, desk.ENDPOINT) == 0.0
        assert not calls.settle(tx, 1, "words", desk.receipt())
        assert [one.held for one in budget.find(tx)] == [NOTHING]


def test_answer_holds_what_no_database_takes(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        desk.paid(tx, who, desk.ask(), ODD)
        (answer,) = calls.lookup(tx, [desk.ask().key]).values()
    assert answer.text == "The � pump�"


def test_first_answer_of_two_stays_the_answer(store: Store) -> None:
    who, other = desk.caller(store), desk.caller(store, "b.pdf")
    with store.hold() as tx:
        first, second = (desk.granted(tx, one, desk.ask()) for one in (who, other))
        assert calls.settle(tx, second, "second", desk.receipt())
        assert calls.settle(tx, first, "first", desk.receipt())
        (answer,) = calls.lookup(tx, [desk.ask().key]).values()
    assert (answer.call, answer.text) == (first, "first")


def test_call_of_a_lost_job_counts_as_spent(store: Store) -> None:
    who = desk.caller(store, run="night")
    with store.hold() as tx:
        call = desk.granted(tx, who, desk.ask())
        assert calls.sweep(tx) == 0
        desk.lose_job(tx, who)
        assert gone(store) == (Amounts(100, 1000), NOTHING)
        assert [calls.sweep(tx) for _ in range(2)] == [1, 0]
        assert desk.row(tx, call).state is CallState.LOST
        assert calls.lookup(tx, [desk.ask().key]) == {}
    assert gone(store) == (NOTHING, Amounts(100, 1000))


def test_calls_that_ended_are_not_swept(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        desk.paid(tx, who, desk.ask("a"))
        assert calls.fail(tx, desk.granted(tx, who, desk.ask("b")), desk.FREE)
        desk.lose_job(tx, who)
        assert calls.sweep(tx) == 0
    assert gone(store) == (NOTHING, Amounts(60, 600))


def test_late_answer_of_a_lost_call_is_taken(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        call = desk.granted(tx, who, desk.ask())
        desk.lose_job(tx, who)
        calls.sweep(tx)
        assert calls.settle(tx, call, "late", desk.receipt())
        assert calls.lookup(tx, [desk.ask().key])[desk.ask().key].text == "late"
    assert gone(store) == (NOTHING, Amounts(60, 600))


def test_call_that_ends_while_it_is_swept_keeps_its_end(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        done, lost = desk.paid(tx, who, desk.ask()), desk.granted(tx, who, desk.ask("b"))
        desk.lose_job(tx, who)
        assert calls.sweep(tx) == 1
        # As if two sweeps had found them before.
        with tx.atomic():
            assert not any(calls._lose(tx, call) for call in (done, lost))
        assert desk.row(tx, done).state is CallState.ANSWERED
    assert gone(store) == (NOTHING, Amounts(160, 1600))


def test_old_answer_is_forgotten_and_its_cost_is_not(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        old, young = (desk.paid(tx, who, desk.ask(words), answer=words) for words in ("a", "b"))
        before = spending.find(tx)
        long_ago = datetime.now(UTC) - timedelta(seconds=ledger.KEPT_SECONDS + 60)
        tx.run(update(llm_calls).where(llm_calls.c.id == old).values(settled_at=long_ago))
        assert [calls.forget_old(tx) for _ in range(2)] == [1, 0]
        found = calls.lookup(tx, [desk.ask(words).key for words in ("a", "b")])
        assert [answer.call for answer in found.values()] == [young]
        assert (desk.row(tx, old).answer, desk.row(tx, old).tokens) == ("", 60)
        assert spending.find(tx) == before
        assert desk.granted(tx, who, desk.ask("a"))
