"""Pieces of the flow become drafts of blocks: words put together, boxes as shown on the page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from reqx.model.blocks import BODY, BlockKind, Style
from reqx.parsing.assembly import Draft, DraftCell, Line
from reqx.parsing.characters import BROKEN
from reqx.parsing.pdf.annotations import Aside
from reqx.parsing.pdf.lines import TextLine
from reqx.parsing.pdf.pages import ReadPage
from reqx.parsing.pdf.paragraphs import Paragraph
from reqx.parsing.pdf.tables import TableCell, TableRow
from reqx.parsing.vocabulary import Vocabulary

FOOTNOTE = "footnote"
BREAKS = (BROKEN, "-", "\u2010")
"""What a line ends in whose last word may go on in the next."""
_CONJUNCTIONS = frozenset({"and", "or", "et", "ou", "und", "oder", "y", "o", "e"})


class Drafter:
    """Writes drafts with what it takes from the document: its vocabulary and its pages."""

    def __init__(self, vocabulary: Vocabulary, pages: Mapping[int, ReadPage]) -> None:
        self._vocabulary = vocabulary
        self._pages = pages

    def paragraph(self, paragraph: Paragraph, kind: BlockKind, level: int = 0) -> Draft:
        """Return the draft of a paragraph."""
        # By place, in half the time.
        return Draft(
            kind,
            tuple(self._lines(paragraph.lines)),
            (),
            paragraph.label.text if paragraph.label else "",
            level,
            _style(paragraph.size, paragraph.is_bold),
            FOOTNOTE if kind is BlockKind.NOTE else BODY,
        )

    def aside(self, aside: Aside) -> Draft:
        """Return the draft of a form field's value or of a comment."""
        box = self._pages[aside.page].shown_box(aside.bbox)
        line = Line(aside.text, aside.page, box)
        return Draft(kind=aside.kind, lines=(line,), part=aside.part)

    def row(self, row: TableRow) -> Draft:
        """Return the draft of a table's row."""
        size = next((cell.lines[0].size for cell in row.cells if cell.lines), 0.0)
        return Draft(
            kind=BlockKind.TABLE_ROW,
            cells=tuple(self._cell(cell) for cell in row.cells),
            style=_style(size, row.is_bold),
            is_header_row=row.is_header,
        )

    def _cell(self, cell: TableCell) -> DraftCell:
        lines = self._lines(cell.lines, is_cell=True)
        return DraftCell(self._vocabulary.mended(cell.header), tuple(lines))

    def _lines(self, lines: Sequence[TextLine], *, is_cell: bool = False) -> Iterator[Line]:
        texts = [line.text for line in lines]
        for i, line in enumerate(lines):
            is_glued = i + 1 < len(texts) and self._mend(texts, i)
            if is_glued and not is_cell and lines[i + 1].page != line.page:
                _move_word(texts, i)
                is_glued = False
            box = self._pages[line.page].shown_box(line.bbox)
            yield Line(texts[i].replace(BROKEN, "-"), line.page, box, is_glued)

    def _mend(self, texts: list[str], i: int) -> bool:
        """Mend the word broken at the end of line `i`; tell whether it goes on in the next line."""
        left, right = texts[i], texts[i + 1]
        if not _is_broken(left, right):
            return False
        stem, hyphen = left[:-1], left[-1].replace(BROKEN, "-")
        is_one = self._vocabulary.is_one_word(stem, right)
        texts[i] = stem if is_one else stem + hyphen
        return True


@lru_cache(maxsize=256)
def _style(size: float, is_bold: bool) -> Style:  # noqa: FBT001 - the cache wants it by place
    return Style(size=round(size, 1), is_bold=is_bold)


def _move_word(texts: list[str], i: int) -> None:
    """Put the end of the word broken at the end of line `i` there: a page break is no place."""
    end, _, rest = texts[i + 1].partition(" ")
    texts[i] += end
    texts[i + 1] = rest


def _is_broken(left: str, right: str) -> bool:
    """Tell whether the last word of `left` goes on in `right`."""
    if not left.endswith(BREAKS) or not left[-2:-1].isalnum():
        return False
    return right.split(" ", 1)[0].lower() not in _CONJUNCTIONS
