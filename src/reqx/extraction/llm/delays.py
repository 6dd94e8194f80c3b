"""How long a server asks to be left alone, and how much it says it takes."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from reqx.extraction.llm.outcomes import Limits

LONGEST_SECONDS = 3600.0


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that Retry-After (seconds or a date) or retry-after-ms name.

    At least 0, at most an hour. None where there is no such header, or none that can be read.
    `headers` has lower-case names, or does not mind the case. RFC 9110, section 10.2.3.
    """
    exact = _number(headers.get("retry-after-ms", ""))
    if exact is not None:
        return _bounded(exact / 1000.0)
    said = headers.get("retry-after", "")
    seconds = _number(said)
    return _bounded(seconds) if seconds is not None else _until(said, now)


def limits(headers: Mapping[str, str]) -> Limits:
    """Return what x-ratelimit-limit-requests and -tokens say, as OpenAI and others send them.

    Some count requests by the day under the same name; taken for those of a minute, that limits
    nothing.
    """
    return Limits(
        _amount(headers.get("x-ratelimit-limit-requests", "")),
        _amount(headers.get("x-ratelimit-limit-tokens", "")),
    )


def _amount(said: str) -> float | None:
    number = _number(said)
    return number if number is not None and 0 < number < math.inf else None


def _number(said: str) -> float | None:
    try:
        number = float(said)
    except ValueError:
        return None
    return None if math.isnan(number) else number


def _until(said: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    # A date without a zone is one of RFC 9110's old forms: they are all in UTC.
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return _bounded((aware - now).total_seconds())


def _bounded(seconds: float) -> float:
    return min(max(seconds, 0.0), LONGEST_SECONDS)
