"""What the headings above a statement say of it."""

from functools import lru_cache

from reqx.extraction.lexicon import folded, lexicon


@lru_cache(maxsize=64)
def stance(language: str, section: tuple[str, ...]) -> int:
    """Return 1 under a normative heading, -1 under an informative one: the nearest one decides."""
    words = lexicon(language)
    for heading in map(folded, reversed(section)):
        if words["sections.normative"].search(heading):
            return 1
        if words["sections.informative"].search(heading):
            return -1
    return 0


@lru_cache(maxsize=64)
def is_informative_above(language: str, section: tuple[str, ...]) -> bool:
    """Say whether any of the headings tells of information."""
    said = folded(" / ".join(section))
    return lexicon(language)["sections.informative"].search(said) is not None
