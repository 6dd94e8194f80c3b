"""A page's words with their boxes, sizes and weights, as pdfium sees them.

Only the first and the last character of a word are asked for their place: asking every one costs
four times as much, and tells nothing more.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pypdfium2 import PdfPage, PdfTextPage

from reqx.model.blocks import BBox
from reqx.parsing.characters import BROKEN, normalise
from reqx.parsing.pdf.geometry import Matrix, Turn, after, apply, shown
from reqx.parsing.pdf.glyphs import SLANTED, Characters, Face

_WORD = re.compile(r"\S+")
_PIECE = re.compile(f"[^{BROKEN}]+{BROKEN}?|{BROKEN}")
_LEADER = "._-\u2026\u00b7"
_HEBREW = "\u0590"
"""From here on, scripts that run other ways."""
_ASCENT, _DESCENT = 0.8, 0.2


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
        return self.baseline - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        """The depth of a descender below the baseline."""
        return self.baseline + _DESCENT * self.size

    @property
    def bbox(self) -> BBox:
        """The word's box."""
        return self.x0, self.top, self.x1, self.bottom


@dataclass(frozen=True, slots=True)
class PageWords:
    """A page's words in the order of the file; how they were set upright; the page's size so."""

    words: list[Word]
    turn: Turn
    matrix: Matrix

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as read."""
        width, height = self.turn.width, self.turn.height
        return (height, width) if self.turn.quarters % 2 else (width, height)


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    first: int
    last: int
    face: Face


def read_words(page: PdfPage, text_page: PdfTextPage) -> PageWords:
    """Return the words of the page that lie inside its visible box."""
    bbox = page.get_bbox()
    to_shown = shown(bbox, page.get_rotation())
    characters = Characters(text_page, to_shown)
    found = list(_find(characters))
    turn = Turn(_usual_turn(found), *_shown_size(bbox, page.get_rotation()))
    matrix = after(to_shown, turn.matrix)
    result = PageWords([], turn, matrix)
    words = (word for item in found for word in _place(characters, item, matrix, turn))
    for word in _without_overprint(_inside(words, result.size)):
        word.order = len(result.words)
        result.words.append(word)
    return result


def _shown_size(bbox: BBox, rotation: int) -> tuple[float, float]:
    width, height = bbox[2] - bbox[0], bbox[3] - bbox[1]
    return (height, width) if rotation % 180 else (width, height)


def _find(characters: Characters) -> Iterator[_Found]:
    index, face = characters.index, characters.face
    for match in _WORD.finditer(characters.text):
        start, word = match.start(), match.group()
        for piece in _PIECE.findall(word) if BROKEN in word else (word,):
            first = index(start)
            last = index(start + len(piece.rstrip(BROKEN) or piece) - 1)
            yield _Found(piece, first, last, face(first))
            start += len(piece)


def _usual_turn(found: Iterable[_Found]) -> int:
    counts: Counter[int] = Counter({0: 0})
    for item in found:
        counts[item.face.quarters % SLANTED] += len(item.text)
    return counts.most_common(1)[0][0]


def _place(characters: Characters, item: _Found, matrix: Matrix, turn: Turn) -> Iterator[Word]:
    face = item.face
    is_slanted = face.quarters == SLANTED
    quarters = SLANTED if is_slanted else (face.quarters - turn.quarters) % 4
    left, bottom, right, top = characters.box(item.first)
    if item.last != item.first:
        last = characters.box(item.last)
        left, bottom = min(left, last[0]), min(bottom, last[1])
        right, top = max(right, last[2]), max(top, last[3])
    xa, ya = apply(matrix, left, bottom)
    xb, yb = apply(matrix, right, top)
    x0, x1 = (xa, xb) if xa < xb else (xb, xa)
    baseline = apply(matrix, *characters.origin(item.first))[1]
    word = Word(_readable(item.text), x0, x1, baseline, face.size, face.is_bold, quarters)
    if quarters:
        # Sideways: the box is all there is to say, its height plays the part of the size.
        height = max(abs(yb - ya), 1.0)
        yield replace(word, baseline=max(ya, yb) - _DESCENT * height, size=height)
    elif _is_odd(item, word):
        yield from _by_character(characters, item, word, matrix)
    else:
        yield word


def _readable(text: str) -> str:
    text = normalise(text)
    # A lone character of a symbol font without a meaning is a bullet.
    return "•" if len(text) == 1 and unicodedata.category(text) == "Co" else text


def _is_odd(item: _Found, word: Word) -> bool:
    """Tell whether the word may be overprinted, or two words that pdfium did not separate."""
    text = item.text.rstrip(_LEADER)
    count = len(text)
    if count < 2 or not (text.isascii() or max(text) < _HEBREW):
        return False
    if word.x1 - word.x0 > 1.3 * word.size * len(item.text):
        return True
    # As many as there can be, before they are counted: few words have any.
    repeats = count - len(set(text))
    if 2 * repeats < count - 1:
        return False
    return 2 * sum(map(str.__eq__, text, text[1:])) >= count - 1


def _by_character(
    characters: Characters, item: _Found, word: Word, matrix: Matrix
) -> Iterator[Word]:
    """Rebuild a word from the places of its characters: repeated ones dropped, parted at gaps."""
    current: Word | None = None
    text = item.text.rstrip(BROKEN)
    for index, character in enumerate(text, item.first):
        box = characters.box(index)
        x0, x1 = sorted((apply(matrix, *box[:2])[0], apply(matrix, *box[2:])[0]))
        baseline = apply(matrix, *characters.origin(index))[1]
        letter = replace(word, text=normalise(character), x0=x0, x1=x1, baseline=baseline)
        if current is None:
            current = letter
        elif _is_apart(current, letter):
            yield current
            current = letter
        elif not (current.text.endswith(letter.text) and _is_on(current, letter)):
            current = replace(current, text=current.text + letter.text, x1=max(current.x1, x1))
    if current is not None:
        yield replace(current, text=current.text + item.text[len(text) :])


def _is_apart(word: Word, letter: Word) -> bool:
    gap = letter.x0 - word.x1
    return abs(letter.baseline - word.baseline) > word.size / 2 or gap > word.size / 2


def _is_on(word: Word, letter: Word) -> bool:
    """Tell whether the letter is printed upon the word's last one."""
    return word.x1 - letter.x0 > 0.6 * (letter.x1 - letter.x0)


def _inside(words: Iterable[Word], size: tuple[float, float]) -> Iterator[Word]:
    width, height = size
    for word in words:
        if word.x1 > 0 and word.x0 < width and word.bottom > 0 and word.top < height and word.text:
            yield word


def _without_overprint(words: Iterable[Word]) -> Iterator[Word]:
    """Drop a word printed again on the same place, a fraction of a point apart."""
    seen: dict[str, list[Word]] = {}
    for word in words:
        twins = seen.get(word.text)
        if twins is None:
            seen[word.text] = [word]
        elif any(_is_twin(twin, word) for twin in twins[-4:]):
            continue
        else:
            twins.append(word)
        yield word


def _is_twin(a: Word, b: Word) -> bool:
    nearest = 0.15 * a.size
    return abs(a.x0 - b.x0) < nearest and abs(a.baseline - b.baseline) < nearest
