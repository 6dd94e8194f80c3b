"""Where the values of a form and comments belong among the paragraphs and tables of their page."""

from collections.abc import Iterable, Sequence

from reqx.model.blocks import BBox
from reqx.parsing.pdf.annotations import Aside
from reqx.parsing.pdf.forms import CHECKED, UNCHECKED
from reqx.parsing.pdf.geometry import overlap
from reqx.parsing.pdf.paragraphs import Paragraph
from reqx.parsing.pdf.tables import Table

Piece = Paragraph | Table | Aside
_BESIDE = 0.5
"""Share of the lower one's height that stands beside the other."""


def placed(pieces: Sequence[Piece], asides: Iterable[Aside]) -> list[Piece]:
    """Return the pieces of one page with the asides among them.

    A value stands behind the words to its left, a box to tick before those to its right, anything
    else below what begins above it.
    """
    spots = [
        (place, box)
        for place, piece in enumerate(pieces)
        if not isinstance(piece, Aside)
        for box in _boxes(piece)
    ]
    keyed = [
        ((_spot(aside, spots), round(aside.bbox[1]), aside.bbox[0]), aside) for aside in asides
    ]
    keyed.sort(key=lambda item: item[0])
    result: list[Piece] = []
    for place, piece in enumerate(pieces):
        result += [aside for key, aside in keyed if key[0] == place]
        result.append(piece)
    return [*result, *(aside for key, aside in keyed if key[0] == len(pieces))]


def _boxes(piece: Paragraph | Table) -> list[BBox]:
    return [piece.bbox] if isinstance(piece, Table) else [line.bbox for line in piece.lines]


def _spot(aside: Aside, spots: Sequence[tuple[int, BBox]]) -> int:
    """Return the place of the piece that the aside stands before."""
    beside = [(place, box) for place, box in spots if _is_beside(box, aside.bbox)]
    if aside.text in {CHECKED, UNCHECKED}:
        right = [(box[0], place) for place, box in beside if box[0] >= aside.bbox[0]]
        if right:
            return min(right)[1]
    left = [(-box[0], place) for place, box in beside if box[0] < aside.bbox[0]]
    if left:
        return min(left)[1] + 1
    middle = (aside.bbox[1] + aside.bbox[3]) / 2
    above = [(box[1], place) for place, box in spots if box[1] < middle]
    return max(above)[1] + 1 if above else 0


def _is_beside(a: BBox, b: BBox) -> bool:
    common = overlap(a[1], a[3], b[1], b[3])
    return common > _BESIDE * min(a[3] - a[1], b[3] - b[1])
