"""Rows of words become printed lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from reqx.model.blocks import BBox
from reqx.parsing.characters import BROKEN
from reqx.parsing.pdf.geometry import overlap
from reqx.parsing.pdf.glyphs import SLANTED
from reqx.parsing.pdf.listing import ASCENT, DESCENT, Word
from reqx.parsing.pdf.rows import PlainRow, Row

_WIDE_GAP = 2.0
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
"""Hebrew to Arabic."""


@dataclass(slots=True)
class TextLine:
    """One printed line of one column. It ends in `BROKEN` where its last word is broken.

    `page` is the page's number, 0 until the page is whole.

    `first_x0` and `first_x1` are the edges of its first word, `text_x` is the left edge of its
    second, or else the first's right one: what paragraphs and labels are told by.
    `has_raised_start` marks the number of a footnote. `segments` are the parts between wide white
    spaces, when there are several. `is_loose`: it is no part of the page's lines, but printed
    sideways, slanted or across them. `heights` are its top and bottom where words of it stand
    higher or lower than its own size and baseline tell.

    All lines of a document are held until its end: what can be told from other fields is none.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    is_bold: bool
    starts_bold: bool
    first_x0: float
    first_x1: float
    text_x: float
    has_raised_start: bool = False
    segments: tuple[str, ...] = ()
    heights: tuple[float, float] | None = None
    is_loose: bool = False
    page: int = 0

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.heights[0] if self.heights else self.baseline - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.heights[1] if self.heights else self.baseline + DESCENT * self.size

    @property
    def bbox(self) -> BBox:
        """The box around its words."""
        if self.heights:
            return self.x0, self.heights[0], self.x1, self.heights[1]
        baseline, size = self.baseline, self.size
        return self.x0, baseline - ASCENT * size, self.x1, baseline + DESCENT * size

    @property
    def first_width(self) -> float:
        """The width of its first word, in points."""
        return self.first_x1 - self.first_x0

    @property
    def first_gap(self) -> float:
        """The white between its first two words, in points; 0 for one word alone."""
        return self.text_x - self.first_x1


def line_of(row: Row) -> TextLine:
    """Return the line that a row of words prints."""
    return (_plain_line(row) if isinstance(row, PlainRow) else None) or _line_of(row)


def _plain_line(row: PlainRow) -> TextLine | None:
    """Return the line without a look at its words one by one; None where that is not enough."""
    listing, start, end = row.listing, row.start, row.end
    text = " ".join(listing.texts[start:end])
    if not text.isascii() and (BROKEN in text[:-1] or _RIGHT_TO_LEFT.search(text)):
        return None
    first_x1 = listing.x1s[start]
    bolds = listing.bolds[start:end]
    return TextLine(
        text,
        row.x0,
        row.x1,
        row.baseline,
        row.size,
        all(bolds),
        bolds[0],
        row.x0,
        first_x1,
        listing.x0s[start + 1] if end > start + 1 else first_x1,
        has_raised_start=False,
        segments=_segments(row.words) if row.openness > _WIDE_GAP else (),
    )


def _line_of(row: Row) -> TextLine:
    words = row.words
    text = " ".join([word.text for word in words])
    if not text.isascii():
        words = list(reversed(words)) if _is_right_to_left(text) else words
        text = _joined(words)
    is_even = _is_even(words)
    tallest = words[0] if is_even else _usual(words)
    first = words[0]
    # By place: a third of the time of calls by name, which is most of what a line costs.
    return TextLine(
        text,
        min([word.x0 for word in words]),
        max([word.x1 for word in words]),
        tallest.baseline,
        tallest.size,
        first.is_bold and all([word.is_bold for word in words]),  # noqa: C419 - the faster way
        first.is_bold,
        first.x0,
        first.x1,
        words[1].x0 if len(words) > 1 else first.x1,
        not is_even and _is_raised(first, tallest),
        _segments(words) if row.openness > _WIDE_GAP else (),
        None if is_even else (min(word.top for word in words), max(word.bottom for word in words)),
    )


def _is_even(words: Sequence[Word]) -> bool:
    """Tell whether all words have one size and stand on one baseline, as on most lines."""
    size, baseline = words[0].size, words[0].baseline
    return all([word.size == size and word.baseline == baseline for word in words])  # noqa: C419 - the faster way


def _usual(words: Sequence[Word]) -> Word:
    """Return a word in the size that most characters of the line have."""
    lengths: dict[float, int] = {}
    samples: dict[float, Word] = {}
    for word in words:
        key = round(word.size, 1)
        lengths[key] = lengths.get(key, 0) + len(word.text)
        samples.setdefault(key, word)
    return samples[max(lengths, key=lambda key: (lengths[key], key))]


def _is_raised(first: Word, usual: Word) -> bool:
    return first.size < 0.85 * usual.size and first.baseline < usual.baseline - 0.15 * usual.size


def _joined(words: Sequence[Word]) -> str:
    # Only the end of a line can break a word: before its end, a hyphen is one.
    inner = " ".join(word.text for word in words[:-1]).replace(BROKEN, "-")
    return f"{inner} {words[-1].text}" if inner else words[-1].text


def _segments(words: Sequence[Word]) -> tuple[str, ...]:
    starts = [0]
    for i, (before, word) in enumerate(pairwise(words), 1):
        if word.x0 - before.x1 > _WIDE_GAP * word.size:
            starts.append(i)
    if len(starts) == 1:
        return ()
    return tuple(
        " ".join(word.text for word in words[a:b]) for a, b in pairwise([*starts, len(words)])
    )


def _is_right_to_left(text: str) -> bool:
    strong = len(_RIGHT_TO_LEFT.findall(text))
    return strong > 0 and 2 * strong > sum(map(str.isalpha, text))


def loose_lines(words: Iterable[Word]) -> Iterator[TextLine]:
    """Return the text that is no part of the page's lines, in the order of the file."""
    line: list[Word] = []
    for word in words:
        if line and not _is_same_loose(line[-1], word):
            yield replace(line_of(Row(line)), is_loose=True)
            line = []
        line.append(word)
    if line:
        yield replace(line_of(Row(line)), is_loose=True)


def _is_same_loose(a: Word, b: Word) -> bool:
    """Tell whether both words stand on one sideways line, or in one line of single letters."""
    if a.quarters != b.quarters or b.order != a.order + 1:
        return False
    if a.quarters in {0, SLANTED}:
        return abs(a.size - b.size) < 0.1 * a.size
    return overlap(a.x0, a.x1, b.x0, b.x1) > 0.6 * min(a.x1 - a.x0, b.x1 - b.x0)
