"""The words of a statement that refer to another requirement or to a section, verbatim."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from reqx.extraction.lexicon import Hits, lexicon
from reqx.extraction.rules.identifiers import Identifier
from reqx.model.requirements import Reference

_TOKEN = re.compile(r"[^\W_][\w./:#-]{0,40}")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_PUNCTUATION = "./:#-"
_NUMBER = (
    r"(?:[A-Z]\.?)?\d{1,4}(?:\.\d{1,4}){0,6}(?:[-/]\d{1,4})?(?![\w%])|[A-Z](?!\w)|[IVX]{1,6}(?!\w)"
)
_FIRST = re.compile(rf"\s{{0,2}}(?P<number>{_NUMBER})")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers that a document gives: their words, and what they have in common.

    `forms` are their first letters and their shapes (`Identifier.shape`).
    """

    texts: frozenset[str] = frozenset()
    forms: frozenset[tuple[str, str]] = frozenset()

    def references(self, text: str, own: str | None, hits: Hits) -> tuple[Reference, ...]:
        """Return the references in a statement, each once; its `own` number is none.

        `hits`: what the lists have in the statement.
        """
        found = [*self._named(text), *_headed(text, hits)]
        if not found:
            return ()
        found.sort(key=lambda pair: pair[0])
        met: dict[str, Reference] = {}
        for (start, end), number in found:
            if number != own:
                met.setdefault(number, Reference(text[start:end], number))
        return tuple(met.values())

    def _named(self, text: str) -> Iterator[tuple[Span, str]]:
        """Yield identifiers that have letters: they are known by themselves."""
        # Most statements have no number at all, which is faster seen.
        if not self.texts or (text.isascii() and _DIGIT.search(text) is None):
            return
        before = 0
        for match in _TOKEN.finditer(text):
            token = match[0].rstrip(_PUNCTUATION)
            spaced = text[before : match.start() + len(token)]
            if self._is_known(token):
                yield (match.start(), match.start() + len(token)), token
            elif self._is_known(spaced):
                yield (before, match.start() + len(token)), spaced
            before = match.start()

    def _is_known(self, token: str) -> bool:
        is_name = any(map(str.isdigit, token)) and any(map(str.isalpha, token))
        return is_name and (token in self.texts or _form(token) in self.forms)


UNKNOWN = Known()


def known(numbers: Iterable[Identifier]) -> Known:
    """Return what the document's numbers look like; dotted numbers are known by a word before."""
    named = [each for each in numbers if any(map(str.isalpha, each.text))]
    texts = frozenset(each.text for each in named)
    return Known(texts, frozenset(map(_form, texts)))


def _form(token: str) -> tuple[str, str]:
    letters = _LETTERS.match(token)
    return letters[0] if letters else "", Identifier(token, 0, 0, 0).shape


def _headed(text: str, hits: Hits) -> Iterator[tuple[Span, str]]:
    """Yield "section 3.2" and what is listed behind it: "sections 3.2 and 3.3"."""
    words = hits.words
    for start, end in hits.spans("references.heads"):
        first = _FIRST.match(text, end)
        if first is None:
            continue
        yield (start, first.end()), first["number"]
        further = listed_behind(words.language).match(text, first.end())
        while further:
            yield further.span("number"), further["number"]
            further = listed_behind(words.language).match(text, further.end())


@cache
def listed_behind(language: str) -> re.Pattern[str]:
    """Return the pattern of a number that is listed behind another one: ", 3.3", " and 3.4"."""
    joiners = "|".join(map(re.escape, sorted(lexicon(language)["references.joiners"].words)))
    return re.compile(rf"(?:,\s?|\s(?:{joiners})\s)(?P<number>(?=[A-Z]?\.?\d)(?:{_NUMBER}))")
