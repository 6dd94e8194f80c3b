"""What one judgement is about: a sentence, a list item's sentence, a table row or its cell."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from reqx.extraction.lexicon import everywhere, folded
from reqx.extraction.phrases import Phrases
from reqx.extraction.sentences import sentences
from reqx.model.blocks import Block, BlockKind, ParsedDocument

_PROSE, _LONG = 5, 12
"""Words from which a table cell, with or without a modal, is read apart from the other cells."""
_MODALS = ("modals.strong", "modals.needed", "modals.weak", "modals.future")
_SHORT_SENTENCE = 3
_MATRIX = 3
"""Columns of the smallest table that is a matrix."""
_SEPARATORS = " \t\n\f\u00a0:.-\u2013)"
_WORD = re.compile(r"[^\W\d_]{2,}")


# Not frozen only because there are so many: see `model.blocks`.
@dataclass(slots=True)
class Unit:
    """A range of the document's text that can be a requirement.

    `text` is `document.slice(start, end)`, without the block's label; `block` is the index of its
    block; `intro` the sentence that introduces the list it is an item of; `cell` the index of the
    table cell it is in (None outside tables and for a whole row); `is_first` tells the first
    sentence of a block or cell, the one a number in front of it belongs to.
    """

    text: str
    start: int
    end: int
    block: int
    kind: BlockKind
    intro: str | None = None
    cell: int | None = None
    is_first: bool = True


def units(document: ParsedDocument) -> list[Unit]:
    """Return the document's units in its order; contents lines and header rows have none."""
    return [
        unit
        for index, block in enumerate(document.blocks)
        if block.kind is not BlockKind.CONTENTS and not _names_columns(document, index)
        for unit in _of_block(document, index, block)
    ]


def _names_columns(document: ParsedDocument, index: int) -> bool:
    """Say whether a row names the columns: as it says, or as the first row of a matrix.

    A matrix has nothing where the names of its rows stand below.
    """
    block = document.blocks[index]
    if block.is_header_row or len(block.cells) < _MATRIX:
        return block.is_header_row
    first, *others = (cell.text.strip() for cell in block.cells)
    is_top = index == 0 or not document.blocks[index - 1].cells
    return is_top and not first and not any(map(_is_no_name, others))


def _is_no_name(text: str) -> bool:
    return not text or _is_prose(text)


def _of_block(document: ParsedDocument, index: int, block: Block) -> Iterator[Unit]:
    intro = _last_sentence(document.blocks[block.intro].text) if block.intro is not None else None
    for start, end, cell, is_first in _ranges(document, block):
        text = document.slice(start, end)
        if _WORD.search(text):
            yield Unit(text, start, end, index, block.kind, intro, cell, is_first)


@lru_cache(maxsize=16)
def _last_sentence(text: str) -> str:
    """Return the words that open the list: the sentences before them say something else."""
    spans = sentences(text)
    return text[slice(*spans[-1])] if spans else text


def _ranges(document: ParsedDocument, block: Block) -> Iterator[tuple[int, int, int | None, bool]]:
    if not block.cells:
        start = _after_label(document, block)
        for number, span in enumerate(_sentences(document, start, block.end)):
            yield *span, None, number == 0
        return
    prose = [i for i, cell in enumerate(block.cells) if _is_prose(cell.text)]
    if not prose:
        yield block.start, block.end, None, True
    for i in prose:
        cell = block.cells[i]
        for number, span in enumerate(_sentences(document, cell.start, cell.end)):
            yield *span, i, number == 0


def _is_prose(text: str) -> bool:
    is_closed = text.endswith((".", ";", ":"))
    least = _SHORT_SENTENCE if is_closed else _PROSE
    # That many words of two letters take more, with what stands between them.
    if len(text) < 3 * least - 1:
        return False
    words = len(_WORD.findall(text))
    if is_closed:
        return words >= least
    return words >= _LONG or (words >= least and _has_modal(text))


def _has_modal(text: str) -> bool:
    return modals().holds(folded(text))


@cache
def modals() -> Phrases:
    """Return what makes a table cell of few words one of prose, in any language."""
    return Phrases(phrase for name in _MODALS for phrase in everywhere(name).words)


def _sentences(document: ParsedDocument, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + a, start + b) for a, b in sentences(document.text[start:end])]


def _after_label(document: ParsedDocument, block: Block) -> int:
    """Return where the words after the block's printed number or bullet begin."""
    if not block.label or not block.text.startswith(block.label):
        return block.start
    wanted, at = len("".join(block.label.split())), block.start
    while wanted and at < block.end:
        wanted -= not document.text[at].isspace()
        at += 1
    while at < block.end and document.text[at] in _SEPARATORS:
        at += 1
    return at if at < block.end else block.start
