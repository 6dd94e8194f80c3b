"""Fields: what a column, a form row or a "Name:" in front of a paragraph says is in it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from reqx.extraction.lexicon import everywhere, folded
from reqx.model.blocks import Block

_OWN = 4
"""Paragraphs a name must stand before to be a field of the document's own."""
_PREFIX = re.compile(r"(?P<name>[^\W\d_][^:.;,\t]{1,38}?)\s?:\s+(?=\S)")
_BRACKETS = re.compile(r"\(.*?\)")
_WORDS = 4


class Role(StrEnum):
    """What stands under a column head or behind a field's name."""

    REQUIREMENT = "requirement"
    DESCRIPTION = "description"
    IDENTIFIER = "identifier"
    MODALITY = "modality"
    VERIFICATION = "verification"
    OTHER = "other"

    @property
    def is_statement(self) -> bool:
        """Whether what stands there can be a requirement's statement."""
        return self in (Role.REQUIREMENT, Role.DESCRIPTION)

    @property
    def is_aside(self) -> bool:
        """Whether what stands there is about the requirement and not the requirement."""
        return not self.is_statement


@lru_cache(maxsize=1024)
def role(name: str) -> Role | None:
    """Return the role of a column head or field name, None when it is not known.

    "Requirement Description (mandatory)" is found by its last or first known words.
    """
    for phrase in _phrases(name):
        for each in Role:
            if phrase in everywhere(f"fields.{each}"):
                return each
    return None


@lru_cache(maxsize=1024)
def is_priority(name: str) -> bool:
    """Say whether a column head or field name says that a priority stands there.

    Such a column has the role of the modality: a priority often says how binding a statement is.
    """
    return _is_any(name, "attributes.priority")


def _is_any(name: str, path: str) -> bool:
    return any(phrase in everywhere(path) for phrase in _phrases(name))


def _phrases(name: str) -> list[str]:
    said = folded(_BRACKETS.sub(" ", name)).strip(" :.*-")
    words = said.split()
    found = (said, " ".join(words[-2:]), " ".join(words[:1]), " ".join(words[-1:]))
    return [phrase for phrase in found if phrase]


@dataclass(frozen=True, slots=True)
class Fields:
    """The document's own field names in front of paragraphs ("Description:")."""

    names: frozenset[str]

    def split(self, text: str) -> tuple[Role | None, int]:
        """Return the role of the field name in front of a text, and where the text begins."""
        match = _PREFIX.match(text) if self.names and ":" in text else None
        if match is None or folded(match["name"]) not in self.names:
            return None, 0
        return role(match["name"]), match.end()


def fields(blocks: Iterable[Block]) -> Fields:
    """Learn the field names: short ones that stand before enough paragraphs, each a known role."""
    counts = Counter(
        folded(match["name"])
        for block in blocks
        if not block.cells and ":" in block.text and (match := _PREFIX.match(block.text))
    )
    return Fields(
        frozenset(
            name
            for name, count in counts.items()
            if count >= _OWN and len(name.split()) <= _WORDS and role(name)
        )
    )


def cell_role(block: Block, cell: int) -> Role | None:
    """Return the role of a table cell, by its column or by the name at its left."""
    header = block.cells[cell].header
    if header and (found := role(header) or _answer(header)):
        return found
    is_form_row = len(block.cells) == 2 and cell == 1
    return role(block.cells[0].text) if is_form_row and _is_name(block.cells[0].text) else None


@lru_cache(maxsize=1024)
def _answer(header: str) -> Role | None:
    """Return the role of a column that the bidder is to fill in, None for any other."""
    return Role.OTHER if _is_any(header, "fields.answers") else None


def may_number(block: Block, cell: int) -> bool:
    """Say whether a table cell can hold its requirement's own number.

    What stands under a priority, a test or a parent is not: "P1", "T-3" or the number of another.
    """
    role = cell_role(block, cell)
    if role is None or role is Role.IDENTIFIER or role.is_statement:
        return True
    return role is Role.OTHER and _is_any(cell_name(block, cell), "fields.titles")


def cell_name(block: Block, cell: int) -> str:
    """Return what names a table cell: its column's head, or the short cell at its left."""
    header = block.cells[cell].header
    is_form_row = not header and len(block.cells) == 2 and cell == 1
    return block.cells[0].text if is_form_row and _is_name(block.cells[0].text) else header


def _is_name(text: str) -> bool:
    return len(text.split()) <= _WORDS


def has_statement(block: Block) -> bool:
    """Say whether a row has a cell for the requirement's statement."""
    roles = (cell_role(block, i) for i in range(len(block.cells)))
    return any(role is not None and role.is_statement for role in roles)
