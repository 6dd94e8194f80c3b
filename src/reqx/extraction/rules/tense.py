"""The tense in which a language obliges without a modal."""

import re

from reqx.extraction.lexicon import Lexicon

_FUTURE = re.compile(r"[^\W\d_]{3,30}")


def has_future(words: Lexicon, said: str) -> bool:
    """Say whether folded words oblige by the future tense."""
    if words["modals.future"].search(said):
        return True
    endings = tuple(words["tense.future_endings"].words)
    exceptions = words["tense.future_exceptions"]
    verbs = _FUTURE.findall(said) if endings else ()
    return any(verb.endswith(endings) and verb not in exceptions for verb in verbs)
