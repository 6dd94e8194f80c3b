"""Rows of a document's own history: its versions with their dates and authors."""

import re
from collections.abc import Sequence
from functools import lru_cache

from reqx.extraction.lexicon import everywhere, folded
from reqx.model.blocks import Block

_COLUMNS = 2
"""Columns that only a history has, from which a table is one."""
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"\d{4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}"
)
_NAMED_DATE = re.compile(
    r"(?:\d{1,2}\w{0,2}[ .-]{1,2})?(?P<month>[^\W\d_]{3,9})[ .,-]{1,2}(?:\d{1,2}\w{0,2},? )?\d{2,4}"
)
_VERSION = re.compile(r"[^\W\d_]{0,8}[ .]{0,2}\d{1,3}(?:\.\d{1,3}){1,3}[a-z]?|[vV] ?\d{1,3}")


def history(blocks: Sequence[Block]) -> frozenset[int]:
    """Return which blocks are rows that tell what was changed in the document, when or by whom."""
    return frozenset(
        index for index, block in enumerate(blocks) if block.cells and _is_history(block)
    )


def _is_history(block: Block) -> bool:
    heads = sum([_heads_history(cell.header) for cell in block.cells if cell.header])
    return heads >= _COLUMNS or (_is_dated_version(block) and not _obliges(block.text))


@lru_cache(maxsize=256)
def _heads_history(header: str) -> bool:
    return folded(header).strip(" :.") in everywhere("fields.history")


def _is_dated_version(block: Block) -> bool:
    # Most rows have no number or only one, which is faster seen.
    if _DIGIT.search(block.text) is None:
        return False
    numbered = [cell.text.strip() for cell in block.cells if _DIGIT.search(cell.text)]
    if len(numbered) < _COLUMNS:
        return False
    dates = {number for number, text in enumerate(numbered) if _is_date(text)}
    versions = {number for number, text in enumerate(numbered) if _VERSION.fullmatch(text)}
    # "10.03.08" alone could be either.
    return bool(dates and versions) and len(dates | versions) > 1


def _is_date(text: str) -> bool:
    named = _NAMED_DATE.fullmatch(text)
    if named:
        return folded(named["month"]) in everywhere("text.months")
    return _DATE.fullmatch(text) is not None


def _obliges(text: str) -> bool:
    return everywhere("modals.strong").holds(folded(text))
