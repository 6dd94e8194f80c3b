"""Which of many lists of phrases may have one in a text, told by the words of the text.

Of a hundred lists most have no phrase in a sentence: all are looked up at once, by each word as it
stands between spaces, and what such a word tells is remembered.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from functools import lru_cache, reduce
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")

_REMEMBERED = 2048
"""Texts whose lists are kept, half a kilobyte each: a document is gone over several times."""
_VOCABULARY = 32768
"""Words that are remembered, those of a long document: nobody waits for a longer one's."""
_STEM = 4
SIGNS = ".,;:()"
"""What may stand before and behind a word between two spaces."""
_WORD = re.compile(r"\w+")
_PART = re.compile(r"[\w*]+")
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

    def learn(self, told: Mapping[str, T]) -> None:
        """Remember what is told of these as well, unless they are too many."""
        if len(self) + len(told) < _VOCABULARY:
            self.update(told)


_Longer = tuple[str, str, tuple[str, ...]]
"""A phrase of more than one word, or with open ones: its list, and what a text with it has.

That is the phrase, "" for one with open words, and those of its words that are not open.
"""


class _Told(NamedTuple):
    """What a word tells of a text that has it: lists with a phrase there, and phrases to check."""

    sure: dict[str, Any]
    longer: tuple[_Longer, ...]


def _nothing() -> _Told:
    return _Told({}, ())


def _both(one: _Told, other: _Told) -> _Told:
    """Return what both words tell."""
    return _Told(one.sure | other.sure, tuple(dict.fromkeys(one.longer + other.longer)))


class Index:
    """Some lists of phrases by the words that their phrases cannot do without."""

    def __init__(
        self, lists: Mapping[str, Iterable[str]], frequent: Container[str] = frozenset()
    ) -> None:
        """Index these lists by name; `frequent` are words that many texts have."""
        self._by_word: defaultdict[str, _Told] = defaultdict(_nothing)
        self._by_stem: defaultdict[str, _Told] = defaultdict(_nothing)
        said = [(phrase, name) for name, phrases in lists.items() for phrase in phrases]
        phrases_of = Counter(word for phrase, _ in said for word in _needed_words(phrase))

        def commonness(word: str) -> tuple[bool, int, int, str]:
            # What few phrases have, and what is long, few texts have.
            return word in frequent, phrases_of[word], -len(word), word

        for phrase, name in said:
            self._add(phrase, name, commonness)
        self._always = {name: MAYBE for name, _, _ in self._by_stem.pop("", _nothing()).longer}
        self._memory = Memory(self._tell)
        self._told = self._memory.__getitem__
        self.found = lru_cache(maxsize=_REMEMBERED)(self._find)
        """Returns what is known of the lists that may be in a folded text, without being asked."""

    def _add(self, phrase: str, name: str, commonness: Callable[[str], Any]) -> None:
        if _WORD.fullmatch(phrase) and "_" not in phrase:
            self._by_word[phrase].sure[name] = SURE
            return
        words = _needed_words(phrase)
        if not words:
            self._check(self._by_stem, _stem(phrase), (name, "", ()))
            return
        is_open = "*" in phrase or "_" in phrase
        rarest = min(words, key=commonness)
        others = tuple(sorted(words - {rarest}))
        self._check(self._by_word, rarest, (name, "", others) if is_open else (name, phrase, ()))

    @staticmethod
    def _check(told: defaultdict[str, _Told], key: str, longer: _Longer) -> None:
        """Note that a phrase is to be looked for where the word is."""
        told[key] = _both(told[key], _Told({}, (longer,)))

    def learn(self, words: Iterable[str]) -> None:
        """Remember which of a text's words, as they stand between spaces, tell nothing.

        Most do: asked about one by one, each takes several times as long.
        """
        known, begun = self._by_word, self._by_stem
        self._memory.learn(
            {
                spaced: None
                for spaced in words
                if (word := spaced.strip(SIGNS)).isalnum()
                and word not in known
                and word[:_STEM] not in begun
            }
        )

    def _tell(self, spaced: str) -> _Told | None:
        """Return what a word tells, with the signs that stand before and behind it."""
        # Most are a word and nothing else, or a sign behind it: no search is needed.
        word = spaced.strip(SIGNS)
        if word.isalnum():
            return self._of_word(word)
        found = list(filter(None, map(self._of_word, _WORD.findall(spaced))))
        return reduce(_both, found) if found else None

    def _of_word(self, word: str) -> _Told | None:
        whole, begun = self._by_word.get(word), self._by_stem.get(word[:_STEM])
        return _both(whole, begun) if whole and begun else whole or begun

    def _find(self, text: str) -> Found:
        found: Found = self._always.copy()
        for sure, longer in filter(None, map(self._told, text.split())):
            found |= sure
            for name, phrase, others in longer:
                if name in found or phrase not in text:
                    continue
                if not others or all(map(text.__contains__, others)):
                    found[name] = MAYBE
        return found


def _needed_words(phrase: str) -> frozenset[str]:
    """Return the words that a phrase cannot do without; none for one of open words alone."""
    parts = (part for word in phrase.split(" ") for part in _PART.findall(word))
    return frozenset(part for part in parts if "*" not in part and "_" not in part)


def _stem(phrase: str) -> str:
    """Return how a word begins that an open phrase cannot do without; "" if it needs none."""
    opened = (_OPEN.search(word) for word in phrase.split(" ") if "_" not in word)
    return next((match["stem"] for match in opened if match), "")
