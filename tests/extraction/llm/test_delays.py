from datetime import UTC, datetime

import pytest

from reqx.extraction.llm.delays import limits, retry_after
from reqx.extraction.llm.outcomes import Limits

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("2", 2.0),
        ("0.5", 0.5),
        ("121", 121.0),
        ("-5", 0.0),
        ("1e99", 3600.0),
        ("inf", 3600.0),
        ("nan", None),
        ("", None),
        ("soon", None),
        ("Tue, 24 Nov 2026 10:00:30 GMT", 30.0),
        ("Tue Nov 24 10:00:30 2026", 30.0),
        ("Mon, 23 Nov 2026 10:00:30 GMT", 0.0),
        ("Tue, 24 Nov 2099 10:00:30 GMT", 3600.0),
        ("Tue, 99 Nov 2026 10:00:30 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(said: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": said}, NOW) == seconds


def test_milliseconds_are_more_exact() -> None:
    assert retry_after({"retry-after-ms": "250", "retry-after": "1"}, NOW) == 0.25


def test_silence_is_no_delay() -> None:
    assert retry_after({}, NOW) is None


@pytest.mark.parametrize(
    ("said", "amount"),
    [("600", 600.0), ("0", None), ("-1", None), ("inf", None), ("nan", None), ("many", None)],
)
def test_limit_is_a_number_above_nothing(said: str, amount: float | None) -> None:
    assert limits({"x-ratelimit-limit-requests": said}) == Limits(amount, None)
    assert limits({"x-ratelimit-limit-tokens": said}) == Limits(None, amount)
