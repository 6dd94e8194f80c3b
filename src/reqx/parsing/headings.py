"""Headings of a document that has no heading styles."""

import re
from collections.abc import Sequence
from dataclasses import replace

from reqx.model.blocks import BODY, BlockKind
from reqx.parsing.assembly import Draft

TITLE_NAMES = frozenset({"title"})
"""Styles of the document's own title, which is above all sections."""

_MAX_WORDS = 12
_LINES_FOR_EACH_STYLED = 3
_MIN_CAPITALS = 5
_NUMBER = re.compile(r"\d+")
_CANDIDATES = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
_SENTENCE_ENDS = (".", ",", ";", ":", "!", "?")


def with_headings(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts, with numbered lines in bold or capitals as headings.

    That is so only where hardly anything has a heading style (a title, an annex); the numbers in
    the label then give the level.
    """
    styled = sum(x.kind is BlockKind.HEADING and x.style.name not in TITLE_NAMES for x in drafts)
    lines = {id(draft) for draft in drafts if _looks_like_heading(draft)}
    if len(lines) <= _LINES_FOR_EACH_STYLED * styled:
        return list(drafts)
    return [_heading(draft) if id(draft) in lines else draft for draft in drafts]


def _looks_like_heading(draft: Draft) -> bool:
    if draft.kind not in _CANDIDATES or draft.part != BODY or not _is_section_number(draft.label):
        return False
    words = " ".join(line.text for line in draft.lines).removeprefix(draft.label).strip()
    is_short = words.count(" ") < _MAX_WORDS and not words.endswith(_SENTENCE_ENDS)
    is_capital = words.isupper() and len(words) >= _MIN_CAPITALS
    return bool(words) and is_short and (draft.style.is_bold or is_capital)


def _is_section_number(label: str) -> bool:
    return label[-1:] != ")" and any(char.isalnum() for char in label)


def _heading(draft: Draft) -> Draft:
    level = len(_NUMBER.findall(draft.label)) or 1
    return replace(draft, kind=BlockKind.HEADING, level=level)
