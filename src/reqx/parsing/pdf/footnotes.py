"""Footnotes: small print that ends a column, each note behind its mark."""

import re
from collections.abc import Iterable, Sequence

from reqx.parsing.pdf.annotations import Aside
from reqx.parsing.pdf.paragraphs import Paragraph
from reqx.parsing.pdf.placing import Piece
from reqx.parsing.pdf.sentences import ends_sentence

_SMALL = 0.93
"""Share of the body's size that a note does not reach."""
_SIGN = re.compile(r"[*\u2020\u2021]{1,3}(?=\s?\w)")
_NUMBER = re.compile(r"(?:\d{1,3}|\(\d{1,3}\)|\[\d{1,3}\])(?=\s)")


def with_notes(pieces: Sequence[Piece], body: float) -> list[Piece]:
    """Return the pieces of one column with its footnotes marked, each note one piece.

    `body` is the document's usual size. A note with a raised mark is one wherever it stands; one
    that ends the column need not be small.
    """
    for piece in pieces:
        if isinstance(piece, Paragraph) and piece.first.has_raised_start:
            piece.is_note = _is_small(piece, body)
    for piece in reversed(pieces):
        if not isinstance(piece, Paragraph) or not _has_raised_number(piece, body):
            break
        piece.is_note = True
    start = _foot(pieces, body)
    above, foot = list(pieces[:start]), pieces[start:]
    return above + _noted(foot, above) if foot else above


def _has_raised_number(piece: Paragraph, body: float) -> bool:
    is_raised = piece.first.has_raised_start and piece.size < body / _SMALL
    return is_raised and _NUMBER.match(piece.text) is not None


def _foot(pieces: Sequence[Piece], body: float) -> int:
    """Return where the small print that ends the column begins."""
    start = len(pieces)
    while start and _is_small(pieces[start - 1], body):
        start -= 1
    return start


def _is_small(piece: Piece, body: float) -> bool:
    return isinstance(piece, Paragraph) and piece.size < _SMALL * body


def _noted(foot: Iterable[Piece], above: Iterable[Piece]) -> list[Piece]:
    text = " ".join(_text(piece) for piece in above)
    result: list[Piece] = []
    note: Paragraph | None = None
    for piece in foot:
        if isinstance(piece, Paragraph) and note is not None and _goes_on(note, piece):
            note.lines += piece.lines
            continue
        note = None
        if isinstance(piece, Paragraph):
            piece.is_note = piece.is_note or _has_mark(piece, text)
            note = piece if piece.is_note else None
        result.append(piece)
    return result


def _text(piece: Piece) -> str:
    return "" if isinstance(piece, Aside) else " ".join(line.text for line in piece.lines)


def _has_mark(paragraph: Paragraph, above: str) -> bool:
    """Tell whether it begins with a mark that the text above has too, behind a word."""
    text = paragraph.text
    sign = _SIGN.match(text)
    if sign:
        return sign.group() in above
    number = _NUMBER.match(text)
    if number is None:
        return False
    if text[0] in "([":
        return number.group() in above
    return re.search(rf"[^\W\d_][).,;»”]?{number.group()}(?!\w)", above) is not None


def _goes_on(note: Paragraph, paragraph: Paragraph) -> bool:
    """Tell whether the paragraph is no note of its own but the next line of this one."""
    has_label = paragraph.is_note or paragraph.label is not None or _SIGN.match(paragraph.text)
    is_alike = abs(note.size - paragraph.size) < 0.5
    return is_alike and not has_label and not ends_sentence(note.last.text)
