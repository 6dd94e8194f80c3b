"""Values in a statement: a number with its unit, or a sign that compares."""

import re
from functools import cache

from reqx.extraction.lexicon import symbols

_DIGIT = re.compile(r"\d")


def has_value(text: str) -> bool:
    """Say whether the text holds a number with a unit of measure, or a sign of comparison."""
    # Most sentences have neither: each sign is looked for by itself, which is faster than all.
    for sign in _ascii_signs() if text.isascii() else _signs():
        if sign in text:
            return True
    # Most sentences have no number at all, which is faster seen.
    return _DIGIT.search(text) is not None and _measures().search(text) is not None


@cache
def _signs() -> tuple[str, ...]:
    """Return the signs of comparison that no other one is part of."""
    signs = symbols()["comparisons"]
    return tuple(sign for sign in signs if not any(o in sign for o in signs if o != sign))


@cache
def _ascii_signs() -> tuple[str, ...]:
    return tuple(filter(str.isascii, _signs()))


@cache
def _measures() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(symbols()["units"], key=len, reverse=True))
    return re.compile(rf"(?<![\w.])\d[\d.,]{{0,12}}\s?(?:{units})(?!\w)")
