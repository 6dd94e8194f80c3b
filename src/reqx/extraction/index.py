"""Which of many lists of phrases may have one in a text, told by the words of the text.

Of a hundred lists most have no phrase in a sentence: all are looked up at once, by each word as it
stands between spaces, and what such a word tells is remembered.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from operator import or_
from typing import Any, TypeVar

T = TypeVar("T")

_REMEMBERED = 2048
"""Texts whose lists are kept, half a kilobyte each: a document is gone over several times."""
_VOCABULARY = 32768
"""Words that are remembered, those of a long document: nobody waits for a longer one's."""
_STEM = 4
SIGNS = ".,;:()"
"""What may stand before and behind a word between two spaces."""
_WORD = re.compile(r"\w+")
_OPEN = re.compile(r"(?<!\w)(?P<stem>\w{4})\w{0,40}\*\Z")

SURE: Any = object()
"""Stands for the first phrase of a list that has one in the text; nobody has looked where."""
MAYBE: Any = object()
"""Stands for the first phrase in a text that may have one: nobody has looked for it yet."""

Found = dict[str, re.Match[str] | None]
"""By the name of each list that may have a phrase in a text, the first one."""


class Memory(dict[str, T]):
    """What `tell` says of words, each asked about once."""

    def __init__(self, tell: Callable[[str], T]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, word: str) -> T:
        if len(self) >= _VOCABULARY:
            self.clear()
        told = self[word] = self._tell(word)
        return told


_Longer = tuple[str, str, tuple[str, ...]]
"""A phrase of more than one word, or with open ones: its list, and what a text with it has.

That is the phrase, "" for one with open words, and those of its words that are not open.
"""


@dataclass(slots=True)
class _Told:
    """What a word tells of a text that has it: lists with a phrase there, and phrases to check."""

    sure: dict[str, Any] = field(default_factory=dict)
    longer: tuple[_Longer, ...] = ()

    def __or__(self, other: "_Told") -> "_Told":
        """Return what both words tell."""
        return _Told(self.sure | other.sure, tuple(dict.fromkeys(self.longer + other.longer)))


class Index:
    """Some lists of phrases by the words that their phrases cannot do without."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        """Index these lists by name."""
        self._by_word: defaultdict[str, _Told] = defaultdict(_Told)
        self._by_stem: defaultdict[str, _Told] = defaultdict(_Told)
        for name, phrases in lists.items():
            for phrase in phrases:
                self._add(phrase, name)
        self._always = {name: MAYBE for name, _, _ in self._by_stem.pop("", _Told()).longer}
        self._told = Memory(self._tell).__getitem__
        self.found = lru_cache(maxsize=_REMEMBERED)(self._find)
        """Returns what is known of the lists that may be in a folded text, without being asked."""

    def _add(self, phrase: str, name: str) -> None:
        if _WORD.fullmatch(phrase) and "_" not in phrase:
            self._by_word[phrase].sure[name] = SURE
            return
        words = _needed_words(phrase)
        if not words:
            self._by_stem[_stem(phrase)] |= _Told(longer=((name, "", ()),))
            return
        is_open = "*" in phrase or "_" in phrase
        longest = max(words, key=lambda word: (len(word), word))
        others = tuple(sorted(words - {longest}))
        longer = (name, "", others) if is_open else (name, phrase, ())
        self._by_word[longest] |= _Told(longer=(longer,))

    def _tell(self, spaced: str) -> _Told | None:
        """Return what a word tells, with the signs that stand before and behind it."""
        # Most are a word and nothing else, or a sign behind it: no search is needed.
        word = spaced.strip(SIGNS)
        if word.isalpha():
            return self._of_word(word)
        found = list(filter(None, map(self._of_word, _WORD.findall(spaced))))
        return reduce(or_, found) if found else None

    def _of_word(self, word: str) -> _Told | None:
        whole, begun = self._by_word.get(word), self._by_stem.get(word[:_STEM])
        return whole | begun if whole and begun else whole or begun

    def _find(self, text: str) -> Found:
        found: Found = self._always.copy()
        for told in filter(None, map(self._told, text.split())):
            found |= told.sure
            for name, phrase, others in told.longer:
                if name not in found and phrase in text and all(map(text.__contains__, others)):
                    found[name] = MAYBE
        return found


def _needed_words(phrase: str) -> frozenset[str]:
    """Return the words that a phrase cannot do without; none for one of open words alone."""
    parts = (part for word in phrase.split(" ") for part in re.findall(r"[\w*]+", word))
    return frozenset(part for part in parts if "*" not in part and "_" not in part)


def _stem(phrase: str) -> str:
    """Return how a word begins that an open phrase cannot do without; "" if it needs none."""
    opened = (_OPEN.search(word) for word in phrase.split(" ") if "_" not in word)
    return next((match["stem"] for match in opened if match), "")
