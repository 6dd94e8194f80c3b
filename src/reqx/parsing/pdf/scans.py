"""Pages without text: drawn as a picture, seen by OCR, and handed on as words like any others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import sqrt
from statistics import median

from pypdfium2 import PdfPage

from reqx.parsing.characters import normalise
from reqx.parsing.ocr import Engine, Picture, SeenWord
from reqx.parsing.pdf.geometry import Turn, after, shown
from reqx.parsing.pdf.listing import Word
from reqx.parsing.pdf.words import PageWords

_DPI = 200
_MAX_PIXELS = 25_000_000
"""A sheet of A2: above it, a drawing is looked at more coarsely."""
_POINTS = 72
_SPECK = 0.7
"""The least confidence of a sign that is no letter."""
_FEW = 3
_TURNS = (0, 1, 3, 2)
_LEADER, _GUESSED = re.compile(r"[.ceosaiun0]{20,}"), 0.3
_SMALL = re.compile(r"[acemnorsuvwxz]+")
_TALL = re.compile(r"[A-Z0-9bdfhklt]")
_DEEP = re.compile(r"[gjpqyQ,;()\[\]{}/|_@]")
_SMALL_HEIGHT, _TALL_HEIGHT, _DEPTH = 0.52, 0.72, 0.21
"""Shares of the type size, as most faces have them."""
_STEP = 1.15
"""Sizes measured on pixels differ by less than this in one and the same type."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page's words as OCR saw them, and the mean confidence of its letters (0 without any)."""

    words: PageWords
    confidence: float


@dataclass(frozen=True, slots=True)
class _Look:
    """What was seen of the page after so many quarters; `scale` makes points of pixels."""

    turn: int
    scale: float
    seen: list[SeenWord]

    @property
    def score(self) -> float:
        """The confidence, where words lie: an engine may read those that stand on end as well."""
        words = [word.box for word in self.seen if len(word.text) >= _FEW]
        lying = sum(x1 - x0 > bottom - top for x0, top, x1, bottom in words)
        return _confidence(self.seen) * lying / max(len(words), 1)


def see_page(page: PdfPage, engine: Engine) -> Seen:
    """Read the page as it is shown, turned upright where it lies on its side; raises GaveUp."""
    looks: list[_Look] = []
    for quarters in _TURNS:
        picture = _picture(page, quarters)
        seen = [_readable(word) for word in engine.see(picture) if _is_print(word)]
        looks.append(_Look(quarters, _POINTS / picture.dpi, seen))
        if looks[-1].score > engine.sure or len(seen) < _FEW:
            break
    best = max(looks, key=lambda look: look.score)
    return Seen(_page_words(page, best.turn, _words(best.seen, best.scale)), _confidence(best.seen))


def over(seen: PageWords, printed: PageWords) -> PageWords:
    """Return what was seen, with what is printed over the picture (a stamp) in its own words."""
    if seen.turn.quarters != printed.turn.quarters:
        # What was typed lies across, as seen from the picture: OCR saw it in its place.
        return seen
    behind = [word for word in seen.words if not any(_covers(one, word) for one in printed.words)]
    count = len(printed.words)
    words = [replace(word, order=count + place) for place, word in enumerate(behind)]
    return PageWords([*printed.words, *words], seen.turn, seen.matrix)


def _covers(printed: Word, word: Word) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return printed.x0 <= x <= printed.x1 and printed.top <= y <= printed.bottom


def _picture(page: PdfPage, quarters: int) -> Picture:
    """Draw the page in grey, turned clockwise by so many quarters."""
    width, height = page.get_size()
    dpi = min(_DPI, int(_POINTS * sqrt(_MAX_PIXELS / max(width * height, 1.0))))
    # Form fields and comments are read apart.
    bitmap = page.render(
        scale=dpi / _POINTS,
        rotation=90 * quarters,
        grayscale=True,
        draw_annots=False,
        may_draw_forms=False,
    )
    try:
        rows = memoryview(bitmap.buffer).cast("B")
        grey = b"".join(
            rows[start : start + bitmap.width]
            for start in range(0, bitmap.stride * bitmap.height, bitmap.stride)
        )
        return Picture(bitmap.width, bitmap.height, dpi, grey)
    finally:
        bitmap.close()


def _is_print(word: SeenWord) -> bool:
    """Tell words from dirt and ruled lines, in which OCR sees bars and dots."""
    return word.confidence >= _SPECK or any(map(str.isalnum, word.text))


def _readable(word: SeenWord) -> SeenWord:
    """Return the word; the dots that lead to a page's number are taken for letters, and guessed."""
    is_leader = word.confidence < _GUESSED and _LEADER.fullmatch(word.text)
    return replace(word, text="." * 10) if is_leader else word


def _confidence(seen: Sequence[SeenWord]) -> float:
    words = [word for word in seen if any(map(str.isalnum, word.text))]
    letters = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.confidence for word in words) / letters if letters else 0.0


def _page_words(page: PdfPage, quarters: int, words: list[Word]) -> PageWords:
    turn = Turn(quarters, *page.get_size())
    return PageWords(words, turn, after(shown(page.get_bbox(), page.get_rotation()), turn.matrix))


def _words(seen: Iterable[SeenWord], scale: float) -> list[Word]:
    lines = [list(line) for _, line in groupby(seen, key=lambda word: word.line)]
    sizes = _settled([_size(line) * scale for line in lines], [len(line) for line in lines])
    words: list[Word] = []
    for line, size in zip(lines, sizes, strict=True):
        baseline = _baseline(line) * scale
        for word in line:
            x0, x1 = word.box[0] * scale, word.box[2] * scale
            text = normalise(word.text)
            words.append(Word(text, x0, x1, baseline, size, is_bold=False, order=len(words)))
    return words


def _baseline(line: Sequence[SeenWord]) -> float:
    """Return where the letters of the line stand, in pixels: only some reach below it."""
    standing = [
        word.box[3] for word in line if word.text[0].isalnum() and not _DEEP.search(word.text)
    ]
    if standing:
        return median(standing)
    return median(word.box[3] - _DEPTH * (word.box[3] - word.box[1]) for word in line)


def _size(line: Sequence[SeenWord]) -> float:
    """Return the type size of the line in pixels, by the height of its letters."""
    baseline = _baseline(line)
    sizes = []
    for word in line:
        if _TALL.search(word.text):
            sizes.append((baseline - word.box[1]) / _TALL_HEIGHT)
        elif _SMALL.fullmatch(word.text):
            sizes.append((baseline - word.box[1]) / _SMALL_HEIGHT)
    return median(sizes or [word.box[3] - word.box[1] for word in line])


def _settled(sizes: Sequence[float], weights: Sequence[int]) -> list[float]:
    """Return the sizes of measured type: near the usual, or the line before, is the same."""
    if not sizes:
        return []
    each_word = [size for size, count in zip(sizes, weights, strict=True) for _ in range(count)]
    usual = max(1.0, round(2 * median(each_word)) / 2)
    settled: list[float] = []
    for size in sizes:
        same = [known for known in (usual, *settled[-1:]) if 1 / _STEP < size / known < _STEP]
        settled.append(same[0] if same else max(1.0, round(2 * size) / 2))
    return settled
