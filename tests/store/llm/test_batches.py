"""Batches: reserved whole, no words in two of them, found again after any death."""

import time

import pytest
from sqlalchemy import func, select

from reqx.errors import ConfigurationError
from reqx.store import Store, Transaction
from reqx.store.llm import batches, budget, calls, pace, spending, waits
from reqx.store.llm.batches import Booked
from reqx.store.llm.budget import NOTHING, Amounts
from reqx.store.llm.records import EVERYTHING, Caller, Exhausted, Fenced, Receipt, Wait
from reqx.store.llm.tables import BatchState, CallState, llm_batches, llm_calls, llm_paces
from tests.store import processes
from tests.store.llm import batching, desk, spenders
from tests.store.llm.batching import asks, booked, keys, sent, take, taken

UNSENT = Receipt(batches.UNSENT, desk.FREE.usage)


def gone(store: Store) -> tuple[Amounts, Amounts]:
    """Return what is held and what is spent in all."""
    with store.hold() as tx:
        found = [(one.held, one.spent) for one in budget.find(tx) if one.scope == EVERYTHING]
    return found[0] if found else (NOTHING, NOTHING)


def rows(store: Store) -> tuple[int, int]:
    """Return how many batches and calls there are."""
    with store.read() as tx:
        tables = (llm_batches, llm_calls)
        batch_rows, call_rows = (tx.value(select(func.count()).select_from(t)) for t in tables)
    return batch_rows, call_rows


def test_calls_of_a_batch_are_reserved_at_once(store: Store) -> None:
    who = desk.caller(store, run="night", project="Bridge")
    with store.hold() as tx:
        found = booked(tx, who)
        assert found.batch is not None
        assert found.calls.keys() == keys("abc")
        assert batching.batch(tx, found.batch).state is BatchState.BOOKED
        states = {desk.row(tx, call).state for call in found.calls.values()}
        scopes = [one.scope.name for one in budget.find(tx) if one.held.tokens]
    assert states == {CallState.RESERVED}
    assert set(scopes) == {"night", "Bridge", ""}
    assert gone(store) == (Amounts(300, 3000), NOTHING)


def test_what_was_answered_goes_into_no_batch(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        desk.paid(tx, who, desk.ask("a"))
        assert booked(tx, who, "ab").calls.keys() == keys("b")
        desk.paid(tx, who, desk.ask("c"))
        assert booked(tx, who, "ac") == Booked(None, {})
    assert rows(store) == (1, 3)


def test_words_that_are_in_a_batch_go_into_no_other(store: Store) -> None:
    who, other = desk.caller(store), desk.caller(store, "b.pdf")
    with store.hold() as tx:
        sent(tx, who, "abc")
        assert booked(tx, other, "bcd").calls.keys() == keys("d")
        assert [each.remote_id for each in waits.of_job(tx, other.job_id)] == ["batch_1", None]
        third = desk.caller(store, "c.pdf")
        assert booked(tx, third, "cd") == Booked(None, {})
        assert len(waits.of_job(tx, third.job_id)) == 2


def test_processes_that_book_the_same_words_at_once_share_them(store: Store, url: str) -> None:
    callers = [desk.caller(store, f"{number}.pdf") for number in range(3)]
    found = processes.run(spenders.book, [(url, who, "abcdefgh") for who in callers])
    assert sorted(key for keys_of_one in found for key in keys_of_one) == sorted(keys("abcdefgh"))


def test_who_lost_the_job_books_nothing(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        desk.lose_job(tx, who)
        assert batches.book(tx, who, asks(), "reference") == Fenced()
    assert rows(store) == (0, 0)


def test_batch_that_a_budget_has_no_room_for_leaves_nothing_behind(store: Store) -> None:
    who = desk.caller(store, run="night")
    with store.hold() as tx:
        budget.set_limits(tx, EVERYTHING, tokens=299)
        assert batches.book(tx, who, asks(), "reference") == Exhausted(EVERYTHING)
        booked(tx, who, "a")
        assert isinstance(batches.book(tx, who, asks("bc"), "reference"), Wait)
    assert rows(store) == (1, 1)
    assert gone(store) == (Amounts(100, 1000), NOTHING)


def test_budget_in_money_needs_the_price_of_a_batch(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        budget.set_limits(tx, EVERYTHING, money=10**6)
        with pytest.raises(ConfigurationError, match="needs a price"):
            batches.book(tx, who, [desk.ask(money=None)], "reference")
    assert rows(store) == (0, 0)


def test_batch_does_not_count_for_the_pace(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=1.0, tokens=1.0)
        call = booked(tx, who).calls[desk.ask("a").key]
        before = tx.rows(select(llm_paces))
        assert calls.settle(tx, call, "{}", desk.receipt())
        assert tx.rows(select(llm_paces)) == before


def test_calls_of_a_batch_outlive_their_claim(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        call = booked(tx, who, "a").calls[desk.ask("a").key]
        desk.lose_job(tx, who)
        assert calls.sweep(tx) == 0
        assert calls.settle(tx, call, "{}", desk.receipt())
        assert calls.lookup(tx, [desk.ask("a").key])
    assert gone(store) == (NOTHING, Amounts(60, 600))


def test_calls_of_a_batch_that_nobody_could_look_at_are_lost_in_the_end(store: Store) -> None:
    batching.parked(store, "a")
    with store.hold() as tx:
        batching.pass_days(tx, 4)
        assert calls.sweep(tx) == 1
        # It may still come in.
        assert batches.calls(tx, 1).keys() == keys("a")
    assert gone(store) == (NOTHING, Amounts(100, 1000))


def test_only_who_holds_the_job_sends_its_batch_and_once(store: Store) -> None:
    who, other = desk.caller(store), desk.caller(store, "b.pdf")
    with store.hold() as tx:
        first, second = (booked(tx, one, text).batch for one, text in ((who, "a"), (other, "b")))
        assert first
        assert second
        assert [batches.sending(tx, first, "file-1") for _ in range(2)] == [True, False]
        desk.lose_job(tx, other)
        assert not batches.sending(tx, second, "file-2")
        assert batching.batch(tx, first).input_file == "file-1"


def taken_later(tx: Transaction) -> int | None:
    # SQLite's instants are milliseconds: two looks within one are of the same time.
    time.sleep(0.003)
    return taken(tx)


def test_batch_under_way_is_looked_at_by_one_at_a_time(store: Store) -> None:
    batching.parked(store, "a", "a.pdf")
    batching.parked(store, "b", "b.pdf")
    with store.hold() as tx:
        found = [take(tx) for _ in range(3)]
        assert [each and each.remote_id for each in found] == [
            "batch of a.pdf",
            "batch of b.pdf",
            None,
        ]
        assert [taken_later(tx) for _ in range(3)] == [1, 2, 1]


def test_batch_of_another_server_is_not_looked_at(store: Store) -> None:
    batching.parked(store)
    with store.hold() as tx:
        assert take(tx, "https://other.example/v1") is None


def test_batch_that_is_being_sent_is_left_to_its_sender(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        batch = booked(tx, who).batch
        assert batch is not None
        assert taken(tx) is None
        assert batches.sending(tx, batch, "file-1")
        assert taken(tx) is None
        desk.lose_job(tx, who)
        assert take(tx, every=0.0, grace=60.0) is None
        found = take(tx, every=0.0)
    assert found is not None
    assert (found.state, found.input_file) == (BatchState.SENDING, "file-1")
    assert (found.reference, found.remote_id) == (f"reference of {who.job_id}", None)


def test_batch_whose_sender_died_before_is_anybodys(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        booked(tx, who)
        desk.lose_job(tx, who)
        found = take(tx, grace=60.0)
    assert found is not None
    assert found.state is BatchState.BOOKED


def test_ended_batch_is_not_looked_at_and_keeps_its_end(store: Store) -> None:
    batching.parked(store)
    with store.hold() as tx:
        batches.note(tx, 1, "in_progress")
        assert batching.batch(tx, 1).status == "in_progress"
        batches.end(tx, 1, "completed")
        batches.end(tx, 1, "expired")
        batches.note(tx, 1, "in_progress")
        row = batching.batch(tx, 1)
        assert (row.state, row.status) == (BatchState.ENDED, "completed")
        assert taken(tx) is None


def test_calls_are_those_whose_end_is_not_known(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        found = booked(tx, who)
        assert found.batch is not None
        assert calls.settle(tx, found.calls[desk.ask("a").key], "{}", desk.receipt())
        waiting = batches.calls(tx, found.batch)
    assert waiting.keys() == keys("bc")
    assert {each.words for each in waiting.values()} == {4}


def test_what_a_batch_gave_no_answer_to_is_known(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        found = booked(tx, who, "abcd").calls
        a, b, c, _ = (found[desk.ask(text).key] for text in "abcd")
        assert calls.settle(tx, a, "{}", desk.receipt())
        assert calls.fail(tx, b, desk.receipt(outcome="missing"))
        assert calls.fail(tx, c, UNSENT)
        assert calls.fail(tx, desk.granted(tx, who, desk.ask("e")), desk.FREE)
        assert batches.tried(tx, who.job_id) == keys("b")
        batching.pass_days(tx, 4)
        desk.lose_job(tx, who)
        calls.sweep(tx)
        assert batches.tried(tx, who.job_id) == keys("bd")


def test_rounds_are_the_batches_that_the_server_has_had(store: Store) -> None:
    who = desk.caller(store)
    with store.hold() as tx:
        for batch in (sent(tx, who, "a"), sent(tx, who, "b"), booked(tx, who, "c").batch):
            assert batch is not None
        assert batches.rounds(tx, who.job_id) == 2
        batches.end(tx, 1, batches.FULL)
        assert batches.rounds(tx, who.job_id) == 1


def test_server_without_room_is_remembered_for_a_while(store: Store) -> None:
    batching.parked(store, "a", "a.pdf")
    batching.parked(store, "b", "b.pdf")
    with store.hold() as tx:
        assert batches.has_others(tx, batching.URL, 1)
        assert not batches.was_full(tx, batching.URL)
        batches.end(tx, 1, batches.FULL)
        assert batches.was_full(tx, batching.URL)
        assert not batches.has_others(tx, batching.URL, 2)


def test_spending_tells_what_is_and_was_in_batches(store: Store) -> None:
    who: Caller = desk.caller(store)
    with store.hold() as tx:
        found = booked(tx, who, "ab").calls
        desk.paid(tx, who, desk.ask("c"))
        assert calls.settle(tx, found[desk.ask("a").key], "{}", desk.receipt())
        (sums,) = spending.find(tx, who.job_id)
    assert (sums.calls, sums.batched, sums.in_batches) == (3, 2, 1)
