"""Which language a text is in, by its commonest small words. No model."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import chain

from reqx.extraction.lexicon import folded, languages, lexicon
from reqx.model.blocks import ParsedDocument

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SURE = 3
"""Small words of a language's own that a text needs before its language is told."""


def of_text(text: str) -> str | None:
    """Return the language of a text; None when it is too short to tell."""
    hits = _hits(folded(text))
    if not hits:
        return None
    (best, most), *others = hits.most_common(2)
    second = others[0][1] if others else 0
    return best if most >= _SURE and most > second else None


def language(document: ParsedDocument) -> str | None:
    """Return the language most of the document's blocks are in; None when it cannot be told."""
    votes = _hits("\n".join([folded(block.text) for block in document.blocks]))
    if not votes or votes.most_common(1)[0][1] < _SURE:
        return None
    return votes.most_common(1)[0][0]


def _hits(said: str) -> Counter[str]:
    """Return how many small words of each language the folded text has."""
    known = _languages()
    words = filter(known.__contains__, _WORD.findall(said))
    return Counter(chain.from_iterable(map(known.__getitem__, words)))


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    """Return the languages that each small word is one of."""
    small = {name: lexicon(name)["text.stop_words"].words for name in languages()}
    return {
        word: tuple(name for name in languages() if word in small[name])
        for word in frozenset().union(*small.values())
    }
