"""The tense in which a language obliges without a modal."""

import re

from reqx.extraction.lexicon import Lexicon

_NEXT = re.compile(r" ([^\W\d_]{3,30})")
_FUTURE = re.compile(r"[^\W\d_]{3,30}")


def has_future(words: Lexicon, said: str) -> bool:
    """Say whether folded words oblige by the future tense."""
    if words["modals.future"].search(said):
        return True
    endings = tuple(words["tense.future_endings"].words)
    exceptions = words["tense.future_exceptions"]
    verbs = _FUTURE.findall(said) if endings else ()
    return any(verb.endswith(endings) and verb not in exceptions for verb in verbs)


def acts(words: Lexicon, said: str) -> bool:
    """Say whether a product is told, in the present tense, to do something: "the system sends"."""
    endings = tuple(words["tense.present_endings"].words)
    exceptions = words["tense.present_exceptions"]
    for _, end in words["subjects.system"].spans(said) if endings else ():
        verb = _NEXT.match(said, end)
        if verb and verb[1].endswith(endings) and verb[1] not in exceptions:
            return True
    return False
