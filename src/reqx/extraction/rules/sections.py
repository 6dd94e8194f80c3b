"""What the headings above a statement say of it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import dropwhile, takewhile

from reqx.extraction.lexicon import folded, lexicon

_WORD = re.compile(r"[^\W\d_]+'?")
_REMEMBERED = 512
"""Sections, and headings, of which is kept what they tell: a document's are gone over twice."""


@lru_cache(maxsize=_REMEMBERED)
def of_section(language: str, section: tuple[str, ...]) -> Mapping[str, float]:
    """Return the features of a statement under these headings.

    It is "normative" or "informative" as the nearest heading says that says either, and
    "informative_above" where any of them tells of information, but none below it of requirements.
    """
    informative = lexicon(language)["sections.informative"]
    inside = section[max(_announcing(language, section), default=0) :]
    stance = next(filter(None, (_stance(language, each) for each in reversed(section))), None)
    found = {stance: 1.0} if stance else {}
    if informative.holds(folded(" / ".join(inside))):
        found["informative_above"] = 1.0
    return found


def part_of_requirements(language: str, section: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings down to the first that announces requirements; none when none does."""
    return section[: next(iter(_announcing(language, section)), 0)]


@lru_cache(maxsize=_REMEMBERED)
def _announcing(language: str, section: tuple[str, ...]) -> tuple[int, ...]:
    """Return how many headings there are down to each that announces requirements."""
    return tuple(i for i, each in enumerate(section, 1) if _announces(language, each))


@lru_cache(maxsize=_REMEMBERED)
def _announces(language: str, heading: str) -> bool:
    """Say whether requirements are what stands under a heading.

    "Requirements traceability" and "Types of requirements" are about something else.
    """
    words, head = lexicon(language), _head(language, heading)
    if any(word.endswith(words["sections.leading"].endings) for word in head):
        return True
    return bool(head) and head[-1].endswith(words["sections.closing"].endings)


def _head(language: str, heading: str) -> list[str]:
    """Return the words of a heading up to the first "of" or "and", without "the" before them."""
    ties = lexicon(language)["text.stop_words"]

    def is_tie(word: str) -> bool:
        return word.endswith("'") or word in ties

    title = dropwhile(is_tie, _WORD.findall(folded(heading)))
    return list(takewhile(lambda word: not is_tie(word), title))


@lru_cache(maxsize=_REMEMBERED)
def _stance(language: str, heading: str) -> str | None:
    words, said = lexicon(language), folded(heading)
    if words["sections.normative"].holds(said):
        return "normative"
    return "informative" if words["sections.informative"].holds(said) else None
