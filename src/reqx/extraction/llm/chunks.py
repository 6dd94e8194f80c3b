"""Cuts a document's units into what one call asks about.

Every unit is owned by exactly one chunk: no overlap, so no duplicates, and each is paid for once.
What stands around a chunk goes with it to be read, not to be answered about.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from reqx.extraction.llm.questions import BYTES_PER_TOKEN
from reqx.extraction.passages import Unit
from reqx.extraction.sentences import Span
from reqx.model.blocks import BlockKind, ParsedDocument

MOST_UNITS = 40
MOST_TOKENS = 1200
_NEIGHBOURS = 2
_SHOWN = 300
"""Characters of a neighbour: enough to tell what it is about."""
_LINE_BYTES = 8
"""What a unit's number takes."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit as it is shown: under its heading path, outermost first.

    `is_hinted`: the rules take it for a requirement, which the model is told. `cells`: those of a
    table's row that the unit is the whole of; `headers`: of the columns it is in, "" without one.
    """

    unit: Unit
    path: tuple[str, ...]
    is_hinted: bool = False
    cells: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one call asks about: passage n (from 1) is `passages[n - 1]`.

    `before` and `after`: what stands around it in the document, shortened. `is_doubted`: the model
    and the rules disagreed about each of the passages, which are not hinted at again.
    """

    passages: tuple[Passage, ...]
    before: tuple[str, ...] = field(default=(), kw_only=True)
    after: tuple[str, ...] = field(default=(), kw_only=True)
    is_doubted: bool = field(default=False, kw_only=True)


def chunks(
    document: ParsedDocument,
    units: Sequence[Unit],
    most_tokens: int = MOST_TOKENS,
    *,
    hinted: Collection[Span] = (),
) -> list[Chunk]:
    """Return the chunks of the units, in their order; `hinted`: the ranges of those that are.

    At most `most_tokens` (estimated, neighbours and instructions not counted) and MOST_UNITS units
    each; one unit that is longer is a chunk of its own. A section that fits into one is not cut.
    """
    passages = [_passage(document, unit, hinted) for unit in units]
    most_bytes = int(most_tokens * BYTES_PER_TOKEN)
    starts = [0]
    taken = count = 0
    for piece in _pieces(passages, most_bytes):
        size = _size(piece)
        if count and (taken + size > most_bytes or count + len(piece) > MOST_UNITS):
            starts.append(starts[-1] + count)
            taken = count = 0
        taken, count = taken + size, count + len(piece)
    ranges = pairwise([*starts, len(passages)])
    return [_chunk(passages, start, end) for start, end in ranges if start < end]


def halves(chunk: Chunk) -> list[Chunk]:
    """Return the chunk in two, each the other's neighbour; nothing for a chunk of one unit."""
    passages, middle = chunk.passages, len(chunk.passages) // 2
    if not middle:
        return []
    return [
        replace(chunk, passages=passages[:middle], after=_after(passages, middle)),
        replace(chunk, passages=passages[middle:], before=_before(passages, middle)),
    ]


def _passage(document: ParsedDocument, unit: Unit, hinted: Collection[Span]) -> Passage:
    row = document.blocks[unit.block].cells
    cells = [cell for cell in row if cell.start <= unit.start and unit.end <= cell.end] or row
    headers = tuple(cell.header for cell in cells)
    return Passage(
        unit,
        _path(document, unit),
        (unit.start, unit.end) in hinted,
        cells=tuple(cell.text for cell in cells) if len(cells) > 1 else (),
        headers=headers if any(headers) else (),
    )


def _path(document: ParsedDocument, unit: Unit) -> tuple[str, ...]:
    block = document.blocks[unit.block]
    # A heading goes with what it heads.
    own = (block.text,) if block.kind is BlockKind.HEADING else ()
    return (*block.section, *own)


def _pieces(passages: Iterable[Passage], most_bytes: int) -> Iterator[list[Passage]]:
    """Yield the sections, those that are too long in pieces."""
    for _, group in groupby(passages, key=lambda passage: passage.path):
        piece: list[Passage] = []
        for passage in group:
            if piece and (len(piece) == MOST_UNITS or _size([*piece, passage]) > most_bytes):
                yield piece
                piece = []
            piece.append(passage)
        yield piece


def _size(piece: Sequence[Passage]) -> int:
    """Return the bytes of a section's passages, with its headings and the headers of its tables."""
    shown = [piece[0].path, *(headers for headers, _ in groupby(each.headers for each in piece))]
    return sum(map(_bytes, (words for line in shown for words in line))) + sum(
        _bytes(each.unit.text) for each in piece
    )


def _bytes(words: str) -> int:
    return len(words.encode()) + _LINE_BYTES


def _chunk(passages: Sequence[Passage], start: int, end: int) -> Chunk:
    owned = tuple(passages[start:end])
    return Chunk(owned, before=_before(passages, start), after=_after(passages, end))


def _before(passages: Sequence[Passage], start: int) -> tuple[str, ...]:
    """Return the neighbours before `start`; first of all the words that introduce its list."""
    near = [passage.unit.text for passage in passages[max(0, start - _NEIGHBOURS) : start]]
    intro = passages[start].unit.intro
    if intro and intro not in near:
        near = [intro, *near]
    return tuple(_shortened(text) for text in near)


def _after(passages: Sequence[Passage], end: int) -> tuple[str, ...]:
    return tuple(_shortened(passage.unit.text) for passage in passages[end : end + _NEIGHBOURS])


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN].rstrip() + " \u2026"
