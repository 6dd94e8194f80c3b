"""A page's words with their boxes, sizes and weights, as pdfium sees them."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, compress, count, islice
from operator import gt, mul, sub

from pypdfium2 import PdfPage, PdfTextPage

from reqx.model.blocks import BBox
from reqx.parsing.characters import BROKEN, normalise
from reqx.parsing.pdf.accents import set_accents
from reqx.parsing.pdf.found import Found, find, quarters, sides, usual_turn
from reqx.parsing.pdf.geometry import Matrix, Turn, after, box_through, shown
from reqx.parsing.pdf.glyphs import Characters
from reqx.parsing.pdf.listing import DESCENT, OVERPRINT, Listing, Strip, Word
from reqx.parsing.pdf.unseen import unseen
from reqx.parsing.pdf.widths import Widths

_WIDTHS = Widths()


class PageWords:
    """A page's words in the order of the file; how they were set upright; the page's size so.

    `strips` are all of them where the page is plain (see `Listing`), else none; `unseen` is how
    many of them nobody sees.
    """

    def __init__(
        self,
        words: list[Word] | Listing,
        turn: Turn,
        matrix: Matrix,
        strips: Sequence[Strip] = (),
        unseen: int = 0,
    ) -> None:
        self._words = words
        self.turn = turn
        self.matrix = matrix
        self.strips = strips
        self.unseen = unseen

    @property
    def listing(self) -> Listing | None:
        """The words as columns, until they are asked for one by one."""
        return self._words if isinstance(self._words, Listing) else None

    @property
    def words(self) -> list[Word]:
        """The words one by one: what is added to them belongs to the page."""
        if isinstance(self._words, Listing):
            self._words, self.strips = self._words.words(), ()
        return self._words

    @property
    def texts(self) -> list[str]:
        """The text of each word."""
        words = self._words
        return words.texts if isinstance(words, Listing) else [word.text for word in words]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as read."""
        return _size(self.turn)


def read_words(page: PdfPage, text_page: PdfTextPage) -> PageWords:
    """Return the words of the page that lie inside its visible box."""
    bbox = page.get_bbox()
    to_shown = shown(bbox, page.get_rotation())
    characters = Characters(text_page, to_shown)
    found = find(characters)
    turn = Turn(usual_turn(characters, found), *_shown_size(bbox, page.get_rotation()))
    matrix = after(to_shown, turn.matrix)
    size, lost = _size(turn), unseen(page, characters, found)
    listing = _listed(characters, found, matrix, turn)
    strange = _mended(characters, found, listing, matrix)
    ways = (0, 2) if matrix[0] else (1, 3)
    strange |= dict.fromkeys(set_accents(characters, found, listing, ways), ())
    for place in [place for place, parts in strange.items() if len(parts) == 1]:
        listing.put(place, strange.pop(place)[0])
    if found.texts and not strange:
        strips = listing.strips()
        if listing.is_plain(strips, size):
            return PageWords(listing, turn, matrix, strips, lost)
    return PageWords(_one_by_one(listing, strange, size), turn, matrix, unseen=lost)


def _one_by_one(
    listing: Listing, strange: Mapping[int, Sequence[Word]], size: tuple[float, float]
) -> list[Word]:
    """Return the words on the page, the strange ones mended, numbered anew."""
    parts = (strange.get(place, (word,)) for place, word in enumerate(listing.words()))
    words = list(_without_overprint(_inside(chain.from_iterable(parts), size)))
    for place, word in enumerate(words):
        word.order = place
    return words


def _size(turn: Turn) -> tuple[float, float]:
    return (turn.height, turn.width) if turn.quarters % 2 else (turn.width, turn.height)


def _shown_size(bbox: BBox, rotation: int) -> tuple[float, float]:
    width, height = bbox[2] - bbox[0], bbox[3] - bbox[1]
    return (height, width) if rotation % 180 else (width, height)


def _listed(characters: Characters, found: Found, matrix: Matrix, turn: Turn) -> Listing:
    """Return the words where they stand on the page as read."""
    xs, ys = characters.origins(found.firsts)
    x0s, x1s = sides(characters, found, matrix, xs)
    texts = found.texts[:]
    if not characters.text.isascii():
        texts = [text if text.isascii() else _readable(text) for text in texts]
    return Listing(
        texts,
        x0s,
        x1s,
        _baselines(xs, ys, matrix),
        [face.size for face in found.faces],
        [face.is_bold for face in found.faces],
        quarters(characters, found, turn),
    )


def _baselines(xs: Sequence[float], ys: Sequence[float], matrix: Matrix) -> list[float]:
    _, b, _, d, _, f = matrix
    if not b and d == -1:
        return [f - y for y in ys]
    return [b * x + d * y + f for x, y in zip(xs, ys, strict=True)]


def _mended(
    characters: Characters, found: Found, listing: Listing, matrix: Matrix
) -> dict[int, Sequence[Word]]:
    """Return what stands for the words that are sideways, or not what they seem, by place."""
    widths = map(sub, listing.x1s, listing.x0s)
    limits = map(mul, map(_WIDTHS.__getitem__, found.texts), listing.sizes)
    strange = list(compress(count(), map(gt, widths, limits)))
    sideways = list(compress(count(), listing.quarters))
    upright = [place for place in strange if not listing.quarters[place]] if sideways else strange
    parts = {place: _upright(characters, found, listing, place, matrix) for place in sideways}
    return parts | _by_characters(characters, found, listing, upright, matrix)


def _upright(
    characters: Characters, found: Found, listing: Listing, place: int, matrix: Matrix
) -> Sequence[Word]:
    # Sideways: the box is all there is to say, its height plays the part of the size.
    ends = [found.firsts[place], found.lasts[place]]
    _, bottoms, _, tops = _boxes(characters, ends, matrix)
    top, bottom = min(tops), max(bottoms)
    height = max(bottom - top, 1.0)
    word = listing.word(place)
    return [replace(word, baseline=bottom - DESCENT * height, size=height)]


@lru_cache(maxsize=2048)
def _readable(text: str) -> str:
    text = normalise(text)
    return "•" if len(text) == 1 and _is_picture(text) else text


def _is_picture(letter: str) -> bool:
    """Tell whether a lone character means nothing: a bullet of a symbol font."""
    return unicodedata.category(letter) == "Co" or "\x80" <= letter <= "\x9f"


def _by_characters(
    characters: Characters, found: Found, listing: Listing, places: Sequence[int], matrix: Matrix
) -> dict[int, Sequence[Word]]:
    """Return the words at these places, rebuilt from the places of their characters."""
    if not places:
        return {}
    texts = [found.texts[place].rstrip(BROKEN) for place in places]
    starts = [found.firsts[place] for place in places]
    indices = [
        start + i for start, text in zip(starts, texts, strict=True) for i in range(len(text))
    ]
    x0s, x1s = _edges(characters, indices, matrix)
    stands = zip(x0s, x1s, _baselines(*characters.origins(indices), matrix), strict=True)
    rebuilt: dict[int, Sequence[Word]] = {}
    for place, text in zip(places, texts, strict=True):
        words = list(_by_character(text, islice(stands, len(text)), listing.word(place)))
        if words:
            words[-1].text += found.texts[place][len(text) :]
        rebuilt[place] = words
    return rebuilt


def _by_character(
    letters: str, stands: Iterable[tuple[float, float, float]], word: Word
) -> Iterator[Word]:
    """Rebuild a word: repeated characters dropped, parted at gaps.

    `stands` are the left, the right and the baseline of each.
    """
    current: Word | None = None
    for character, (x0, x1, baseline) in zip(letters, stands, strict=True):
        letter = normalise(character)
        if current is None or _is_apart(current, x0, baseline):
            if current is not None:
                yield current
            current = Word(letter, x0, x1, baseline, word.size, word.is_bold, 0, word.order)
        elif not (current.text.endswith(letter) and _is_on(current, x0, x1)):
            current.text += letter
            current.x1 = max(current.x1, x1)
    if current is not None:
        yield current


def _edges(
    characters: Characters, indices: Sequence[int], matrix: Matrix
) -> tuple[list[float], list[float]]:
    """Return the lefts and the rights of characters on the page as read."""
    if not matrix[0] > 0:
        x0s, _, x1s, _ = _boxes(characters, indices, matrix)
        return x0s, x1s
    lefts, rights = characters.boxes(indices, (0, 2))
    a = [x + matrix[4] for x in map(min, lefts, rights)]
    return a, [x + matrix[4] for x in map(max, lefts, rights)]


def _boxes(characters: Characters, indices: Sequence[int], matrix: Matrix) -> list[list[float]]:
    """Return the lefts, bottoms, rights and tops of characters on the page as read."""
    lefts, tops, rights, bottoms = characters.boxes(indices)
    corners = zip(lefts, bottoms, rights, tops, strict=True)
    boxes = [box_through(matrix, corner) for corner in corners]
    return [[box[i] for box in boxes] for i in (0, 3, 2, 1)]


def _is_apart(word: Word, x0: float, baseline: float) -> bool:
    """Tell whether a letter that begins there stands away from the word's last one."""
    return abs(baseline - word.baseline) > word.size / 2 or x0 - word.x1 > word.size / 2


def _is_on(word: Word, x0: float, x1: float) -> bool:
    """Tell whether a letter from `x0` to `x1` is printed upon the word's last one."""
    return word.x1 - x0 > 0.6 * (x1 - x0)


def _inside(words: Iterable[Word], size: tuple[float, float]) -> Iterable[Word]:
    width, height = size
    return [
        word
        for word in words
        if word.x1 > 0
        and word.x0 < width
        and word.text
        and (0 < word.baseline < height or (word.bottom > 0 and word.top < height))
    ]


def _without_overprint(words: Iterable[Word]) -> Iterator[Word]:
    """Drop a word printed again on the same place, a fraction of a point apart."""
    seen: dict[str, list[Word]] = {}
    for word in words:
        twins = seen.get(word.text)
        if twins is None:
            seen[word.text] = [word]
        elif _has_twin(twins, word):
            continue
        else:
            twins.append(word)
        yield word


def _has_twin(twins: Sequence[Word], word: Word) -> bool:
    x, y = word.x0, word.baseline
    for twin in twins[-4:]:
        nearest = OVERPRINT * twin.size
        # Most stand on other lines.
        if -nearest < twin.baseline - y < nearest and -nearest < twin.x0 - x < nearest:
            return True
    return False
