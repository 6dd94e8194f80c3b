"""Headings: told by the outline and the table of contents, else by how they are printed.

Sentences are not headings, however they are printed or numbered: an over-eager heading loses a
requirement, a heading taken for a paragraph only a section's name.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reqx.parsing.labels import Label, LabelKind
from reqx.parsing.pdf.paragraphs import Paragraph

_BINDING = re.compile(
    # First what costs little: the first letter.
    r"\b(?=[dmsw])(?:shall|must|should|will|doit|doivent|devra|devront|devrait|devraient|"
    r"muss|müssen|soll|sollen|sollte|debe|deben|deberá|deve|devono|dovrà|moet|moeten)\b",
    re.IGNORECASE,
)
_STATING = re.compile(r"\b(?:is|are|can|may|est|sont|peut|peuvent|sera|seront|ist|sind)\b")
_PAGE = re.compile(r"[\s.\u2026_\u00b7]*[\divxlc]{1,5}\s*$")
_FIELD = re.compile(r":\s")
_MAX_WORDS = 16
_MAX_LINES = 3
_MAX_LEVEL = 9
_LARGER = 1.08
_ASCII = bytes(range(128))
_LOWER = bytes(range(256)).lower()
_MARKS = bytes(code for code in _ASCII if not chr(code).isalnum())
_MAX_STEP = 2
"""A chapter's heading may have been missed, not many."""


class Titles:
    """The titles the document itself lists: its outline's, and its table of contents'."""

    def __init__(self, outline: Iterable[str], contents: Iterable[str]) -> None:
        self._known = {plain(title) for title in outline} | {
            plain(_without_page(entry)) for entry in contents
        }

    def has(self, text: str, label: Label | None) -> bool:
        """Tell whether a paragraph's text is listed, with its label or without."""
        if not self._known:
            return False
        whole = plain(text)
        bare = plain(text[len(label.text) :]) if label else whole
        return len(bare) > 2 and (whole in self._known or bare in self._known)


def plain(text: str) -> str:
    """Return the letters and digits alone, in lower case."""
    if text.isascii():
        return text.encode().translate(_LOWER, _MARKS).decode()  # A quarter of the time.
    return "".join(filter(str.isalnum, text.casefold()))


def _without_page(entry: str) -> str:
    return _PAGE.sub("", entry)


def is_heading(paragraph: Paragraph, text: str, body: float, titles: Titles) -> bool:
    """Tell whether the paragraph is a heading, in a document whose body is `body` points high.

    `text` is its text, which is put together once.
    """
    if not _may_be(paragraph, text):
        return False
    return titles.has(text, paragraph.label) or _stands_out(paragraph, text, body)


def _may_be(paragraph: Paragraph, text: str) -> bool:
    """Tell whether the words may be a heading's: few, no sentence, no bullet."""
    label = paragraph.label
    if label is not None and (label.kind is LabelKind.BULLET or label.kind is LabelKind.IDENTIFIER):
        return False
    # First what costs little: most paragraphs end here.
    is_introduction = label is None and text.endswith(":")
    if is_introduction or text.endswith((".", ";", ",")) or len(paragraph.lines) > _MAX_LINES:
        return False
    words = text[len(label.text) if label else 0 :].split()
    if not 0 < len(words) <= _MAX_WORDS or not _has_letters(text):
        return False
    is_long = len(words) > _MAX_WORDS / 2
    return not (_BINDING.search(text) or (is_long and _STATING.search(text)))


def _has_letters(text: str) -> bool:
    """Tell whether there are two letters; most texts end in two."""
    return (len(text) > 1 and text[-2:].isalpha()) or sum(map(str.isalpha, text)) > 1


def _stands_out(paragraph: Paragraph, text: str, body: float) -> bool:
    """Tell whether the paragraph is printed larger or heavier than the body, or in capitals."""
    if paragraph.size > _LARGER * body:
        return True
    label = paragraph.label
    is_lettered = label is not None and label.is_item and not label.text[0].isdigit()
    # "Priority: high" is a field of a form.
    if is_lettered or (label is None and _FIELD.search(text)):
        return False
    return paragraph.size > body / _LARGER and (paragraph.is_bold or _is_upper(text))


def _is_upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and all(map(str.isupper, letters))


@dataclass(frozen=True, slots=True)
class _Look:
    """How a heading is printed; the greater one is the higher one."""

    size: float
    is_upper: bool
    is_bold: bool

    @property
    def rank(self) -> tuple[float, bool, bool]:
        return self.size, self.is_upper, self.is_bold


def _look(heading: Paragraph) -> _Look:
    return _Look(round(heading.size), _is_upper(heading.text), heading.is_bold)


def number_chapters(candidates: Iterable[Paragraph]) -> None:
    """Make the bare number of a heading its label where the chapters go on with it.

    The number of a house or a year does not.
    """
    chapter = 0
    for candidate in candidates:
        number = candidate.number
        if candidate.label is None and number and 0 < number.numbers[0] - chapter <= _MAX_STEP:
            candidate.label = number
        numbers = _numbers(candidate)
        chapter = numbers[0] if numbers else chapter


def in_order(candidates: Sequence[Paragraph], titles: Titles, body: float) -> list[bool]:
    """Tell which candidates are headings: the numbered ones only when their numbers go on.

    A number that goes back (a bold list within a section) is a heading's only where it is printed
    larger than the body, or as earlier headings of that depth: there, numbering starts again.
    """
    verdicts: list[bool] = []
    reached: tuple[int, ...] = ()
    looks: set[tuple[int, _Look]] = set()
    for candidate in candidates:
        numbers = _numbers(candidate)
        if not numbers:
            verdicts.append(True)
            continue
        key = (len(numbers), _look(candidate))
        is_kept = (
            numbers > reached
            or key in looks
            or candidate.size > _LARGER * body
            or titles.has(candidate.text, candidate.label)
        )
        if is_kept:
            reached = numbers
            looks.add(key)
        verdicts.append(is_kept)
    return verdicts


def levels_of(headings: Sequence[Paragraph]) -> list[int]:
    """Return the level of each heading: the depth of its number, else by its look.

    A heading without a number stands where its look stood before, else below the nearest heading
    before it that looks greater. "II." is a number where there is a "II.1".
    """
    labels = [heading.label for heading in headings if heading.label]
    parts = {label.text.split(".")[0] for label in labels if _is_in_part(label)}
    levels: list[int] = []
    known: dict[_Look, int] = {}
    path: list[tuple[_Look, int]] = []
    for heading in headings:
        is_part = heading.label is not None and heading.label.text.rstrip(".") in parts
        look, depth = _look(heading), 1 if is_part else len(_numbers(heading))
        above = next((level for other, level in reversed(path) if other.rank > look.rank), 0)
        level = min(depth or known.get(look) or above + 1, _MAX_LEVEL)
        known[look] = level
        path = [*(item for item in path if item[1] < level), (look, level)]
        levels.append(level)
    return levels


def _is_in_part(label: Label) -> bool:
    """Tell whether a heading's number is one within a part that has letters: "II.1"."""
    return label.kind is LabelKind.NUMBER and label.text[0].isalpha()


def _numbers(heading: Paragraph) -> tuple[int, ...]:
    """Return the heading's numbers without final zeros ("2.0" is "2"); none for letters."""
    label = heading.label
    if label is None or (label.kind is LabelKind.ENUMERATION and not label.text[0].isdigit()):
        return ()
    numbers = label.numbers
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers = numbers[:-1]
    return numbers
