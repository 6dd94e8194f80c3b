"""The form, the condition and the subject of a statement, by its clause heads (EARS). No parser."""

from collections.abc import Iterator

from reqx.extraction.rules.reading import Reading
from reqx.model.requirements import Pattern

_LONGEST = 8
"""Words of a subject; a longer one is a clause the heads cannot cut."""
_VERBS = (
    "modals.strong",
    "modals.needed",
    "modals.weak",
    "modals.optional",
    "modals.future",
    "verbs.auxiliary",
)
_FORMS = (
    ("clauses.options", Pattern.OPTIONAL),
    ("clauses.states", Pattern.STATE),
    ("clauses.events", Pattern.EVENT),
    ("clauses.unwanted", Pattern.UNWANTED),
)


def main_clause(reading: Reading) -> str:
    """Return the folded words behind the condition that opens a statement: its subject first."""
    if not reading.words["clauses.conditions"].opens(reading.said):
        return reading.said
    _, _, rest = reading.said.partition(", ")
    return rest or reading.said


def condition(reading: Reading) -> str | None:
    """Return the clause that opens the statement with when, if, in case of ...; verbatim."""
    if not reading.words["clauses.conditions"].opens(reading.said):
        return None
    end = _clause_end(reading)
    return reading.text[:end].rstrip(" ,") if end else None


def subject(reading: Reading) -> str | None:
    """Return the words between the condition and the first modal or auxiliary, verbatim."""
    begin = _clause_end(reading) if condition(reading) else 0
    verbs = list(_verbs(reading, begin))
    if not verbs:
        return None
    words = reading.text[begin : min(verbs)].strip(" ,;:")
    return words if 0 < len(words.split()) <= _LONGEST else None


def pattern(reading: Reading) -> Pattern | None:
    """Return the statement's form after EARS; None for words that have no verb.

    The clauses that open it count; without any, a clause behind its verb does.
    """
    found = set(_opening(reading)) or set(_inside(reading))
    if len(found) > 1:
        return Pattern.COMPLEX
    if found:
        return found.pop()
    return Pattern.UBIQUITOUS if next(_verbs(reading, 0), None) is not None else None


def _opening(reading: Reading) -> Iterator[Pattern]:
    """Yield the forms of the clauses that stand before the subject, one behind another."""
    said = reading.said
    while (found := _form(reading, said)) is not None:
        yield found
        said = said.partition(", ")[2]


def _inside(reading: Reading) -> Iterator[Pattern]:
    """Yield the form of the first clause behind the first verb."""
    verb = next(_verbs(reading, 0), None)
    head = reading.words["clauses.inside"].search(reading.said, verb) if verb is not None else None
    found = _form(reading, reading.said[head.start() :]) if head else None
    if found:
        yield found


def _form(reading: Reading, said: str) -> Pattern | None:
    """Return the form of a clause by its first words; "if possible" is no condition."""
    if reading.words["flags.escape"].opens(said):
        return None
    return next((form for name, form in _FORMS if reading.words[name].opens(said)), None)


def _clause_end(reading: Reading) -> int:
    """Return where the opening clause ends: its comma, or the word that answers it; 0 if none."""
    comma = reading.text.find(", ")
    then = reading.words["clauses.then"].search(reading.said)
    ends = [end for end in (comma + 1, then.end() if then else 0) if end > 0]
    return min(ends, default=0)


def _verbs(reading: Reading, begin: int) -> Iterator[int]:
    endings = tuple(reading.words["tense.future_endings"].words)
    for name in _VERBS:
        if match := reading.words[name].search(reading.said, begin):
            yield match.start()
    at = begin
    for word in reading.said[begin:].split(" ") if endings else ():
        if len(word) > 4 and word.endswith(endings):
            yield at
        at += len(word) + 1
