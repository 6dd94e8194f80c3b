"""A page's words as pdfium lists them: where each begins and ends, and how it looks.

Only the first and the last character of a word are asked for their place: asking every one costs
four times as much, and tells nothing more.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, compress, count
from operator import add, le, lt

from reqx.parsing.characters import BROKEN
from reqx.parsing.pdf.geometry import Matrix, Turn
from reqx.parsing.pdf.glyphs import SLANTED, Characters, Face

_SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
"""All white space but the space."""
_PIECE = re.compile(rf"[^\s{BROKEN}]+{BROKEN}?|{BROKEN}")


@dataclass(frozen=True, slots=True)
class Found:
    """The words, item by item: text, index of the first and last character, what the first is of.

    `objects` are the addresses of text objects, `faces` how these look.
    """

    texts: list[str]
    firsts: list[int]
    lasts: list[int]
    objects: list[int | None]
    faces: list[Face]


def find(characters: Characters) -> Found:
    """Part the page's text at white space, and at hyphens that end a line."""
    text = characters.text
    if BROKEN in text:
        texts, starts = _PIECE.findall(text), list(map(re.Match.start, _PIECE.finditer(text)))
        reaches = [len(word) - 1 - (len(word) > 1 and word[-1] == BROKEN) for word in texts]
    else:
        texts, starts = _words(text)
        reaches = [len(word) - 1 for word in texts]
    firsts = characters.indices(starts)
    objects = characters.objects(firsts)
    faces = characters.faces(objects, firsts)
    return Found(texts, firsts, characters.indices(map(add, starts, reaches)), objects, faces)


def _words(text: str) -> tuple[list[str], list[int]]:
    """Return what stands between white space, and where each begins."""
    for space in filter(text.__contains__, _SPACES):
        text = text.replace(space, " ")
    pieces = text.split(" ")
    # Between two pieces stands one space.
    starts = map(add, accumulate(map(len, pieces), initial=0), count())
    return list(filter(None, pieces)), list(compress(starts, pieces))


def usual_turn(characters: Characters, found: Found) -> int:
    """Return the quarter turns that set most of the letters upright."""
    turns = {face.quarters for face in characters.seen}
    if len(turns) == 1:
        return turns.pop() % SLANTED
    counts: Counter[int] = Counter({0: 0})
    for text, face in zip(found.texts, found.faces, strict=True):
        counts[face.quarters % SLANTED] += len(text)
    return counts.most_common(1)[0][0]


def sides(
    characters: Characters, found: Found, matrix: Matrix, origins: list[float]
) -> tuple[list[float], list[float]]:
    """Return the left and the right edges of the words on the page as read.

    `origins` are the x of their first characters, in user space.
    """
    # Quarter turns: x comes from x alone, or from y alone.
    by, ways = (matrix[0], (0, 2)) if matrix[0] else (matrix[2], (3, 1))
    lows, highs = characters.boxes(found.lasts, ways)
    shift = matrix[4]
    if matrix[0] > 0 and all(map(le, origins, lows)):
        # Upright, from left to right: the loose box of a character begins at its origin.
        # Hardly a character has no width.
        is_wide = all(map(lt, origins, highs))
        ends = highs if is_wide else map(max, origins, highs)
        return _shifted(origins, shift), _shifted(ends, shift)
    first_lows, first_highs = characters.boxes(found.firsts, ways)
    lefts, rights = map(min, first_lows, lows), map(max, first_highs, highs)
    if matrix[0] > 0:
        a, b = _shifted(lefts, shift), _shifted(rights, shift)
    else:
        a, b = [by * x + shift for x in lefts], [by * x + shift for x in rights]
    return (a, b) if all(map(le, a, b)) else (list(map(min, a, b)), list(map(max, a, b)))


def _shifted(xs: Iterable[float], shift: float) -> list[float]:
    return [x + shift for x in xs] if shift else list(xs)


def quarters(characters: Characters, found: Found, turn: Turn) -> list[int]:
    """Return how far each word is turned on the page as read."""
    if all(face.quarters == turn.quarters for face in characters.seen):
        return [0] * len(found.texts)
    turned = {
        quarters: SLANTED if quarters == SLANTED else (quarters - turn.quarters) % 4
        for quarters in range(SLANTED + 1)
    }
    return [turned[face.quarters] for face in found.faces]
