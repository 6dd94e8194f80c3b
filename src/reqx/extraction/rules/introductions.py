"""What the introduction of a list or table says of its items."""

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


def completes(reading: Reading) -> bool:
    """Say whether the introduction breaks off at its modal: the item is the rest of its clause."""
    if not reading.intro_said:
        return False
    words = reading.intro_said.rstrip(" :").split()[-3:]
    tail = " ".join(words)
    spans = [span for name in _IMPOSING for span in reading.words[name].spans(tail)]
    return any(end == len(tail) for _, end in spans)


def binds(reading: Reading) -> bool:
    """Say whether the introduction obliges in so many words."""
    said = reading.intro_said
    is_strong = bool(said) and reading.words["modals.strong"].search(said) is not None
    return is_strong and imposes(reading)


def imposes(reading: Reading) -> bool:
    """Say whether the introduction of the unit's list or table binds each of its items."""
    said, words = reading.intro_said, reading.words
    if not said or words["not.rights"].search(said) or words["subjects.requirement"].opens(said):
        return False
    if words["subjects.duties"].opens(said) or any(words[name].search(said) for name in _IMPOSING):
        return True
    return has_future(words, said) and not words["not.meta"].search(said)
