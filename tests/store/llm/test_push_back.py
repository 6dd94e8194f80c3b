"""A server that says "too many": all wait, then go more slowly, and faster again."""

import pytest
from sqlalchemy import update

from reqx.store import Store, Transaction
from reqx.store.llm import pace
from reqx.store.llm.tables import llm_paces
from tests.store.llm import desk
from tests.store.llm.test_pace import pass_minutes, rates, rounded, take


def test_all_are_pushed_back(store: Store) -> None:
    with store.hold() as tx:
        pace.push_back(tx, desk.ENDPOINT, 30.0)
        with store.hold() as other:
            assert take(other) == pytest.approx(30.0, abs=2.0)
        pace.push_back(tx, desk.ENDPOINT, 10.0)
        assert take(tx) == pytest.approx(30.0, abs=2.0)
        desk.pass_time(tx, 30.0)
        assert take(tx) == 0.0


@pytest.mark.parametrize(("said", "kept"), [(None, 1.0), (86400.0, 3600.0), (-5.0, 0.0)])
def test_push_back_has_its_bounds(store: Store, said: float | None, kept: float) -> None:
    with store.hold() as tx:
        take(tx)
        pace.push_back(tx, desk.ENDPOINT, said)
        assert pace.look(tx, desk.ENDPOINT) == pytest.approx(kept, abs=1.0)


def test_rates_fall_once_for_calls_refused_together(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=100.0, tokens=10_000.0)
        for _ in range(3):
            pace.push_back(tx, desk.ENDPOINT, 1.0)
        assert rates(tx) == (70.0, 7000.0)
        desk.pass_time(tx, pace.SLOW_SECONDS)
        pace.push_back(tx, desk.ENDPOINT, 1.0)
        assert rates(tx) == (49.0, 4900.0)


def test_rates_do_not_fall_to_nothing(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=1.0, tokens=1000.0)
        pace.push_back(tx, desk.ENDPOINT, 1.0)
        assert rates(tx) == (1.0, 1000.0)


def test_rates_rise_in_each_clean_minute_up_to_the_limit(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=100.0, tokens=10_000.0)
        pace.push_back(tx, desk.ENDPOINT, 0.0)
        desk.pass_time(tx, 10.0)
        assert take(tx, 0) == 0.0
        assert rates(tx) == (70.0, 7000.0)
        pass_minutes(tx, 1)
        assert rates(tx) == (75.0, 7500.0)
        pass_minutes(tx, 6)
        assert rates(tx) == (100.0, 10_000.0)


def answer(tx: Transaction, calls: int) -> None:
    for _ in range(calls):
        pace.correct(tx, desk.ENDPOINT, 0, is_answered=True)


def test_rate_is_guessed_from_what_was_answered(store: Store) -> None:
    with store.hold() as tx:
        assert take(tx) == 0.0
        answer(tx, 10)
        desk.pass_time(tx, 2.0)
        pace.push_back(tx, desk.ENDPOINT, 0.0)
        requests, tokens = rates(tx)
    assert requests is not None
    # Ten in two seconds, which are longer on a slow machine.
    assert 60.0 < requests <= pace.GUESSED * 10 / 2 * 60
    assert tokens is None


@pytest.mark.parametrize(("answered", "seconds"), [(0, 2.0), (1, 0.0)])
def test_nothing_is_guessed_before_anything_was_seen(
    store: Store, answered: int, seconds: float
) -> None:
    with store.hold() as tx:
        take(tx)
        desk.pass_time(tx, seconds)
        # A clock that only this test reads: no second passes, however slow the machine is.
        tx.run(update(llm_paces).values(answered_since=llm_paces.c.answered_since + 0.9))
        answer(tx, answered)
        pace.push_back(tx, desk.ENDPOINT, 0.0)
        assert rates(tx) == (None, None)


def test_guess_is_never_lower_than_the_least(store: Store) -> None:
    with store.hold() as tx:
        take(tx)
        answer(tx, 1)
        desk.pass_time(tx, 600.0)
        pace.push_back(tx, desk.ENDPOINT, 0.0)
        assert rates(tx) == (pace.LEAST_GUESS, None)


def test_answers_of_long_ago_are_not_counted(store: Store) -> None:
    with store.hold() as tx:
        take(tx)
        answer(tx, 100)
        desk.pass_time(tx, pace.WINDOW_SECONDS)
        pace.correct(tx, desk.ENDPOINT, 0, is_answered=False)
        desk.pass_time(tx, 2.0)
        pace.push_back(tx, desk.ENDPOINT, 0.0)
        assert rates(tx) == (None, None)


def test_guessed_rate_falls_to_what_is_answered_and_rises_without_end(store: Store) -> None:
    with store.hold() as tx:
        take(tx)
        answer(tx, 1)
        for _ in range(2):
            desk.pass_time(tx, 100.0)
            pace.push_back(tx, desk.ENDPOINT, 0.0)
        assert rates(tx) == (pace.LEAST_GUESS, None)
        for _ in range(3):
            desk.pass_time(tx, pace.GUESS_SECONDS)
            assert take(tx) == 0.0
        assert rates(tx) == (rounded(pace.LEAST_GUESS * 1.15**3), None)


def test_guess_stays_below_the_rate_there_is(store: Store) -> None:
    with store.hold() as tx:
        take(tx)
        pace.cap(tx, desk.ENDPOINT, requests=100.0)
        answer(tx, 10)
        desk.pass_time(tx, 1.0)
        pace.push_back(tx, desk.ENDPOINT, 0.0)
        requests, _ = rates(tx)
    assert requests is not None
    assert requests <= 100.0


def test_set_tokens_rise_slowly_beside_a_guess(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, tokens=10_000.0)
        pace.push_back(tx, desk.ENDPOINT, 0.0)
        desk.pass_time(tx, pace.GUESS_SECONDS)
        take(tx, 0)
        assert rates(tx) == (None, 7000.0)
        pass_minutes(tx, 1)
        assert rates(tx) == (None, 7500.0)
