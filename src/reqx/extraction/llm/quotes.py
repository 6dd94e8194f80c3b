"""Finds the words of a quote in a text, or finds that they are not there.

Only what carries no meaning may differ: white space, capitals, the form of quotation marks and
hyphens, invisible characters. There is no likeness and no best match: one other word is another
statement.
"""

import re
from bisect import bisect_right
from itertools import accumulate
from unicodedata import combining

from reqx.extraction.sentences import Span

_SAME = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_PIECE = re.compile(rf"[^\s{_UNSEEN}]+")
_IN_NUMBER = re.compile(r"(?<=\d)(?:[.,:/'\u2019](?=\d)|[ \u00a0\u202f](?=\d{3}(?!\w)))")
_SIGNS = frozenset("+-\u2212\u2013<>\u2264\u2265=~\u00b1")


class Quotable:
    """A text in which quotes are looked for; made once, then asked for many.

    Making it takes time linear in the text, finding a quote in the part that is looked through.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._source, pieces = _pieces(text)
        self._plain = "".join(pieces)
        # Where each piece begins in the plain text; the last entry is its length.
        self._begins = [0, *accumulate(map(len, pieces))]

    def find(self, quote: str, start: int = 0, end: int | None = None) -> Span | None:
        """Return the first place in start..end that has the quote's words, None if none has.

        A place begins and ends between words, never inside of a number.
        """
        end = len(self._text) if end is None else end
        wanted = "".join(_pieces(quote)[1])
        low, high = self._place(start), self._place(end)
        at = self._plain.find(wanted, low, high) if wanted else -1
        while at >= 0:
            first, last = self._offset(at), self._offset(at + len(wanted) - 1)
            if self._can_begin(first, start) and self._can_end(last + 1, end):
                return first, last + 1
            at = self._plain.find(wanted, at + 1, high)
        return None

    def _can_begin(self, at: int, start: int) -> bool:
        """Say whether no word and no number is cut, and no sign is left before a number."""
        before = self._text[max(start, at - 2) : at]
        if before[-1:].isalnum() and self._text[at].isalnum():
            return False
        is_signed = self._text[at].isdigit() and before.strip()[-1:] in _SIGNS
        return not is_signed and not (before and _IN_NUMBER.match(self._text, at - 1))

    def _can_end(self, at: int, end: int) -> bool:
        """Say whether no word, no letter with its accent and no number is cut."""
        after = self._text[at : min(end, at + 1)]
        if after and (combining(after) or (self._text[at - 1].isalnum() and after.isalnum())):
            return False
        return not _IN_NUMBER.match(self._text, at, end)

    def _place(self, offset: int) -> int:
        """Return where in the plain text the source's `offset` lies."""
        piece = bisect_right(self._source, offset) - 1
        if piece < 0:
            return 0
        inside = self._begins[piece] + offset - self._source[piece]
        return min(inside, self._begins[piece + 1])

    def _offset(self, place: int) -> int:
        piece = bisect_right(self._begins, place) - 1
        return self._source[piece] + place - self._begins[piece]


def _pieces(text: str) -> tuple[list[int], list[str]]:
    """Return where the pieces of a text begin, and what they are in plain form.

    White space before a piece is one space at the end of the piece before it.
    """
    starts: list[int] = []
    pieces: list[str] = []
    last = 0
    for match in _PIECE.finditer(text):
        between = text[last : match.start()]
        if pieces and between.strip(_UNSEEN):
            pieces[-1] += " "
        starts.append(match.start())
        pieces.append(_plain(match[0]))
        last = match.end()
    return starts, pieces


def _plain(piece: str) -> str:
    lowered = piece.lower()
    if len(lowered) != len(piece):
        # A letter of which the small one takes two: it stays as it is, so that offsets hold.
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in piece)
    return lowered if lowered.isascii() else lowered.translate(_SAME)
