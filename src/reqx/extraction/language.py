"""Which language a text is in, by its commonest small words. No model."""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from reqx.extraction.index import SIGNS, Memory
from reqx.extraction.lexicon import folded, languages, lexicon
from reqx.model.blocks import ParsedDocument

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_DIGITS = 20
_LARGEST = (1 << _DIGITS) - 1
"""Binary digits of a count, and the largest one.

Three languages' counts are one number that the processor adds up as it is.
"""
_SURE = 3
"""Small words of a language's own that a text needs before its language is told."""


@lru_cache(maxsize=16)
def of_text(text: str) -> str | None:
    """Return the language of a text; None when it is too short to tell."""
    return of_words(folded(text))


def of_words(said: str) -> str | None:
    """Return the same of folded words."""
    hits = _hits(said)
    most = max(hits.values(), default=0)
    if most < _SURE:
        return None
    best, *others = (name for name, count in hits.items() if count == most)
    return None if others else best


def language(document: ParsedDocument) -> str | None:
    """Return the language most of the document's blocks are in; None when it cannot be told."""
    text = "\n".join([block.text for block in document.blocks])
    votes = _votes(text)
    most = max(votes.values(), default=0)
    if most < _SURE:
        return None
    best, *others = (name for name, count in votes.items() if count == most)
    return _first_met(text, {best, *others}) if others else best


def _first_met(text: str, names: Collection[str]) -> str:
    """Return the one of the languages of which the first small word of any is."""
    words = (told for spaced in folded(text).split() if (told := _told()[spaced]))
    return next(name for told in words for name in _counts(told) if name in names)


def _hits(said: str) -> dict[str, int]:
    """Return how many small words of each language the folded text has."""
    words = said.split()
    if len(words) <= _LARGEST:
        return _counts(sum(map(_told().__getitem__, words)))
    counts: Counter[str] = Counter()
    for some in range(0, len(words), _LARGEST):
        counts.update(_counts(sum(map(_told().__getitem__, words[some : some + _LARGEST]))))
    return counts


def _counts(told: int) -> dict[str, int]:
    """Return the count of each language that a number holds."""
    if not told:
        return {}
    return {
        name: count
        for place, name in enumerate(languages())
        if (count := told >> place * _DIGITS & _LARGEST)
    }


@lru_cache(maxsize=1)
def _votes(text: str) -> dict[str, int]:
    """Return the same of a document's text, which is asked for again when it has been read."""
    return _hits(folded(text))


@cache
def _told() -> Memory[int]:
    """Return a memory of how many small words of each language a word holds, as one number.

    Each language has digits of its own in it, so that numbers are added up at once. What stands
    between spaces is one word with signs around it, or several: "d'un/une".
    """
    known = _languages().get

    def tell(spaced: str) -> int:
        # Most are a word and nothing else, or a sign behind it: no search is needed.
        word = spaced.strip(SIGNS)
        if word.isalpha():
            return known(word, 0)
        return sum([known(word, 0) for word in _WORD.findall(spaced)])

    return Memory(tell)


@cache
def _languages() -> Mapping[str, int]:
    """Return the number that tells which languages each small word is one of."""
    small = {name: lexicon(name)["text.stop_words"].words for name in languages()}
    return {
        word: sum(
            1 << place * _DIGITS for place, name in enumerate(languages()) if word in small[name]
        )
        for word in frozenset().union(*small.values())
    }
