"""The capitals of RFC 2119 and 8174 (BCP 14): MUST, SHOULD, MAY ... where a document invokes them.

There the capitals alone have that sense, whatever language stands around them: the same words in
lower case are plain words, which may oblige by their place but not by themselves.
"""

import re
from functools import cache

from reqx.extraction.lexicon import symbols
from reqx.model.blocks import ParsedDocument
from reqx.model.requirements import Modality

_EXPLAINED = 2
"""Keywords beside the standard's name from which a paragraph invokes it, and does not just cite."""
_STRONGEST_FIRST = (
    Modality.PROHIBITED,
    Modality.MANDATORY,
    Modality.RECOMMENDED,
    Modality.OPTIONAL,
)


def invokes(document: ParsedDocument) -> bool:
    """Say whether a paragraph gives the keywords the sense of RFC 2119."""
    # A name may be broken in the document's text, a word of it is not.
    if not any(word in document.text for word in _standards()):
        return False
    return any(invokes_there(block.text) for block in document.blocks)


def invokes_there(text: str) -> bool:
    """Say whether these words name the standard and list its keywords."""
    said = " ".join(text.split())
    # A loop of Python's own for each sentence would cost more than the search.
    if not any([name in said for name in symbols()["keyword_standards"]]):  # noqa: C419 - see above
        return False
    return len({match[0] for match in _any().finditer(text)}) >= _EXPLAINED


def keyword(text: str) -> Modality | None:
    """Return what the strongest keyword in capitals says; None when there is none.

    "SHOULD NOT" and "NOT RECOMMENDED" are as weak as "SHOULD": there may be good reasons to do it.
    """
    said = {_meanings()[" ".join(match[0].split())] for match in _any().finditer(text)}
    return next((each for each in _STRONGEST_FIRST if each in said), None)


@cache
def _standards() -> frozenset[str]:
    """Return the longest word of each name of a standard."""
    return frozenset(max(name.split(), key=len) for name in symbols()["keyword_standards"])


@cache
def _meanings() -> dict[str, Modality]:
    return {word: each for each in _STRONGEST_FIRST for word in symbols()[f"keywords_{each}"]}


@cache
def _any() -> re.Pattern[str]:
    longest_first = sorted(_meanings(), key=len, reverse=True)
    body = "|".join(word.replace(" ", r"\s{1,3}") for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)")
