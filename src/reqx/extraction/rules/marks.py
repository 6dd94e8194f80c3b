"""Marks that a document puts on its paragraphs: (M), [O], (I) ..., with the document's legend."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from reqx.extraction.lexicon import Lexicon, folded, lexicon
from reqx.model.blocks import Block, BlockKind, ParsedDocument

_OWN = 4
"""Paragraphs that must carry a mark before marks are the document's own."""
_AT_END = re.compile(r"\s*[(\[](?P<mark>[A-Z]{1,3}\d?)[)\]][.;]?\Z")
_AT_START = re.compile(r"[(\[](?P<mark>[A-Z]{1,3}\d?)[)\]]\s+")
_INSIDE = re.compile(
    r"(?<=[.:;])\s{0,2}[(\[](?P<mark>[A-Z]{1,3}\d?)[)\]](?=\s|[.;]|\Z)"
    r"|[(\[](?P<last>[A-Z]{1,3}\d?)[)\]][.;]?\Z"
)
_TAIL = 16
_MARK = re.compile(r"[(\[][A-Z]{1,3}\d?[)\]]")
_SIGN = re.compile(r"[A-Z]\d?\s?[:=\u2013-]")
_LEGENDS = (
    (
        _MARK,
        re.compile(r"(?P<word>[^\W\d_]{3,20})[^\w()\[\]]{0,6}[(\[](?P<mark>[A-Z]{1,3}\d?)[)\]]"),
    ),
    (
        _MARK,
        re.compile(r"[(\[](?P<mark>[A-Z]{1,3}\d?)[)\]][^\w()\[\]]{0,6}(?P<word>[^\W\d_]{3,20})"),
    ),
    (
        _SIGN,
        re.compile(r"(?<!\w)(?P<mark>[A-Z]{1,3}\d?)\s?[:=\u2013-]\s?(?P<word>[^\W\d_]{3,20})"),
    ),
)
"""A mark beside the word it stands for, each behind what a text that has one must have.

The search for words before a mark tries each letter of the document.
"""


class Meaning(StrEnum):
    """What a mark or the value of a priority column says about a statement."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"
    PROHIBITED = "prohibited"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Marks:
    """The document's own marks and their meaning."""

    legend: Mapping[str, Meaning]

    def of(self, text: str) -> Meaning | None:
        """Return what the mark at the start of a text, or the first one in it, means.

        A paragraph's mark stands behind its last sentence and holds for all of them.
        """
        if not self.legend:
            return None
        head = _AT_START.match(text)
        seen = [head["mark"]] if head else []
        seen += [match["mark"] or match["last"] for match in _INSIDE.finditer(text)]
        return next((self.legend[mark] for mark in seen if mark in self.legend), None)

    def stripped(self, text: str) -> tuple[int, int]:
        """Return the range of the text that its marks leave."""
        start, end = 0, len(text)
        if not self.legend:
            return start, end
        if (head := _AT_START.match(text)) and head["mark"] in self.legend:
            start = head.end()
        tail = _AT_END.search(text, max(start, end - _TAIL))
        if tail and tail["mark"] in self.legend:
            end = tail.start()
        return start, end


def marks(document: ParsedDocument, words: Lexicon) -> Marks:
    """Learn the document's marks: the known or explained ones, if enough paragraphs carry one."""
    counts: Counter[str] = Counter()
    for block in document.blocks:
        if block.kind in (BlockKind.HEADING, BlockKind.CONTENTS):
            continue
        if seen := _mark(block.text):
            counts[seen["mark"]] += 1
    if counts.total() < _OWN:
        return Marks({})
    stated = _stated(document.blocks, words)
    known = {mark: said for mark in counts if (said := stated.get(mark) or meaning(mark, words))}
    # (MX), seen beside (M), is a kind of it.
    kinds = {mark: known[mark[0]] for mark in counts if mark not in known and mark[0] in known}
    legend = {**known, **kinds}
    is_own = sum(counts[mark] for mark in known) >= _OWN
    return Marks(legend if is_own else {})


def meaning(value: str, words: Lexicon) -> Meaning | None:
    """Return what a mark or a column's value means in a language; None when it is not known."""
    return _meaning(value, words.language)


@lru_cache(maxsize=256)
def _meaning(value: str, language: str) -> Meaning | None:
    role = lexicon(language).role("marks", value.strip("()[] "))
    return Meaning(role) if role else None


def _mark(text: str) -> re.Match[str] | None:
    # Most texts have no bracket there, which is faster seen.
    tail = max(0, len(text) - _TAIL)
    is_closed = ")" in text[tail:] or "]" in text[tail:]
    return (_AT_END.search(text, tail) if is_closed else None) or _AT_START.match(text)


def _stated(blocks: Iterable[Block], words: Lexicon) -> dict[str, Meaning]:
    """Return the document's legend: a mark beside the word it stands for."""
    legend: dict[str, Meaning] = {}
    for block in blocks:
        for needed, pattern in _LEGENDS:
            for match in pattern.finditer(block.text) if needed.search(block.text) else ():
                said = meaning(folded(match["word"]), words)
                # "M (Mandatory)": the word must begin with the mark's letter.
                if said and folded(match["word"])[0] == folded(match["mark"])[0]:
                    legend.setdefault(match["mark"], said)
    return legend
