"""How a requirement is verified and how urgent it is: only where the document says so, verbatim.

In a column of that meaning, in a row of the requirement's form, on a line below it, or in its own
paragraph ("Priority: High").
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reqx.extraction.lexicon import everywhere, folded
from reqx.extraction.rules.fields import Role, cell_name, cell_role, is_priority
from reqx.extraction.rules.identifiers import Identifier
from reqx.model.blocks import Block, BlockKind, ParsedDocument

_REACH = 10
"""Blocks that may stand between a statement and a line that says something of it."""
_LONGEST = 200
"""Characters of a value: what is longer describes, it does not classify."""
_VALUE = r"[^\s,;|\[\]\n][^;|\[\]\n]{0,60}?"
_SIGN = re.compile(r"\s?[:=]")
_END = r"(?=\s{0,3}(?:[;|\[\]\n]|\.(?:\s|\Z)|,\s|\Z))"


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a document says of a requirement beside its statement; None: nothing."""

    verification: str | None = None
    priority: str | None = None

    def __or__(self, other: "Attributes") -> "Attributes":
        """Return these, and the other's where there are none."""
        # Of most statements nothing is said anywhere.
        if other is NONE:
            return self
        if self is NONE:
            return other
        return Attributes(self.verification or other.verification, self.priority or other.priority)


NONE = Attributes()


@dataclass(frozen=True, slots=True)
class Attribution:
    """The attributes of a document's requirements.

    `numbered` are those of what a number stands for, by where the number begins; `placed` those of
    a block without a number, by its index.
    """

    numbered: Mapping[int, Attributes]
    placed: Mapping[int, Attributes]

    def of(self, block: Block, index: int, number: Identifier | None, start: int) -> Attributes:
        """Return the attributes of the statement that begins at `start` in a block."""
        own = _of_row(block) if block.cells else _inside(block, start)
        below = self.numbered.get(number.start, NONE) if number else NONE
        return own | below | self.placed.get(index, NONE)


NOTHING = Attribution({}, {})


def attribution(
    document: ParsedDocument, numbers: Mapping[int, tuple[Identifier, ...]]
) -> Attribution:
    """Read the lines and rows that say something of the statement above them."""
    numbered: defaultdict[int, Attributes] = defaultdict(Attributes)
    placed: defaultdict[int, Attributes] = defaultdict(Attributes)
    number: Identifier | None = None
    last: int | None = None
    for index, block in enumerate(document.blocks):
        said = _of_line(block)
        is_silent = said is NONE or said == NONE
        # "P1" in the row of the priority looks like a number of the document's.
        if index in numbers and is_silent:
            number = numbers[index][-1]
        elif block.kind is BlockKind.HEADING:
            number = last = None
        if is_silent:
            last = index
        elif number is not None and index - number.block <= _REACH:
            numbered[number.start] = numbered[number.start] | said
        elif last is not None:
            placed[last] = placed[last] | said
    return Attribution(dict(numbered), dict(placed))


def _of_line(block: Block) -> Attributes:
    """Return what a form's row, or a paragraph that says nothing else, says of what is above."""
    if block.cells:
        return _of_row(block) if len(block.cells) == 2 and not block.cells[1].header else NONE
    if ":" not in block.text and "=" not in block.text:
        return NONE
    behind_brackets = range(len(block.text) - len(block.text.lstrip("[( ")) + 1)
    is_named = any(_names().match(block.text, begin) for begin in behind_brackets)
    return _read(block.text, 0) if is_named and _may_name(block.text) else NONE


def _of_row(block: Block) -> Attributes:
    found = NONE
    for number, cell in enumerate(block.cells):
        is_verification = cell_role(block, number) is Role.VERIFICATION
        if not (is_verification or is_priority(cell_name(block, number))):
            continue
        value = " ".join(cell.text.split())
        if any(map(str.isalnum, value)) and len(value) <= _LONGEST:
            found |= Attributes(value, None) if is_verification else Attributes(None, value)
    return found


def _inside(block: Block, start: int) -> Attributes:
    """Return what a paragraph says behind its statement, or else anywhere in it."""
    if not _may_name(block.text):
        return NONE
    return _read(block.text, max(0, start - block.start)) | _read(block.text, 0)


def _read(text: str, start: int) -> Attributes:
    found = NONE
    for match in _names().finditer(text, start):
        value = " ".join(match["value"].split())
        if value.count(")") > value.count("("):
            value = value.removesuffix(")").rstrip()
        is_verification = folded(match["name"]) in everywhere("attributes.verification")
        found |= Attributes(value, None) if is_verification else Attributes(None, value)
    return found


def _may_name(text: str) -> bool:
    """Say whether a name stands before one of the signs: the pattern is tried at each word."""
    names, longest = _folded_names()
    signs = _SIGN.finditer(text) if ":" in text or "=" in text else ()
    # No more than a name of what is before each: a text may be long, and have many signs.
    heads = (text[max(0, sign.start() - longest) : sign.start()] for sign in signs)
    return any(head.casefold().endswith(names) for head in heads)


@cache
def _folded_names() -> tuple[tuple[str, ...], int]:
    """Return the names in small letters, and the length of the longest."""
    names = tuple({name.casefold() for name in _known_names()})
    return names, max(map(len, names))


@cache
def _names() -> re.Pattern[str]:
    """Return the pattern of "Priority: High" in running text; a value ends where a name begins."""
    ordered = sorted(_known_names(), key=lambda name: (-len(name), name))
    names = "|".join(map(re.escape, ordered))
    begin = r"(?:(?<=[\[(;.|\u2013\u2014,-])|(?<=[\[(;.|\u2013\u2014,-]\s)|(?<!\S)|(?<=\A))"
    body = rf"{begin}(?P<name>{names})\s?[:=]\s{{0,3}}(?P<value>{_VALUE})"
    end = rf"(?:{_END}|(?=\s{{1,3}}(?:{names})\s?[:=]))"
    return re.compile(body + end, re.IGNORECASE)


def _known_names() -> frozenset[str]:
    return everywhere("attributes.verification").words | everywhere("attributes.priority").words
