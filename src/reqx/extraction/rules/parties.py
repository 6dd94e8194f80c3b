"""Who or what a clause is about: the words before its modal or verb."""

from collections.abc import Collection

from reqx.extraction.rules.clauses import main_clause
from reqx.extraction.rules.reading import Reading

_VERBS = ("modals.strong", "modals.needed", "modals.weak", "modals.future", "verbs.auxiliary")
_HEAD_WORDS = 12
_PARTIES = [(f"by_{who}", f"subjects.{who}") for who in ("system", "supplier", "buyer", "user")]


def parties(reading: Reading) -> dict[str, float]:
    """Return who or what the clause is about: the words before its modal or verb."""
    found = {by: 0.0 for by, _ in _PARTIES}
    near = reading.near
    # What is not near the whole statement is not near its head.
    named = [(by, name) for by, name in _PARTIES if name in near]
    if named:
        subject = _subject_words(reading, near)
        for by, name in named:
            found[by] = float(reading.words[name].search(subject) is not None)
    return found


def _subject_words(reading: Reading, near: Collection[str]) -> str:
    words = reading.words
    head = " ".join(main_clause(reading).split()[:_HEAD_WORDS])
    if "subjects.behind" in near and (behind := words["subjects.behind"].search(head)):
        return head[behind.end() :]
    verbs = [name for name in _VERBS if name in near]
    ends = [match.start() for name in verbs if (match := words[name].search(head))]
    return head[: min(ends)] if ends else head
