"""What a statement is about: a hint with an honest confidence, or nothing.

Type is weakly knowable offline (functional or not: F1 about .66), so the confidence stays low.
"""

from functools import lru_cache

from reqx.extraction.lexicon import Hits, folded, lexicon
from reqx.extraction.rules.reading import Reading
from reqx.model.requirements import Kind

_OWN_WORD, _SECTION_WORD = 1.0, 1.5
_LEAST_LEAD = 1.0
_CEILING = 0.7

_LISTS = {each: f"kinds.{each}" for each in Kind}
_NAMES = frozenset(_LISTS.values())

Hint = tuple[Kind, float] | tuple[None, None]


def kind(reading: Reading) -> Hint:
    """Return (kind, confidence), or (None, None) when the words do not single one out."""
    beside = _of_section(reading.words.language, reading.section)
    named = _NAMES.intersection(reading.hits.found) | beside
    if not named:
        return None, None
    points = {
        each: _points(reading.hits, name) + (name in beside) * _SECTION_WORD
        for each, name in _LISTS.items()
        if name in named
    }
    best, *others = sorted(points, key=points.__getitem__, reverse=True)
    lead = points[best] - (points[others[0]] if others else 0.0)
    if lead < _LEAST_LEAD:
        return None, None
    return best, round(min(_CEILING, 0.4 + 0.1 * lead), 2)


@lru_cache(maxsize=512)
def _of_section(language: str, section: tuple[str, ...]) -> frozenset[str]:
    """Return the lists that the headings above have a phrase of."""
    beside = lexicon(language).hits(folded(" / ".join(section)))
    return frozenset(filter(beside.has, _NAMES))


def _points(hits: Hits, name: str) -> float:
    return min(len(hits.spans(name)), 3) * _OWN_WORD
