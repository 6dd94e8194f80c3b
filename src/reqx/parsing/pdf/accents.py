"""Accents that a file draws apart from their letters: TeX's older fonts have no letter with one.

pdfium tells such an accent as a character of its own before or behind the letter it is drawn over,
or, drawn over a capital, as a word of its own behind the line. Where it stands tells it from an
apostrophe, which many write as an accent.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reqx.parsing.characters import normalise
from reqx.parsing.pdf.found import Found
from reqx.parsing.pdf.glyphs import Characters
from reqx.parsing.pdf.listing import Listing

_MARKS = {
    "`": "\u0300",
    "\u00b4": "\u0301",
    "^": "\u0302",
    "\u02c6": "\u0302",
    "~": "\u0303",
    "\u02dc": "\u0303",
    "\u00a8": "\u0308",
    "\u02da": "\u030a",
    "\u02dd": "\u030b",
    "\u02c7": "\u030c",
    "\u00b8": "\u0327",
}
"""The combining form of each accent that is a character by itself."""
_ACCENTS = frozenset(_MARKS)
_DOTLESS = {"\u0131": "i", "\u0237": "j"}
_OVER = 0.5
"""Share of an accent's width that is over its letter."""
_FAR = 200
"""Words before and behind an accent of its own among which its letter is looked for: two lines."""
_TOUCHING = 0.1
"""White between the parts of a word that an accent stands between, in sizes of its text."""

Ways = tuple[int, int]
_Range = tuple[float, float]
"""Left and right of a character."""


def set_accents(characters: Characters, found: Found, listing: Listing, ways: Ways) -> list[int]:
    """Set the accents of a page on their letters; return the places of words that are no more.

    `ways`: which two sides of a character's box are where it begins and ends as the page is read.
    """
    # Few pages have any, which is seen faster accent by accent.
    if not any([accent in characters.text for accent in _MARKS]):  # noqa: C419 - see above
        return []
    page = _Page(characters, found, listing, ways)
    places = [i for i in range(len(found.texts)) if page.has_accent(i)]
    for i in places:
        listing.texts[i] = normalise(_joined(found.texts[i], page.ranges(i)))
    alone = [i for i in places if listing.texts[i] in _ACCENTS]
    gone = [i for i in alone if page.sets(i)]
    return gone + [i + 1 for i in gone if _rejoin(listing, i)]


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of a page, and what is needed to know where their characters are."""

    characters: Characters
    found: Found
    listing: Listing
    ways: Ways

    def has_accent(self, place: int) -> bool:
        """Tell whether a word that is upright has an accent that is a character by itself."""
        return not (self.listing.quarters[place] or _ACCENTS.isdisjoint(self.found.texts[place]))

    def ranges(self, place: int) -> list[_Range]:
        """Return how far each character of a word reaches, in user space."""
        first = self.found.firsts[place]
        indices = range(first, first + len(self.found.texts[place]))
        a, b = self.characters.boxes(indices, self.ways)
        return list(zip(map(min, a, b), map(max, a, b), strict=True))

    def sets(self, place: int) -> bool:
        """Set an accent that is a word of its own on its letter; tell whether there is one."""
        (own,) = self.ranges(place)
        accent, texts = self.found.texts[place], self.listing.texts
        for other in _under(self.listing, place):
            if len(texts[other]) != len(self.found.texts[other]):
                continue
            for i, stands in enumerate(self.ranges(other)):
                one = _one(texts[other][i], accent) if _is_over(own, stands) else None
                if one:
                    texts[other] = texts[other][:i] + one + texts[other][i + 1 :]
                    return True
        return False


def _joined(text: str, ranges: Sequence[_Range]) -> str:
    """Return a word with its accents on the letters that they are drawn over."""
    letters: list[str] = []
    waiting: tuple[str, _Range] | None = None
    for i, letter in enumerate(text):
        if waiting and _is_over(waiting[1], ranges[i]) and (one := _one(letter, waiting[0])):
            letters[-1], waiting = one, None
            continue
        waiting = None
        if letter in _ACCENTS and i and _is_over(ranges[i], ranges[i - 1]):
            letters[-1] = _one(letters[-1], letter) or letters[-1] + letter
            continue
        waiting = (letter, ranges[i]) if letter in _ACCENTS else None
        letters.append(letter)
    return "".join(letters)


def _under(listing: Listing, place: int) -> Iterator[int]:
    """Yield the places of the words that an accent may be drawn over."""
    middle = (listing.x0s[place] + listing.x1s[place]) / 2
    baseline, size = listing.baselines[place], listing.sizes[place]
    for i in range(max(0, place - _FAR), min(len(listing.texts), place + _FAR)):
        is_level = abs(listing.baselines[i] - baseline) < size / 2
        if is_level and i != place and listing.x0s[i] <= middle <= listing.x1s[i]:
            yield i


def _rejoin(listing: Listing, place: int) -> bool:
    """Join the parts of a word that an accent stood between; tell whether there are any."""
    before, behind = place - 1, place + 1
    if before < 0 or behind >= len(listing.texts):
        return False
    white = listing.x0s[behind] - listing.x1s[before]
    is_level = listing.baselines[before] == listing.baselines[behind]
    if not is_level or abs(white) > _TOUCHING * listing.sizes[place]:
        return False
    listing.texts[before] += listing.texts[behind]
    listing.x1s[before] = listing.x1s[behind]
    return True


def _is_over(accent: _Range, letter: _Range) -> bool:
    shared = min(accent[1], letter[1]) - max(accent[0], letter[0])
    return shared > _OVER * (accent[1] - accent[0])


def _one(letter: str, accent: str) -> str | None:
    """Return the letter with the accent, None where there is no such letter."""
    one = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _MARKS[accent])
    return one if len(one) == 1 else None
