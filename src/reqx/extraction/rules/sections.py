"""What the headings above a statement say of it."""

from collections.abc import Mapping
from functools import lru_cache

from reqx.extraction.lexicon import folded, lexicon


@lru_cache(maxsize=64)
def of_section(language: str, section: tuple[str, ...]) -> Mapping[str, float]:
    """Return the features of a statement under these headings.

    It is "normative" or "informative" as the nearest heading says that says either, and
    "informative_above" where any of them tells of information.
    """
    informative = lexicon(language)["sections.informative"]
    stance = next(filter(None, (_stance(language, each) for each in reversed(section))), None)
    found = {stance: 1.0} if stance else {}
    if informative.holds(folded(" / ".join(section))):
        found["informative_above"] = 1.0
    return found


def _stance(language: str, heading: str) -> str | None:
    words, said = lexicon(language), folded(heading)
    if words["sections.normative"].holds(said):
        return "normative"
    return "informative" if words["sections.informative"].holds(said) else None
