"""What a statement is about: a hint with an honest confidence, or nothing.

Type is weakly knowable offline (functional or not: F1 about .66), so the confidence stays low.
"""

from reqx.extraction.lexicon import Hits, folded
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
    section = folded(" / ".join(reading.section))
    beside = reading.words.hits(section)
    if _NAMES.isdisjoint(reading.hits.found) and _NAMES.isdisjoint(beside.found):
        return None, None
    points = {each: _points(reading.hits, beside, name) for each, name in _LISTS.items()}
    ranked = sorted(points, key=lambda each: -points[each])
    best, second = ranked[0], ranked[1]
    lead = points[best] - points[second]
    if lead < _LEAST_LEAD:
        return None, None
    return best, round(min(_CEILING, 0.4 + 0.1 * lead), 2)


def _points(own: Hits, section: Hits, name: str) -> float:
    count = min(len(own.spans(name)), 3)
    return count * _OWN_WORD + section.has(name) * _SECTION_WORD
