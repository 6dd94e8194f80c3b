"""Words become printed lines by their baselines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from operator import attrgetter, sub

from reqx.model.blocks import BBox
from reqx.parsing.characters import BROKEN
from reqx.parsing.pdf.geometry import around, overlap
from reqx.parsing.pdf.glyphs import SLANTED
from reqx.parsing.pdf.words import Word

_OPEN_LINES = 3
_SAME_LINE = 0.6
_LEVEL = 0.2
_WIDE_GAP = 2.0
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
"""Hebrew to Arabic."""


@dataclass(slots=True)
class TextLine:
    """One printed line of one column. It ends in `BROKEN` where its last word is broken.

    `page` is the page's number, 0 until the page is whole.

    `first_width` is the width of its first word, `text_x` the left edge of its second word and
    `first_gap` the white space between them, all in points: what paragraphs and labels are told
    by. `has_raised_start` marks the number of a footnote. `segments` are the parts between wide
    white spaces, when there are several. `is_loose`: it is no part of the page's lines, but printed
    sideways, slanted or across them.
    """

    text: str
    bbox: BBox
    baseline: float
    size: float
    is_bold: bool
    starts_bold: bool
    first_width: float
    text_x: float
    first_gap: float
    has_raised_start: bool = False
    segments: tuple[str, ...] = ()
    is_loose: bool = False
    page: int = 0

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.bbox[0]

    @property
    def x1(self) -> float:
        """The right edge."""
        return self.bbox[2]


class Row(list[Word]):
    """The words of one printed line, from left to right."""

    __slots__ = ("_openness",)

    @property
    def openness(self) -> float:
        """See `openness_of`; asked for three times of each line, counted once."""
        if not hasattr(self, "_openness"):
            self._openness = _openness(self)
        return self._openness


def openness_of(words: Sequence[Word]) -> float:
    """Return the widest white space between two neighbours of a line, in sizes of the least word.

    No less than 0.
    """
    return words.openness if isinstance(words, Row) else _openness(words)


def _openness(words: Sequence[Word]) -> float:
    starts, ends = [word.x0 for word in words], [word.x1 for word in words]
    widest = max(map(sub, starts[1:], ends), default=0.0)
    return max(widest, 0.0) / min([word.size for word in words])


def rows_of(words: Iterable[Word]) -> list[Row]:
    """Return the words by printed line, top to bottom, each from left to right.

    A raised or lowered word (smaller, over the height of the line) belongs to its line.
    """
    rows: list[_Open] = []
    level = -inf
    for word in sorted(words, key=attrgetter("baseline", "x0")):
        if word.baseline < level:
            row = rows[-1]
        else:
            shared = _shared(rows[-_OPEN_LINES:], word)
            if shared is None:
                rows.append(_Open([word], word))
                level = word.baseline + _LEVEL
                continue
            row = shared
        row.words.append(word)
        if word.size > row.tallest.size:
            row.tallest = word
            level = rows[-1].tallest.baseline + _LEVEL
    rows.sort(key=lambda row: row.tallest.baseline)
    return [_mended(sorted(row.words, key=attrgetter("x0"))) for row in rows]


def _shared(rows: Sequence["_Open"], word: Word) -> "_Open | None":
    """Return the first of the rows that the word lies beside the most, if it does enough."""
    best, most = None, 0.0
    for row in rows:
        share = row.share(word)
        if share >= _SAME_LINE and (best is None or share > most):
            best, most = row, share
    return best


def _mended(row: Sequence[Word]) -> Row:
    """Put words together again whose letters the file draws out of order."""
    orders = [word.order for word in row]
    if orders == list(range(orders[0], orders[0] + len(orders))):
        return Row(row)
    words = Row(row[:1])
    for last, word in pairwise(row):
        before = words[-1]
        if word.order == last.order + 1 or not _touch(before, word):
            words.append(word)
        else:
            longer = max(before, word, key=lambda part: len(part.text))
            words[-1] = replace(
                longer, text=before.text + word.text, x0=before.x0, x1=max(before.x1, word.x1)
            )
    return words


def _touch(a: Word, b: Word) -> bool:
    nearest = 0.08 * a.size
    is_level = abs(a.baseline - b.baseline) < nearest and abs(a.size - b.size) < nearest
    return is_level and abs(b.x0 - a.x1) < nearest and a.text[-1].isalnum() and b.text[0].isalnum()


@dataclass(slots=True)
class _Open:
    """A line that words may still join; the tallest says where the line stands."""

    words: list[Word]
    tallest: Word

    def share(self, word: Word) -> float:
        """Return how much of the lower one's height lies beside the higher one."""
        mine = self.tallest
        # Most rows lie wholly above the word.
        if mine.bottom <= word.top:
            return 0.0
        common = overlap(mine.top, mine.bottom, word.top, word.bottom)
        return common / min(mine.size, word.size)


def line_of(row: Sequence[Word]) -> TextLine:
    """Return the line that a row of words, from left to right, prints."""
    text = " ".join([word.text for word in row])
    words = row
    if not text.isascii():
        words = list(reversed(row)) if _is_right_to_left(text) else row
        text = _joined(words)
    is_even = _is_even(words)
    tallest = words[0] if is_even else _usual(words)
    first, second = words[0], words[1] if len(words) > 1 else None
    # By place: a third of the time of calls by name, which is most of what a line costs.
    return TextLine(
        text,
        _even_box(words) if is_even else around(word.bbox for word in words),
        tallest.baseline,
        tallest.size,
        first.is_bold and all([word.is_bold for word in words]),  # noqa: C419 - the faster way
        first.is_bold,
        first.x1 - first.x0,
        second.x0 if second else first.x1,
        second.x0 - first.x1 if second else 0.0,
        not is_even and _is_raised(first, tallest),
        _segments(words) if openness_of(row) > _WIDE_GAP else (),
    )


def _even_box(words: Sequence[Word]) -> BBox:
    first = words[0]
    x0, x1 = min([word.x0 for word in words]), max([word.x1 for word in words])
    return x0, first.top, x1, first.bottom


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
            yield replace(line_of(line), is_loose=True)
            line = []
        line.append(word)
    if line:
        yield replace(line_of(line), is_loose=True)


def _is_same_loose(a: Word, b: Word) -> bool:
    """Tell whether both words stand on one sideways line, or in one line of single letters."""
    if a.quarters != b.quarters or b.order != a.order + 1:
        return False
    if a.quarters in {0, SLANTED}:
        return abs(a.size - b.size) < 0.1 * a.size
    return overlap(a.x0, a.x1, b.x0, b.x1) > 0.6 * min(a.x1 - a.x0, b.x1 - b.x0)
