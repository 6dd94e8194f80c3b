"""Values in a statement: a number with its unit, or a sign that compares."""

import re
from functools import cache

from reqx.extraction.lexicon import symbols


def has_value(text: str) -> bool:
    """Say whether the text holds a number with a unit of measure, or a sign of comparison."""
    return any(sign in text for sign in symbols()["comparisons"]) or bool(_measures().search(text))


@cache
def _measures() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(symbols()["units"], key=len, reverse=True))
    return re.compile(rf"(?<![\w.])\d[\d.,]{{0,12}}\s?(?:{units})(?!\w)")
