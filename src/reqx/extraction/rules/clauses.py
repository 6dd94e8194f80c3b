"""The condition and the subject of a statement, by its clause heads (EARS). No parser."""

from collections.abc import Iterator

from reqx.extraction.rules.reading import Reading

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
