import math
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from reqx.errors import UsageError
from reqx.model.limits import Rate
from reqx.store import Store, Transaction, rates
from reqx.store.expressions import later
from reqx.store.schema import rates as table
from tests.store import processes

NAME = "llm-requests"


def age(tx: Transaction, seconds: float) -> None:
    """Let the time pass, as far as the bucket can tell."""
    tx.run(update(table).values(updated_at=later("ago")), {"ago": -seconds})


def test_a_rate_that_nobody_set_lets_all_through(store: Store) -> None:
    with store.hold() as tx:
        assert [rates.take(tx, NAME, 1e9) for _ in range(3)] == [0.0] * 3


def test_a_full_bucket_holds_a_tenth_of_a_minute_s_worth(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 20.0)
        assert rates.take(tx, NAME, 2.0) == 0.0
        assert rates.take(tx, NAME, 2.0) == pytest.approx(6.0, abs=4.0)


def test_a_bucket_holds_one_however_low_the_rate(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 0.5)
        assert rates.take(tx, NAME) == 0.0
        assert rates.take(tx, NAME) == pytest.approx(120.0, abs=10.0)


def test_a_bucket_fills_with_time_and_never_over_its_brim(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 20.0)
        rates.take(tx, NAME, 2.0)
        age(tx, 3.01)
        assert rates.take(tx, NAME, 1.0) == 0.0
        assert rates.take(tx, NAME, 2.0) > 0
        age(tx, 86400.0)
        assert rates.take(tx, NAME, 2.0) == 0.0
        assert rates.take(tx, NAME, 2.0) > 0


def test_waiting_as_long_as_told_is_enough(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 20.0)
        before = time.monotonic()
        rates.take(tx, NAME, 2.0)
        wait = rates.take(tx, NAME, 2.0)
        assert 0 < wait <= 6.0
        age(tx, wait + time.monotonic() - before + 0.01)
        assert rates.take(tx, NAME, 2.0) == 0.0


def test_more_than_a_bucketful_leaves_a_debt(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 60.0)
        assert rates.take(tx, NAME, 60.0) == 0.0
        assert rates.take(tx, NAME) == pytest.approx(55.0, abs=5.0)


def test_a_clock_that_went_back_gives_nothing_away(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 20.0)
        rates.take(tx, NAME, 2.0)
        age(tx, -3600.0)
        assert rates.take(tx, NAME, 2.0) == pytest.approx(6.0, abs=0.1)


def test_a_changed_rate_keeps_what_was_taken(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 60.0)
        rates.take(tx, NAME, 60.0)
        rates.set_rate(tx, NAME, 6.0)
        assert rates.take(tx, NAME) == pytest.approx(550.0, abs=100.0)
        assert rates.find(tx) == [Rate(NAME, 6.0)]


def test_a_rate_taken_away_limits_nothing(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 1.0)
        rates.set_rate(tx, NAME, None)
        assert rates.find(tx) == []
        assert [rates.take(tx, NAME) for _ in range(3)] == [0.0] * 3


@pytest.mark.parametrize("per_minute", [0.0, -1.0, math.nan, math.inf])
def test_a_rate_of_nothing_or_everything_is_refused(store: Store, per_minute: float) -> None:
    with store.hold() as tx, pytest.raises(UsageError, match="no rate"):
        rates.set_rate(tx, NAME, per_minute)


def test_processes_together_never_take_more_than_the_rate_and_a_bucketful(
    store: Store, url: str
) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 600.0)
    begun = time.monotonic()
    taken = sum(processes.run(processes.take, [(url, NAME, 2.0)] * 4))
    passed = time.monotonic() - begun
    assert 60 + 10 <= taken <= 60 + 10 * passed


def test_who_has_to_wait_writes_nothing(store: Store) -> None:
    with store.hold() as tx:
        rates.set_rate(tx, NAME, 1.0)
        rates.take(tx, NAME)
        before = tx.rows(select(table))
        assert rates.take(tx, NAME) > 0
        assert tx.rows(select(table)) == before


def test_who_finds_the_bucket_emptied_meanwhile_waits(postgresql_store: Store) -> None:
    def take() -> float:
        with postgresql_store.hold() as tx:
            return rates.take(tx, NAME)

    with postgresql_store.hold() as tx:
        rates.set_rate(tx, NAME, 1.0)
    with ThreadPoolExecutor(1) as pool:
        with postgresql_store.begin() as tx:
            assert rates.take(tx, NAME) == 0.0
            # It has looked before the commit, and waits for the row.
            other = pool.submit(take)
            with pytest.raises(TimeoutError):
                other.result(timeout=0.5)
        assert other.result(timeout=30) > 0
