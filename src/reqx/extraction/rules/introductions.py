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
_TELLING = ("not.rights", "not.legend")


def completes(reading: Reading) -> bool:
    """Say whether the introduction breaks off at its modal: the item is the rest of its clause."""
    said = reading.intro_said
    if not said or reading.words["not.legend"].search(said):
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


def illustrates(reading: Reading) -> bool:
    """Say whether the introduction breaks off at "for example": its items are no more than that."""
    said = reading.intro_said.rstrip(" :,(.")
    return any(end >= len(said) for _, end in reading.words["not.example"].spans(said))


def imposes(reading: Reading) -> bool:
    """Say whether the introduction of the unit's list or table binds each of its items."""
    said, words = reading.intro_said, reading.words
    if not said or any(words[name].search(said) for name in _TELLING) or illustrates(reading):
        return False
    if words["subjects.requirement"].opens(said):
        return False
    if words["subjects.duties"].opens(said) or any(words[name].search(said) for name in _IMPOSING):
        return True
    return has_future(words, said) and not words["not.meta"].search(said)
