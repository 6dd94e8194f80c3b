"""Paragraphs and rows of plain text become drafts of blocks: kinds, levels, broken words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from reqx.model.blocks import BlockKind
from reqx.parsing.assembly import Draft, DraftCell, Line
from reqx.parsing.characters import BROKEN
from reqx.parsing.contents import is_caption, is_entry
from reqx.parsing.labels import Label, LabelKind
from reqx.parsing.text.headings import heading_levels, numbers_of
from reqx.parsing.text.paragraphs import Paragraph, Piece, is_broken
from reqx.parsing.text.tables import Row
from reqx.parsing.vocabulary import Vocabulary

_CONJUNCTIONS = frozenset({"and", "or", "et", "ou", "und", "oder", "y", "o", "e"})
_SAME_INDENT = 1


def drafts_of(pieces: Sequence[Piece]) -> Iterator[Draft]:
    """Yield the drafts of a whole document."""
    paragraphs = [piece for piece in pieces if isinstance(piece, Paragraph)]
    _drop_lone_identifiers(paragraphs)
    levels = heading_levels(pieces)
    vocabulary = Vocabulary(text for piece in paragraphs for text in _texts(piece))
    items: list[tuple[int, str]] = []
    for place, piece in enumerate(pieces):
        if isinstance(piece, Row):
            yield _row(piece)
            continue
        kind = _kind(piece, place, levels)
        if kind is BlockKind.HEADING:
            items = []
        elif kind is BlockKind.LIST_ITEM:
            items = _nested(items, piece)
        level = len(items) if kind is BlockKind.LIST_ITEM else levels.get(place, 0)
        yield Draft(kind, tuple(_lines(piece, vocabulary)), label=_label(piece, kind), level=level)


def _drop_lone_identifiers(paragraphs: Sequence[Paragraph]) -> None:
    """Drop identifiers that have no second of their series: "RS-232" is a word, "FR-1" counts."""
    found = [p for p in paragraphs if p.label and p.label.kind is LabelKind.IDENTIFIER]
    series = Counter(_series(label) for label in {p.label for p in found})
    for paragraph in found:
        if series[_series(paragraph.label)] < 2:
            paragraph.label = None


def _series(label: Label | None) -> str:
    return re.sub(r"\d+", "#", label.text.strip("[](){}<>:.")) if label else ""


def _kind(piece: Paragraph, place: int, levels: Mapping[int, int]) -> BlockKind:
    if is_entry(piece.text):
        return BlockKind.CONTENTS
    if place in levels:
        return BlockKind.HEADING
    if is_caption(piece.text):
        return BlockKind.CAPTION
    is_item = piece.label is not None and piece.label.is_item
    return BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH


def _label(piece: Paragraph, kind: BlockKind) -> str:
    if piece.label is not None:
        return piece.label.text
    # A bare number is a chapter's in a heading, a word elsewhere.
    is_number = kind is BlockKind.HEADING and numbers_of(piece)
    return piece.text.split(maxsplit=1)[0] if is_number else ""


def _nested(items: list[tuple[int, str]], piece: Paragraph) -> list[tuple[int, str]]:
    """Return the open items, (indent, marker), outermost first, with this one as the last."""
    text = piece.label.text if piece.label else ""
    marker = re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "1", text))
    indent = piece.first.indent
    kept = [item for item in items if item[0] <= indent + _SAME_INDENT]
    same = [i for i, item in enumerate(kept) if abs(item[0] - indent) <= _SAME_INDENT]
    twin = next((i for i in same if kept[i][1] == marker), None)
    return [*kept, (indent, marker)] if twin is None else kept[: twin + 1]


def _row(row: Row) -> Draft:
    return Draft(
        BlockKind.TABLE_ROW,
        cells=tuple(
            DraftCell(
                row.headers[i] if i < len(row.headers) else "",
                tuple(Line(text, row.page) for text in cell),
            )
            for i, cell in enumerate(row.cells)
        ),
        is_header_row=row.is_header,
    )


def _texts(piece: Paragraph) -> Iterator[str]:
    """Yield the text of each line, the mark of a broken word instead of its hyphen."""
    texts = [line.text for line in piece.lines]
    for i, text in enumerate(texts):
        is_broken = i + 1 < len(texts) and _is_one(text, texts[i + 1])
        yield text[:-1] + BROKEN if is_broken else text


def _is_one(left: str, right: str) -> bool:
    """Tell whether the last word of `left` goes on in `right`."""
    return is_broken(left) and right.split(maxsplit=1)[0].lower() not in _CONJUNCTIONS


def _lines(piece: Paragraph, vocabulary: Vocabulary) -> Iterator[Line]:
    texts = [line.text for line in piece.lines]
    for i, line in enumerate(piece.lines):
        is_glued = i + 1 < len(texts) and _is_one(texts[i], texts[i + 1])
        if is_glued:
            stem = texts[i][:-1]
            texts[i] = stem if vocabulary.is_one_word(stem, texts[i + 1]) else texts[i]
            if piece.lines[i + 1].page != line.page:
                # A page break is no place for a word: its end moves to the first page.
                end, _, texts[i + 1] = texts[i + 1].partition(" ")
                texts[i] += end
                is_glued = False
        yield Line(texts[i], line.page, is_glued=is_glued)
