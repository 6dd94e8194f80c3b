"""Who or what a clause is about: the words before its modal or verb."""

from collections.abc import Iterator

from reqx.extraction.rules.clauses import main_clause, words_end
from reqx.extraction.rules.reading import Reading

_VERBS = ("modals.strong", "modals.needed", "modals.weak", "modals.future", "verbs.auxiliary")
_HEAD_WORDS = 12
_PARTIES = [(f"by_{who}", f"subjects.{who}") for who in ("system", "supplier", "buyer", "user")]


def parties(reading: Reading) -> Iterator[str]:
    """Yield who or what the clause is about: "by_system" where a product is."""
    hits = reading.hits
    # What the whole statement does not hold, its subject does not.
    named = [(by, name) for by, name in _PARTIES if name in hits.found]
    if named:
        begin, end = _subject(reading)
        for by, name in named:
            if hits.within(name, begin, end):
                yield by


def _subject(reading: Reading) -> tuple[int, int]:
    """Return the range of the words before the verb, or behind what puts the subject there."""
    hits, begin = reading.hits, main_clause(reading)
    end = words_end(reading.said, begin, _HEAD_WORDS)
    if behind := hits.within("subjects.behind", begin, end):
        return behind.end(), end
    verbs = [match.start() for name in _VERBS if (match := hits.within(name, begin, end))]
    return begin, min(verbs, default=end)
