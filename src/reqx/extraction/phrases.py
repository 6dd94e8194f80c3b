"""A list of phrases of a small syntax, and where one of them is in a text.

The syntax can only become a pattern that takes linear time: no repetition without a bound.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

from reqx.extraction.index import MAYBE, SURE, Found, Index

_WORD = re.compile(r"\w+")
_FIRST_WORD = re.compile(r"[^\W_]+(?![\w*])")
_GAP = r"(?:[^\s.;:]{1,40} ){0,6}"


class Phrases:
    """A list of phrases as one pattern over folded, single-spaced text.

    `word*` takes any ending, a lone `_` up to six words, and `_ending` any word with it. `name` is
    its own among the lists that it is looked for with.
    """

    def __init__(self, phrases: Iterable[str], name: str = "") -> None:
        self.name = name
        self.words = frozenset(phrases)
        self._found: Callable[[str], Found] = self._begin

    @cached_property
    def pattern(self) -> str:
        """The list as a regular expression."""
        # Longest first, so that `search` reports the whole of the phrase it met.
        ordered = sorted(self.words, key=lambda phrase: (-len(phrase), phrase))
        body = _alternatives([_pattern(phrase) for phrase in ordered]) or r"(?!)"
        return rf"(?<!\w)(?:{body})(?!\w)"

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern, compiled when the list is first searched for."""
        return re.compile(self.pattern)

    @cached_property
    def firsts(self) -> frozenset[str] | None:
        """The words that the phrases begin with; None where one may begin with any."""
        return _first_words(self.words)

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """The list as `str.endswith` takes it, for one of how words end."""
        return tuple(self.words)

    def prepare(self) -> None:
        """Make now what is made at the first use else: many lists are never searched for."""
        self.compiled = re.compile(self.pattern)
        self.firsts = _first_words(self.words)
        self._found("")

    def holds(self, text: str) -> bool:
        """Say whether the folded text has a phrase."""
        found = self._found(text)
        return found.get(self.name) is SURE or self._first(found, text) is not None

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first phrase in the folded text from `start` on."""
        found = self._found(text)
        if start and self.name in found:
            return self.compiled.search(text, start)
        return self._first(found, text)

    def _first(self, found: Found, text: str) -> re.Match[str] | None:
        match = found.get(self.name)
        if match is SURE or match is MAYBE:
            match = found[self.name] = self.compiled.search(text)
        return match

    def opens(self, text: str) -> bool:
        """Say whether the folded text begins with a phrase."""
        if self.firsts is not None and _first_word(text) not in self.firsts:
            return False
        return self.compiled.match(text) is not None

    def count(self, text: str) -> int:
        """Return how many phrases, none inside another, the folded text holds."""
        return len(self.spans(text))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where the phrases stand in the folded text."""
        if self.name not in self._found(text):
            return []
        return [match.span() for match in self.compiled.finditer(text)]

    def share(self, index: Index) -> None:
        """Be looked for together with other lists."""
        self._found = index.found

    def _begin(self, text: str) -> Found:
        """Find the list by itself, when it is not looked for together with others."""
        self.share(Index({self.name: self.words}))
        return self._found(text)

    def __contains__(self, phrase: object) -> bool:
        return phrase in self.words


def _first_words(phrases: Iterable[str]) -> frozenset[str] | None:
    """Return the words that the phrases begin with; None where one may begin with any."""
    firsts = [_FIRST_WORD.match(phrase) for phrase in phrases]
    known = [first[0] for first in firsts if first]
    return frozenset(known) if len(known) == len(firsts) else None


@lru_cache(maxsize=256)
def _first_word(text: str) -> str:
    """Return the word that the text begins with, "" where it begins with none."""
    first = _WORD.match(text)
    return first[0] if first else ""


def _alternatives(patterns: Sequence[str]) -> str:
    """Return one pattern of several, tried in their order.

    Those of one letter together: a search tries every letter at each word, and not every phrase.
    """
    if not all(pattern[:1].isalnum() for pattern in patterns):
        return "|".join(patterns)
    begun: defaultdict[str, list[str]] = defaultdict(list)
    for pattern in patterns:
        begun[pattern[0]].append(pattern[1:])
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in begun.items())


def _pattern(phrase: str) -> str:
    pieces: list[str] = []
    for word in phrase.split(" "):
        if word == "_":
            pieces.append(_GAP)
            continue
        escaped = re.escape(word).replace("_", r"\w{1,30}").replace(r"\*", r"\w{0,20}")
        pieces.append(escaped + " ")
    return "".join(pieces).removesuffix(" ")
