"""Statements that only tell something: what was, what is there, what for, or where it is written.

None of them asks anything of anybody, however many obligations stand around it. The tense or the
first words say so; what obliges, permits or supplies in so many words is never one of them.
"""

import re

from reqx.extraction.rules.clauses import main_clause, words_end
from reqx.extraction.rules.reading import Reading

_SUBJECT = 6
"""Words in which a clause says what it is about."""
_ARTICLE_AND_NOUN = 3
_NUMBER = re.compile(r" (?:\d[\d.]{0,10}|[a-z])(?!\w)")
_KNOWN = frozenset(("subjects.system", "subjects.supplier"))
_DESCRIPTIONS = ("verbs.prescriptive", "verbs.capability")


def tells(reading: Reading) -> bool:
    """Say whether a statement without a modal tells of the past, of the present or of a purpose.

    The present is told by what opens the statement ("Today ...", "The existing ..."): that a thing
    is so in the present tense is how many documents oblige.
    """
    begin = main_clause(reading)
    if _narrates(reading, begin):
        return True
    is_there = "tense.now" in reading.hits.found and _is_now(reading, begin)
    return is_there or reading.hits.opens("not.aim", begin) or _leads(reading, begin)


def _is_now(reading: Reading, begin: int) -> bool:
    end = words_end(reading.said, begin, _SUBJECT)
    return reading.hits.within("tense.now", begin, end) is not None


def _narrates(reading: Reading, begin: int) -> bool:
    """Say whether the first verb of the main clause is in the past."""
    hits = reading.hits
    past = hits.within("tense.past", begin, len(reading.said))
    if past is None:
        return False
    end = past.start()
    if any(hits.within(name, begin, end) for name in _DESCRIPTIONS):
        return False
    comma = reading.said.rfind(", ", begin, end)
    last = comma + len(", ") if comma >= 0 else begin
    relative = hits.within("clauses.relative", last, end) if comma >= 0 else None
    if relative is not None and relative.start() == last:
        return False
    return hits.within("clauses.subordinate", last, end) is None


def _leads(reading: Reading, begin: int) -> bool:
    """Say whether the words are about a part of the document: its pages, tables and figures."""
    hits = reading.hits
    if hits.opens("subjects.document", begin) or hits.opens("subjects.shown", begin):
        return True
    part = hits.within("subjects.part_names", begin, len(reading.said))
    if part is None or part.start() > begin:
        return False
    return _NUMBER.match(reading.said, part.end()) is not None


def is_named(reading: Reading) -> bool:
    """Say whether the main clause opens with a product or supplier that is known: "the pump"."""
    hits = reading.hits
    if _KNOWN.isdisjoint(hits.found):
        return False
    begin = main_clause(reading)
    if not hits.opens("subjects.the", begin):
        return False
    end = words_end(reading.said, begin, _ARTICLE_AND_NOUN)
    return any(hits.within(name, begin, end) for name in _KNOWN)
