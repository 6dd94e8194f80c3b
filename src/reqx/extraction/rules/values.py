"""Values in a statement: a number with its unit, or a sign that compares."""

import re
from functools import cache

from reqx.extraction.lexicon import symbols

_DIGIT = re.compile(r"\d")


def has_value(text: str) -> bool:
    """Say whether the text holds a number with a unit of measure, or a sign of comparison."""
    # A loop of Python's own for each sentence would cost more than the search.
    if any([sign in text for sign in symbols()["comparisons"]]):  # noqa: C419 - see above
        return True
    # Most sentences have no number at all, which is faster seen.
    return _DIGIT.search(text) is not None and _measures().search(text) is not None


@cache
def _measures() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(symbols()["units"], key=len, reverse=True))
    return re.compile(rf"(?<![\w.])\d[\d.,]{{0,12}}\s?(?:{units})(?!\w)")
