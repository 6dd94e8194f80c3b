"""Which language a text is in, by its commonest small words. No model."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import chain, repeat

from reqx.extraction.index import Memory, words_in
from reqx.extraction.lexicon import folded, languages, lexicon
from reqx.model.blocks import ParsedDocument

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_SURE = 3
"""Small words of a language's own that a text needs before its language is told."""


@lru_cache(maxsize=16)
def of_text(text: str) -> str | None:
    """Return the language of a text; None when it is too short to tell."""
    hits = _hits(folded(text))
    most = max(hits.values(), default=0)
    if most < _SURE:
        return None
    best, *others = (name for name, count in hits.items() if count == most)
    return None if others else best


def language(document: ParsedDocument) -> str | None:
    """Return the language most of the document's blocks are in; None when it cannot be told."""
    votes = _votes("\n".join([block.text for block in document.blocks]))
    best = max(votes, key=votes.__getitem__, default=None)
    return best if best is not None and votes[best] >= _SURE else None


def _hits(said: str) -> dict[str, int]:
    """Return how many small words of each language the folded text has."""
    hits: dict[str, int] = {}
    # Most texts are sentences, for which a counter of words costs more than this loop.
    for names in filter(None, map(_told().__getitem__, said.split())):
        for name in names:
            hits[name] = hits.get(name, 0) + 1
    return hits


@lru_cache(maxsize=1)
def _votes(text: str) -> dict[str, int]:
    """Return the same of a document's text, which is asked for again when it has been read."""
    return _hits(folded(text))


@cache
def _told() -> Memory[tuple[str, ...]]:
    """Return a memory of the languages that the small words in a word are of.

    What stands between spaces is one word with signs around it, or several: "d'un/une".
    """
    known = _languages().get

    def tell(spaced: str) -> tuple[str, ...]:
        words = words_in(spaced, _WORD)
        if len(words) == 1:
            return known(words[0], ())
        return tuple(chain(*map(known, words, repeat(()))))

    return Memory(tell)


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    """Return the languages that each small word is one of."""
    small = {name: lexicon(name)["text.stop_words"].words for name in languages()}
    return {
        word: tuple(name for name in languages() if word in small[name])
        for word in frozenset().union(*small.values())
    }
