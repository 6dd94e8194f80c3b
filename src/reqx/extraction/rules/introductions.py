"""What the introduction of a list or table says of its items."""

from collections.abc import Callable
from functools import lru_cache

from reqx.extraction.lexicon import Lexicon, lexicon
from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.tense import has_future

_IMPOSING = (
    "modals.strong",
    "modals.needed",
    "modals.weak",
    "modals.negation",
    "modals.prohibited",
    "fields.requirement",
)
_TELLING = ("not.rights", "not.legend")


def _asked(judge: Callable[[Lexicon, str], bool]) -> Callable[[Reading], bool]:
    """Let a question about an introduction be asked of its items, which all ask the same."""

    @lru_cache(maxsize=64)
    def judged(language: str, said: str) -> bool:
        return judge(lexicon(language), said)

    def of_item(reading: Reading) -> bool:
        said = reading.intro_said
        return bool(said) and judged(reading.words.language, said)

    return of_item


def _completes(words: Lexicon, said: str) -> bool:
    if words["not.legend"].search(said):
        return False
    tail = " ".join(said.rstrip(" :").split()[-3:])
    spans = [span for name in _IMPOSING for span in words[name].spans(tail)]
    return any(end == len(tail) for _, end in spans)


def _illustrates(words: Lexicon, said: str) -> bool:
    said = said.rstrip(" :,(.")
    return any(end >= len(said) for _, end in words["not.example"].spans(said))


def _imposes(words: Lexicon, said: str) -> bool:
    if any(words[name].search(said) for name in _TELLING) or _illustrates(words, said):
        return False
    if words["subjects.requirement"].opens(said):
        return False
    if words["subjects.duties"].opens(said) or any(words[name].search(said) for name in _IMPOSING):
        return True
    return has_future(words, said) and not words["not.meta"].search(said)


def _binds(words: Lexicon, said: str) -> bool:
    return words["modals.strong"].search(said) is not None and _imposes(words, said)


completes = _asked(_completes)
"""Says whether the introduction breaks off at its modal: the item is the rest of its clause."""
illustrates = _asked(_illustrates)
"""Says whether the introduction breaks off at "for example": its items are no more than that."""
imposes = _asked(_imposes)
"""Says whether the introduction of the unit's list or table binds each of its items."""
binds = _asked(_binds)
"""Says whether the introduction obliges in so many words."""
