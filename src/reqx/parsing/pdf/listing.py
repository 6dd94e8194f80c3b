"""A page's words, one by one or as columns of what is known of them.

Most words only become part of a line. Kept as columns (all texts, all left edges, ...), a line is
cut out of them at once; a word becomes a `Word` where something must be told of it alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count, pairwise
from operator import attrgetter, ne, sub

from reqx.model.blocks import BBox

ASCENT, DESCENT = 0.8, 0.2
OVERPRINT = 0.15
"""Sizes within which a word lies upon another."""


@dataclass(slots=True)
class Word:
    """What stands between white space. It ends in `BROKEN` where a hyphen at a line end was.

    Places are on the page as read (see `Turn`). `quarters` is not 0 for text that stands sideways
    on that page, and SLANTED for text at any other angle. `order` is the word's place in the file.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    is_bold: bool
    quarters: int = 0
    order: int = 0

    @property
    def top(self) -> float:
        """The height of a capital letter with its accent above the baseline."""
        return self.baseline - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The depth of a descender below the baseline."""
        return self.baseline + DESCENT * self.size

    @property
    def bbox(self) -> BBox:
        """The word's box."""
        return self.x0, self.top, self.x1, self.bottom


@dataclass(slots=True)
class Strip:
    """Words from `start` to before `end` of a listing: one baseline, one size, one weight.

    `top` and `bottom` are those of each of its words.
    """

    start: int
    end: int
    x0: float
    last_x0: float
    baseline: float
    size: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Listing:
    """The words of a page in the order of the file, as columns of equal length."""

    texts: list[str]
    x0s: list[float]
    x1s: list[float]
    baselines: list[float]
    sizes: list[float]
    bolds: list[bool]
    quarters: list[int]

    def words(self, start: int = 0, end: int | None = None) -> list[Word]:
        """Return the words from `start` to before `end`."""
        part = slice(start, end)
        last = len(self.texts) if end is None else end
        return list(
            map(
                Word,
                self.texts[part],
                self.x0s[part],
                self.x1s[part],
                self.baselines[part],
                self.sizes[part],
                self.bolds[part],
                self.quarters[part],
                range(start, last),
            )
        )

    def word(self, place: int) -> Word:
        """Return the word at that place."""
        return Word(
            self.texts[place],
            self.x0s[place],
            self.x1s[place],
            self.baselines[place],
            self.sizes[place],
            self.bolds[place],
            self.quarters[place],
            place,
        )

    def put(self, place: int, word: Word) -> None:
        """Let the word stand at that place."""
        self.texts[place] = word.text
        self.x0s[place], self.x1s[place] = word.x0, word.x1
        self.baselines[place], self.sizes[place] = word.baseline, word.size

    def strips(self) -> list[Strip]:
        """Return the words as strips, in the order of the file."""
        baselines, sizes, bolds = self.baselines, self.sizes, self.bolds
        looks = list(zip(baselines, sizes, bolds, strict=True))
        breaks = compress(count(1), map(ne, looks, looks[1:]))
        return [self._strip(a, b) for a, b in pairwise([0, *breaks, len(baselines)])]

    def _strip(self, start: int, end: int) -> Strip:
        x0s, baseline, size = self.x0s, self.baselines[start], self.sizes[start]
        top, bottom = baseline - ASCENT * size, baseline + DESCENT * size
        return Strip(start, end, x0s[start], x0s[end - 1], baseline, size, top, bottom)

    def is_plain(self, strips: Sequence[Strip], size: tuple[float, float]) -> bool:
        """Tell whether each word is upright, within a page of that size, and printed once.

        A no is no more than a doubt.
        """
        width, height = size
        baselines = [strip.baseline for strip in strips]
        return (
            all(self.texts)
            and not any(self.quarters)
            and min(self.x1s) > 0
            and min(baselines) > 0
            and max(baselines) < height
            and self._go_on(strips)
            # They go on to the right: the last word of each reaches furthest.
            and max([strip.last_x0 for strip in strips]) < width
            and not _overlap(strips)
        )

    def _go_on(self, strips: Iterable[Strip]) -> bool:
        """Tell whether each word of a strip begins well to the right of the one before."""
        steps = list(map(sub, self.x0s[1:], self.x0s))
        return all(
            [  # noqa: C419 - the faster way
                min(steps[strip.start : strip.end - 1]) >= OVERPRINT * strip.size
                for strip in strips
                if strip.end > strip.start + 1
            ]
        )


def _overlap(strips: Sequence[Strip]) -> bool:
    """Tell whether a word may be printed upon a word of another strip."""
    near = OVERPRINT * max(strip.size for strip in strips)
    return any(
        other.x0 - near < strip.last_x0 and strip.x0 - near < other.last_x0
        for strip, other in _neighbours(sorted(strips, key=attrgetter("baseline")), near)
    )


def _neighbours(strips: Sequence[Strip], near: float) -> Iterator[tuple[Strip, Strip]]:
    """Yield the pairs whose baselines are nearly one."""
    for place, strip in enumerate(strips, 1):
        while place < len(strips) and strips[place].baseline - strip.baseline < near:
            yield strip, strips[place]
            place += 1  # noqa: PLW2901 - it runs ahead of the loop
