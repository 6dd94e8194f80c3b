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


def main_clause(reading: Reading) -> int:
    """Return where the words behind the condition begin that opens a statement: its subject."""
    if not reading.hits.opens("clauses.conditions"):
        return 0
    begin = _behind_comma(reading.said, 0)
    return begin if begin is not None and begin < len(reading.said) else 0


def words_end(said: str, begin: int, count: int) -> int:
    """Return where that many of the single-spaced words from `begin` on end."""
    end = begin - 1
    for _ in range(count):
        end = said.find(" ", end + 1)
        if end < 0:
            return len(said)
    return end


def condition(reading: Reading) -> str | None:
    """Return the clause that opens the statement with when, if, in case of ...; verbatim."""
    if not reading.hits.opens("clauses.conditions"):
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
    begin: int | None = 0
    while begin is not None and (found := _form(reading, begin)) is not None:
        yield found
        begin = _behind_comma(reading.said, begin)


def _inside(reading: Reading) -> Iterator[Pattern]:
    """Yield the form of the first clause behind the first verb."""
    verb = next(_verbs(reading, 0), None)
    end = len(reading.said)
    head = reading.hits.within("clauses.inside", verb, end) if verb is not None else None
    found = _form(reading, head.start()) if head else None
    if found:
        yield found


def _behind_comma(said: str, begin: int) -> int | None:
    """Return where the words behind the next comma begin; None without one."""
    comma = said.find(", ", begin)
    return comma + len(", ") if comma >= 0 else None


def _form(reading: Reading, begin: int) -> Pattern | None:
    """Return the form of the clause that begins there; "if possible" is no condition."""
    hits = reading.hits
    form = next((form for name, form in _FORMS if hits.opens(name, begin)), None)
    return form if form is not None and not hits.opens("flags.escape", begin) else None


def _clause_end(reading: Reading) -> int:
    """Return where the opening clause ends: its comma, or the word that answers it; 0 if none."""
    comma = reading.text.find(", ")
    then = reading.hits.find("clauses.then")
    ends = [end for end in (comma + 1, then.end() if then else 0) if end > 0]
    return min(ends, default=0)


def _verbs(reading: Reading, begin: int) -> Iterator[int]:
    hits, end = reading.hits, len(reading.said)
    for name in _VERBS:
        if name in hits.found and (match := hits.within(name, begin, end)):
            yield match.start()
    endings = reading.words["tense.future_endings"].endings
    at = begin
    for word in reading.said[begin:].split(" ") if endings else ():
        if len(word) > 4 and word.endswith(endings):
            yield at
        at += len(word) + 1
