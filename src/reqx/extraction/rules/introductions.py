"""What the introduction of a list or table says of its items."""

from collections.abc import Mapping
from functools import lru_cache

from reqx.extraction.lexicon import Lexicon, lexicon
from reqx.extraction.rules.promises import claims
from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.tense import has_future
from reqx.model.blocks import BlockKind

_IMPOSING = (
    "modals.strong",
    "modals.needed",
    "modals.weak",
    "modals.negation",
    "modals.prohibited",
    "fields.requirement",
)


def of_introduction(reading: Reading) -> Mapping[str, float]:
    """Return the features that a unit has by the introduction of its list or table."""
    is_item = reading.block.kind is BlockKind.LIST_ITEM
    return _features(reading.words.language, reading.intro_said, is_item)


def illustrates(reading: Reading) -> bool:
    """Say whether the introduction breaks off at "for example": its items are no more than that."""
    said = reading.intro_said
    return bool(said) and _illustrates(lexicon(reading.words.language), said)


@lru_cache(maxsize=64)
def _features(language: str, said: str, is_item: bool) -> Mapping[str, float]:  # noqa: FBT001
    words = lexicon(language)
    imposes = _imposes(words, said)
    found = {
        # It breaks off at its modal: the item is the rest of its clause.
        "item_completes": _completes(words, said),
        "item_imposed": imposes,
        "item_bound": imposes and words["modals.strong"].holds(said),
        "intro_informs": words["not.meta"].holds(said),
        "rights": is_item and claims(words.hits(said)),
    }
    return {name: 1.0 for name, is_found in found.items() if is_found}


def _completes(words: Lexicon, said: str) -> bool:
    if words["not.legend"].holds(said):
        return False
    tail = " ".join(said.rstrip(" :").split()[-3:])
    spans = [span for name in _IMPOSING for span in words[name].spans(tail)]
    return any(end == len(tail) for _, end in spans)


def _illustrates(words: Lexicon, said: str) -> bool:
    said = said.rstrip(" :,(.")
    return any(end >= len(said) for _, end in words["not.example"].spans(said))


def _imposes(words: Lexicon, said: str) -> bool:
    if claims(words.hits(said)) or words["not.legend"].holds(said) or _illustrates(words, said):
        return False
    if words["subjects.requirement"].opens(said):
        return False
    if words["subjects.duties"].opens(said) or any(words[name].holds(said) for name in _IMPOSING):
        return True
    return has_future(words, said) and not words["not.meta"].holds(said)
