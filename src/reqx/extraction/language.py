"""Which language a text is in, by its commonest small words. No model."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

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
    words = said.split()
    if len(words) <= _LARGEST:
        return _most(sum(map(_told().__getitem__, words)))
    best, *others = _foremost(_hits(words)) or (None,)
    return None if others else best


@lru_cache(maxsize=1024)
def _most(told: int) -> str | None:
    """Return the language of most small words, as a number tells them: most sentences share it."""
    best, *others = _foremost(_counts(told)) or (None,)
    return None if others else best


def _foremost(hits: Mapping[str, int]) -> list[str]:
    """Return the languages of most small words; none where there are too few."""
    most = max(hits.values(), default=0)
    return [name for name, count in hits.items() if count == most] if most >= _SURE else []


def language(document: ParsedDocument) -> str | None:
    """Return the language most of the document's blocks are in; None when it cannot be told."""
    text = _text(document)
    best, *others = _foremost(_read(text).votes) or (None,)
    return _first_met(text, {best, *others}) if best and others else best


def _first_met(text: str, names: Collection[str]) -> str:
    """Return the one of the languages of which the first small word of any is."""
    words = (told for spaced in folded(text).split() if (told := _told()[spaced]))
    return next(name for told in words for name in _counts(told) if name in names)


def _hits(words: Sequence[str]) -> dict[str, int]:
    """Return how many small words of each language are among folded words."""
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


def vocabulary(document: ParsedDocument) -> frozenset[str]:
    """Return the document's words, folded, with the signs around them."""
    return _read(_text(document)).vocabulary


def _text(document: ParsedDocument) -> str:
    return "\n".join([block.text for block in document.blocks])


class _Read(NamedTuple):
    """A document's words, each once, and how many small ones of each language there are."""

    vocabulary: frozenset[str]
    votes: dict[str, int]


@lru_cache(maxsize=1)
def _read(text: str) -> _Read:
    """Read a document's text, which is asked for again when the document has been gone through."""
    words = folded(text).split()
    vocabulary = frozenset(words)
    known = _languages().get
    # Most are asked about here in any case, and most are a word with a sign at most.
    _told().learn(
        {
            spaced: known(word, 0)
            for spaced in vocabulary
            if (word := spaced.strip(SIGNS)).isalpha() or word.isdigit()
        }
    )
    return _Read(vocabulary, _hits(words))


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
        if word.isalpha() or word.isdigit():
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
