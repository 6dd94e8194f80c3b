"""Statements that only tell something: what was, what is there, what for, or where it is written.

None of them asks anything of anybody, however many obligations stand around it. The tense or the
first words say so; what obliges, permits or supplies in so many words is never one of them.
"""

import re

from reqx.extraction.rules.clauses import main_clause
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
    clause = main_clause(reading)
    if _narrates(reading, clause):
        return True
    is_there = "tense.now" in reading.near and _is_now(reading, clause)
    return is_there or reading.words["not.aim"].opens(clause) or _leads(reading, clause)


def _is_now(reading: Reading, clause: str) -> bool:
    opening = " ".join(clause.split()[:_SUBJECT])
    return reading.words["tense.now"].search(opening) is not None


def _narrates(reading: Reading, clause: str) -> bool:
    """Say whether the first verb of the main clause is in the past."""
    if "tense.past" not in reading.near:
        return False
    past = reading.words["tense.past"].search(clause)
    if past is None:
        return False
    head = clause[: past.start()]
    if any(reading.words[name].search(head) for name in _DESCRIPTIONS):
        return False
    _, comma, last = head.rpartition(", ")
    if comma and reading.words["clauses.relative"].opens(last):
        return False
    return reading.words["clauses.subordinate"].search(last) is None


def _leads(reading: Reading, clause: str) -> bool:
    """Say whether the words are about a part of the document: its pages, tables and figures."""
    if any(reading.words[name].opens(clause) for name in ("subjects.document", "subjects.shown")):
        return True
    if "subjects.part_names" not in reading.near:
        return False
    spans = reading.words["subjects.part_names"].spans(clause)
    return bool(spans) and spans[0][0] == 0 and _NUMBER.match(clause, spans[0][1]) is not None


def is_named(reading: Reading) -> bool:
    """Say whether the main clause opens with a product or supplier that is known: "the pump"."""
    kinds = _KNOWN.intersection(reading.near)
    if not kinds:
        return False
    clause = main_clause(reading)
    if not reading.words["subjects.the"].opens(clause):
        return False
    subject = " ".join(clause.split()[:_ARTICLE_AND_NOUN])
    return any(reading.words[name].search(subject) for name in kinds)
