"""Headings of plain text: underlined, numbered, in capitals, or left of everything else.

A line that may as well be a sentence or a list's item is none: an over-eager heading loses a
requirement, a heading taken for a paragraph only a section's name.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reqx.parsing.contents import is_entry
from reqx.parsing.labels import LabelKind
from reqx.parsing.text.paragraphs import Paragraph, Piece

BINDING = re.compile(
    r"\b(?:shall|must|should|will|doit|doivent|devra|devront|devrait|devraient|muss|müssen|soll|"
    r"sollen|sollte|debe|deben|deberá|deve|devono|dovrà|moet|moeten)\b",
    re.IGNORECASE,
)
"""The verbs that make a line a sentence that binds somebody."""
_STATING = re.compile(r"\b(?:is|are|can|may|est|sont|peut|peuvent|sera|seront|ist|sind)\b")
_MARK = re.compile(r"\s*[(\[][A-Z]{1,3}[)\]]\Z")
"""A mark of the document's own, "(M)", may stand behind an introduction's colon."""
_MAX_WORDS = 12
_MANY_WORDS = 6
_MAX_STEP = 2
"""A chapter's heading may have been missed, not many."""
_MIN_BODY_INDENT = 2
_SECTION_KINDS = frozenset({LabelKind.NUMBER, LabelKind.TITLE, LabelKind.ENUMERATION})
_BARE = re.compile(r"(\d{1,2})\s+(?=[A-ZÀ-Ý])")


def heading_levels(pieces: Sequence[Piece]) -> dict[int, int]:
    """Return the levels of the headings by their place among the pieces."""
    levels: dict[int, int] = {}
    rules: list[str] = []
    body = _body_indent(pieces)
    numbered = set(_numbered(pieces))
    for place, piece in enumerate(pieces):
        if not isinstance(piece, Paragraph) or not is_title(piece):
            continue
        if place in numbered:
            levels[place] = len(numbers_of(piece))
        elif piece.rule:
            rules += [piece.rule] if piece.rule not in rules else []
            levels[place] = len(numbers_of(piece)) or rules.index(piece.rule) + 1
        elif piece.may_be_title and (_is_named(piece) or _stands_out(piece, body)):
            levels[place] = 1
    return levels


def is_title(paragraph: Paragraph) -> bool:
    """Tell whether the words may be a heading's: few, and no sentence."""
    label, words = paragraph.label, _MARK.sub("", paragraph.words)
    if label is not None and label.kind in {LabelKind.BULLET, LabelKind.IDENTIFIER}:
        return False
    count = len(words.split())
    if not 0 < count <= _MAX_WORDS or words.endswith((".", ";", ",", ":", "?", "!")):
        return False
    if sum(map(str.isalpha, words)) < 2 or BINDING.search(words) or is_entry(words):
        return False
    return not (count > _MANY_WORDS and _STATING.search(words))


def numbers_of(paragraph: Paragraph) -> tuple[int, ...]:
    """Return the numbers of its section label without final zeros; none for letters."""
    label = paragraph.label
    if label is None:
        bare = _BARE.match(paragraph.text)
        return (int(bare.group(1)),) if bare else ()
    has_digit = any(map(str.isdigit, label.text))
    if label.kind not in {*_SECTION_KINDS, LabelKind.BARE} or not has_digit:
        return ()
    numbers = label.numbers
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers = numbers[:-1]
    return numbers


def _is_named(paragraph: Paragraph) -> bool:
    return paragraph.label is not None and paragraph.label.kind is LabelKind.TITLE


def _stands_out(paragraph: Paragraph, body: int) -> bool:
    """Tell whether it is in capitals, or begins left of an indented body."""
    if paragraph.label is not None or re.search(r":\s", paragraph.text):
        return False
    text = paragraph.text
    letters = [char for char in text if char.isalpha()]
    # "FR-UA 3" is an identifier.
    is_upper = len(letters) > 3 and all(map(str.isupper, letters)) and not text[-1].isdigit()
    is_outside = body >= _MIN_BODY_INDENT and paragraph.first.indent < body
    return is_upper or (is_outside and text[:1].isupper() and len(paragraph.lines) == 1)


def _body_indent(pieces: Sequence[Piece]) -> int:
    """Return the column most lines begin in."""
    counts = Counter(x.indent for p in pieces if isinstance(p, Paragraph) for x in p.lines)
    return counts.most_common(1)[0][0] if counts else 0


def _numbered(pieces: Sequence[Piece]) -> Iterator[int]:
    """Yield the places of the titles whose numbers go on from one to the next."""
    candidates = {
        place: piece
        for place, piece in enumerate(pieces)
        if isinstance(piece, Paragraph)
        and piece.may_be_title
        and numbers_of(piece)
        and is_title(piece)
    }
    items = set(_items(candidates))
    reached: tuple[int, ...] = (0,)
    for place, piece in candidates.items():
        numbers = numbers_of(piece)
        is_next = numbers > reached and numbers[0] - reached[0] <= _MAX_STEP
        if place not in items and (is_next or piece.rule or _is_named(piece)):
            reached = numbers
            yield place


def _items(candidates: Mapping[int, Paragraph]) -> Iterator[int]:
    """Yield the places of list items: the next number follows at once, without any text."""
    for place, piece in candidates.items():
        after = candidates.get(place + 1)
        numbers = numbers_of(piece)
        if after is None or piece.rule or len(numbers) > 1:
            continue
        if numbers_of(after) == (numbers[0] + 1,):
            yield from (place, place + 1)
