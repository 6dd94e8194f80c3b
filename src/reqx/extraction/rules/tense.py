"""The tense in which a language obliges without a modal."""

import re
from functools import cache

from reqx.extraction.index import Memory
from reqx.extraction.lexicon import Hits, Lexicon, lexicon

_NEXT = re.compile(r" ([^\W\d_]{3,30})")
_FUTURE = re.compile(r"[^\W\d_]{3,30}")


def has_future(words: Lexicon, said: str) -> bool:
    """Say whether folded words oblige by the future tense."""
    return words["modals.future"].holds(said) or ends_in_future(words, said)


def ends_in_future(words: Lexicon, said: str) -> bool:
    """Say whether one of the folded words has an ending of the future tense."""
    if not words["tense.future_endings"].words:
        return False
    return any(map(_futures(words.language).__getitem__, said.split()))


@cache
def _futures(language: str) -> Memory[bool]:
    """Return a memory of which words, with the signs around them, are in the future tense."""
    words = lexicon(language)
    endings = words["tense.future_endings"].endings
    exceptions = words["tense.future_exceptions"]

    def tell(spaced: str) -> bool:
        verbs = _FUTURE.findall(spaced)
        return any(verb.endswith(endings) and verb not in exceptions for verb in verbs)

    return Memory(tell)


def acts(hits: Hits) -> bool:
    """Say whether a product is told, in the present tense, to do something: "the system sends"."""
    if "subjects.system" not in hits.found:
        return False
    endings = hits.words["tense.present_endings"].endings
    exceptions = hits.words["tense.present_exceptions"]
    for _, end in hits.spans("subjects.system") if endings else ():
        verb = _NEXT.match(hits.said, end)
        if verb and verb[1].endswith(endings) and verb[1] not in exceptions:
            return True
    return False
