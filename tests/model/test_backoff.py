from hypothesis import given
from hypothesis import strategies as st

from reqx.model.backoff import Backoff

ATTEMPTS = st.integers(min_value=1, max_value=10_000)
SECONDS = st.floats(min_value=0.0, max_value=1e6)
DRAWS = st.floats(min_value=0.0, max_value=1.0)


def test_the_bound_doubles_from_a_minute_to_an_hour() -> None:
    bounds = [Backoff().bound(attempt) for attempt in range(1, 9)]
    assert bounds == [60, 120, 240, 480, 960, 1920, 3600, 3600]


@given(ATTEMPTS, SECONDS, SECONDS)
def test_the_bound_never_shrinks_nor_passes_the_cap(attempt: int, first: float, cap: float) -> None:
    backoff = Backoff(first, cap)
    assert backoff.bound(attempt) <= backoff.bound(attempt + 1) <= cap


@given(ATTEMPTS, SECONDS, DRAWS)
def test_a_delay_is_between_a_second_and_the_bound(
    attempt: int, first: float, drawn: float
) -> None:
    backoff = Backoff(first)
    delay = backoff.delay(attempt, lambda: drawn)
    assert min(1.0, backoff.bound(attempt)) <= delay
    assert delay <= backoff.bound(attempt) * (1 + 1e-9)


def test_delays_are_spread_over_the_whole_range() -> None:
    backoff = Backoff()
    assert backoff.delay(1, lambda: 0.0) == 1.0
    assert backoff.delay(1, lambda: 1.0) == 60.0
    assert len({backoff.delay(1) for _ in range(20)}) > 10
