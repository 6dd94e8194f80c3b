"""Values of a form's fields that stand in the cells of a ruled table."""

from collections.abc import Iterable, Sequence
from statistics import median

from reqx.model.blocks import BlockKind
from reqx.parsing.pdf.annotations import Aside
from reqx.parsing.pdf.grid import Grid
from reqx.parsing.pdf.listing import Word
from reqx.parsing.pdf.words import PageWords

_USUAL_SIZE = 10.0


def set_in_cells(found: PageWords, asides: Iterable[Aside], grids: Sequence[Grid]) -> list[Aside]:
    """Add the values that stand in a cell beside others to the words; return what remains.

    An answer beside its question is a row of the table, whether it was printed or filled in.
    """
    if not grids:
        return list(asides)
    size = median([word.size for word in found.words] or [_USUAL_SIZE])
    remain = []
    for aside in asides:
        word = _word(aside, size, 3 * len(found.words))
        if aside.kind is BlockKind.FORM_FIELD and any(_is_in_cell(grid, word) for grid in grids):
            found.words.append(word)
        else:
            remain.append(aside)
    return remain


def _word(aside: Aside, size: float, order: int) -> Word:
    """Return the value as printed in the middle of its field; it follows no word of the file."""
    x0, top, x1, bottom = aside.bbox
    baseline = (top + bottom) / 2 + 0.3 * size
    return Word(aside.text, x0, x1, baseline, size, is_bold=False, order=order)


def _is_in_cell(grid: Grid, word: Word) -> bool:
    place = grid.cell_of(word)
    if place is None:
        return False
    cell = grid.cells[place]
    return cell.col1 - cell.col0 < len(grid.xs) - 1
