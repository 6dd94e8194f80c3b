import math
import time
from itertools import pairwise

import pytest
from sqlalchemy import update

from reqx.errors import UsageError
from reqx.store import Store, Transaction
from reqx.store.llm import pace
from reqx.store.llm.records import Endpoint, Pace
from reqx.store.llm.tables import llm_paces
from tests.store import processes
from tests.store.llm import desk, spenders

LARGE = Endpoint(desk.ENDPOINT.url, "large-model")


def take(tx: Transaction, tokens: int = 100) -> float:
    return pace.take(tx, desk.ENDPOINT, tokens)


def rates(tx: Transaction) -> tuple[float | None, float | None]:
    """Return the rates of the one pace there is."""
    (found,) = pace.find(tx)
    assert found.endpoint == desk.ENDPOINT
    return rounded(found.requests_rate), rounded(found.tokens_rate)


def rounded(rate: float | None) -> float | None:
    return None if rate is None else round(rate, 3)


def pass_minutes(tx: Transaction, minutes: int) -> None:
    """Let so many minutes pass, with a call in each."""
    for _ in range(minutes):
        desk.pass_time(tx, 60.0)
        assert take(tx, 0) == 0.0


def test_pace_without_limits_lets_all_through(store: Store) -> None:
    with store.hold() as tx:
        assert pace.look(tx, desk.ENDPOINT) == 0.0
        assert [take(tx, 10**9) for _ in range(3)] == [0.0] * 3
        assert pace.find(tx) == [Pace(desk.ENDPOINT, None, None, None, None)]


def test_requests_come_one_after_the_other(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=6.0)
        desk.pass_time(tx, 0.3)
        assert take(tx) == 0.0
        assert take(tx) == pytest.approx(10.0 / pace.MARGIN - 0.3, abs=1.0)


def test_new_pace_has_nothing_saved(store: Store) -> None:
    with store.hold() as tx:
        began = time.monotonic()
        pace.set_limits(tx, desk.ENDPOINT, requests=6000.0)
        taken = sum(take(tx) == 0.0 for _ in range(10))
        # A busy machine takes its time, and a hundred more are let through each second.
        assert taken <= 1 + 100.0 * (time.monotonic() - began)


def test_large_call_is_paid_by_who_comes_next(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, tokens=6000.0)
        desk.pass_time(tx, 0.3)
        assert take(tx, 6000) == 0.0
        assert take(tx, 1) == pytest.approx(60.0 / pace.MARGIN, abs=1.5)


def test_waiting_as_long_as_told_is_enough(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=6.0, tokens=6000.0)
        take(tx)
        desk.pass_time(tx, take(tx) - 5.0)
        assert 0.0 < take(tx) <= 5.0
        desk.pass_time(tx, 5.01)
        assert take(tx) == 0.0


def test_what_is_not_used_is_lost_but_for_the_tolerance(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=600.0)
        desk.pass_time(tx, 3600.0)
        taken = sum(take(tx) == 0.0 for _ in range(20))
    # Three a tolerance; a slow machine may see more come in.
    assert 3 <= taken < 20


def test_guess_counts_from_the_first_answer_on(store: Store) -> None:
    with store.hold() as tx:
        take(tx)
        desk.pass_time(tx, 9.0)
        for _ in range(3):
            pace.correct(tx, desk.ENDPOINT, 0, is_answered=True)
        desk.pass_time(tx, 2.0)
        pace.push_back(tx, desk.ENDPOINT, 0.0)
        (found,) = pace.find(tx)
    # Three in two seconds, and not in eleven.
    assert found.requests_rate is not None
    assert 60.0 < found.requests_rate <= 90.0


def test_models_have_a_pace_each(store: Store) -> None:
    with store.hold() as tx:
        pace.push_back(tx, desk.ENDPOINT, 60.0)
        assert pace.take(tx, LARGE, 100) == 0.0
        assert [one.endpoint for one in pace.find(tx)] == [LARGE, desk.ENDPOINT]


def test_tokens_that_were_not_used_come_back(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, tokens=6000.0)
        desk.pass_time(tx, 0.3)
        take(tx, 6000)
        pace.correct(tx, desk.ENDPOINT, 5000, is_answered=True)
        assert take(tx) == pytest.approx(10.0 / pace.MARGIN, abs=1.5)
        pace.correct(tx, desk.ENDPOINT, -1000, is_answered=True)
        assert take(tx) == pytest.approx(20.0 / pace.MARGIN, abs=1.5)


def test_same_limits_again_leave_the_rates(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=100.0)
        pace.push_back(tx, desk.ENDPOINT, 1.0)
        pace.set_limits(tx, desk.ENDPOINT, requests=100.0)
        assert rates(tx) == (70.0, None)
        pace.set_limits(tx, desk.ENDPOINT, requests=90.0)
        assert rates(tx) == (90.0, None)
        pace.set_limits(tx, desk.ENDPOINT)
        assert rates(tx) == (None, None)


def test_server_s_own_limit_caps_the_rate(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=100.0)
        pace.cap(tx, desk.ENDPOINT, requests=50.0, tokens=3000.0)
        assert rates(tx) == (50.0, 3000.0)
        pace.cap(tx, desk.ENDPOINT, requests=80.0)
        assert rates(tx) == (50.0, 3000.0)
        assert pace.find(tx)[0].requests_limit == 100.0


def test_cap_of_a_server_that_says_nothing_is_none(store: Store) -> None:
    with store.hold() as tx:
        pace.cap(tx, desk.ENDPOINT, requests=50.0)
        assert pace.find(tx) == []
        pace.set_limits(tx, desk.ENDPOINT, requests=100.0)
        pace.cap(tx, desk.ENDPOINT)
        assert rates(tx) == (100.0, None)


@pytest.mark.parametrize("limit", [0.0, -1.0, math.nan, math.inf])
def test_limit_of_nothing_or_everything_is_refused(store: Store, limit: float) -> None:
    with store.hold() as tx:
        with pytest.raises(UsageError, match="no rate"):
            pace.set_limits(tx, desk.ENDPOINT, requests=limit)
        with pytest.raises(UsageError, match="no rate"):
            pace.set_limits(tx, desk.ENDPOINT, tokens=limit)


def test_clock_that_went_back_gives_nothing_away(store: Store) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=6.0)
        take(tx)
        tx.run(update(llm_paces).values(requests_at=llm_paces.c.requests_at + 3600.0))
        assert take(tx) > 3600.0


def test_processes_together_never_take_more_than_the_limit(store: Store, url: str) -> None:
    with store.hold() as tx:
        pace.set_limits(tx, desk.ENDPOINT, requests=600.0)
    lists = processes.run(spenders.take, [(url, 2.0, 100)] * 4)
    taken = sorted(at for one in lists for at in one)
    # Who comes first is anybody's luck, but it is not always the same.
    assert sum(map(bool, lists)) > 1
    # Ten a second, the first one free, and a breath for the clocks of processes.
    assert len(taken) <= 1 + (taken[-1] - taken[0] + pace.TOLERANCE_SECONDS + 0.2) * 10
    assert any(later > sooner for sooner, later in pairwise(taken))
