"""What a reviewer should look at in a statement, after the INCOSE Guide to Writing Requirements.

Flags inform; they never hide or reword a statement.
"""

import re
from collections.abc import Callable
from functools import cache

from reqx.extraction.lexicon import symbols
from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.tense import has_future

_BARE_NUMBER = re.compile(r"(?<![\w.,/:-])\d+(?:[.,]\d+)?(?![\w/:-]|[.,]\d)")
_OPENING = 3


def flags(reading: Reading) -> tuple[str, ...]:
    """Return the names of the flags that apply, in a fixed order."""
    return tuple(name for name, applies in _FLAGS.items() if applies(reading))


def _has(path: str) -> Callable[[Reading], bool]:
    return lambda reading: reading.has(path)


def _no_modal(reading: Reading) -> bool:
    lists = ("strong", "needed", "weak", "optional", "negation", "prohibited", "obligation")
    return not has_future(reading.words, reading.said) and not any(
        reading.has(f"modals.{name}") for name in lists
    )


def _multiple(reading: Reading) -> bool:
    """Say whether there are two modals or a list of parts: more than one thing to comply with."""
    modals = reading.words["modals.strong"].count(reading.said)
    return modals > 1 or ("; " in reading.text and modals > 0)


def _passive_no_actor(reading: Reading) -> bool:
    return reading.has("flags.passive") and not reading.has("flags.by_actor")


def _pronoun(reading: Reading) -> bool:
    """Say whether the statement opens with a pronoun: it cannot be read alone."""
    opening = " ".join(reading.said.split()[:_OPENING])
    return reading.words["flags.pronoun"].opens(opening)


def _missing_unit(reading: Reading) -> bool:
    """Say whether the number of a limit has no unit."""
    if not any(sign in reading.text for sign in symbols()["comparisons"]):
        return False
    return any(
        not _followed_by_unit(reading.text, match.end())
        for match in _BARE_NUMBER.finditer(reading.text)
    )


def _followed_by_unit(text: str, at: int) -> bool:
    return _unit().match(text, at) is not None


@cache
def _unit() -> re.Pattern[str]:
    names = "|".join(re.escape(unit) for unit in sorted(symbols()["units"], key=len, reverse=True))
    return re.compile(rf"\s?(?:{names})(?!\w)")


_FLAGS: dict[str, Callable[[Reading], bool]] = {
    "no-modal": _no_modal,
    "multiple": _multiple,
    "vague-term": _has("flags.vague"),
    "escape-clause": _has("flags.escape"),
    "open-ended": _has("flags.open_ended"),
    "tbd": _has("flags.tbd"),
    "and-or": _has("flags.and_or"),
    "passive-no-actor": _passive_no_actor,
    "pronoun": _pronoun,
    "absolute": _has("flags.absolute"),
    "missing-unit": _missing_unit,
    "double-negation": _has("flags.double_negation"),
    "undefined-reference": _has("flags.references"),
}
