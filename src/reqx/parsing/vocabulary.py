"""Words that were broken at the end of a line, put together by the document's own vocabulary."""

import re
from collections.abc import Iterable

from reqx.parsing.characters import BROKEN

_BEFORE = re.compile(r"[\s(\[\"'\u2019\u00ab]")
_FIRST = re.compile(r"[^\W_]+")
_WORD = re.compile(r"[^\W_]+(?:[-'\u2019][^\W_]+)*")


class Vocabulary:
    """The words a document prints unbroken, and whether its breaks are hyphenation or hyphens."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: set[str] = set()
        breaks: list[tuple[str, str]] = []
        before = ""
        whole_lines: set[str] = set()
        for text in texts:
            is_broken = text.endswith(BROKEN)
            if not (before or is_broken):
                # No word goes over white space: what stands between comes again and again.
                whole_lines.update(text.lower().split())
                continue
            words = _WORD.findall(text.lower())
            if before and words:
                breaks.append((before, words[0]))
            # Fragments are no words.
            whole = words[bool(before) : len(words) - is_broken]
            before = words[-1] if is_broken and words else ""
            self._words.update(whole)
        self._words.update(_WORD.findall(" ".join(whole_lines)))
        hyphenated = sum(left + right in self._words for left, right in breaks)
        hyphens = sum(f"{left}-{right}" in self._words for left, right in breaks)
        self._is_hyphenated = hyphenated > hyphens

    def is_one_word(self, left: str, right: str) -> bool:
        """Tell whether the hyphen between the last word of `left` and the first of `right` goes.

        It stays in identifiers, before a capital or a digit, and where the document prints the
        hyphen, or both parts as words, elsewhere.
        """
        a, b = _last_word(left), _first_word(right)
        if not (a.isalpha() and b.isalpha() and b.islower()):
            return False
        a, b = a.lower(), b.lower()
        if a + b in self._words:
            return True
        if f"{a}-{b}" in self._words or {a, b} <= self._words:
            return False
        return self._is_hyphenated

    def mended(self, text: str) -> str:
        """Return a text of several lines with its broken words put together."""
        whole, *rest = text.split(BROKEN)
        for part in rest:
            right = part.lstrip()
            whole += right if self.is_one_word(whole, right) else f"-{right}"
        return whole


def _last_word(text: str) -> str:
    return _BEFORE.split(text)[-1]


def _first_word(text: str) -> str:
    found = _FIRST.match(text)
    return found.group() if found else ""
