"""A table as a grid of drafts: which rows are headers, and what they say above a cell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from reqx.model.blocks import PLAIN, BlockKind, Revision, Style
from reqx.parsing.assembly import Draft, DraftCell, Line

_IN_CELL = frozenset(
    {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CAPTION}
    | {BlockKind.CONTENTS, BlockKind.FORM_FIELD}
)
# To look up a member of an enumeration takes longer than what is done with it here.
_TABLE_ROW, _UNCHANGED, _INSERTED = BlockKind.TABLE_ROW, Revision.NONE, Revision.INSERTED
_drafts_of = attrgetter("drafts")
_MAX_HEADER_WORDS = 12
_MAX_NAME_WORDS = 5
_MIN_PLAIN_COLUMNS = 3


@dataclass(slots=True)
class GridCell:
    """A cell, the columns it covers, and the drafts of what it holds.

    `drafts` of the cell's own part are its words; the rest (notes, boxes, rows of inner tables)
    are blocks of their own. `is_header` says that the file calls it a header, `is_dark` that it
    has a background.
    """

    column: int
    span: int
    drafts: tuple[Draft, ...]
    part: str
    is_header: bool = False
    is_dark: bool = False
    direct: tuple[Draft, ...] = field(init=False)
    """The paragraphs of the cell itself."""
    lines: tuple[Line, ...] = field(init=False)
    """The cell's paragraphs, one after the other."""
    text: str = field(init=False)
    """The cell's words; kept, because every look for a header asks for them."""

    def __post_init__(self) -> None:
        """Gather the words."""
        held, part = self.drafts, self.part
        # Most cells hold one paragraph of one line, or none.
        if len(held) == 1 and held[0].kind in _IN_CELL and held[0].part == part:
            self.direct, self.lines = held, held[0].lines
        else:
            self.direct = tuple([x for x in held if x.kind in _IN_CELL and x.part == part])
            self.lines = tuple([line for draft in self.direct for line in draft.lines])
        if len(self.lines) == 1:
            self.text = self.lines[0].text
        else:
            self.text = " ".join([line.text for line in self.lines if line.text])

    @property
    def hanging(self) -> list[Draft]:
        """What is not a part of the cell's words."""
        return [x for x in self.drafts if x.kind not in _IN_CELL or x.part != self.part]

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        return all(draft.style.is_bold for draft in self.direct)


@dataclass(slots=True)
class GridRow:
    """A row; `is_marked` says that the file calls it a header row, `is_inserted` that it is new."""

    cells: tuple[GridCell, ...]
    is_marked: bool = False
    is_inserted: bool = False
    texts: list[str] = field(init=False)
    """The words of each cell."""

    def __post_init__(self) -> None:
        """Gather the words."""
        self.texts = [cell.text for cell in self.cells]

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        return all(cell.is_bold for cell in self.cells)

    @property
    def is_dark(self) -> bool:
        """Whether all its cells have a background."""
        return all(cell.is_dark for cell in self.cells)

    @property
    def is_frame(self) -> bool:
        """Whether it only frames text: one cell that holds a heading or several paragraphs."""
        if len(self.cells) != 1:
            return False
        direct = self.cells[0].direct
        return len(direct) > 1 or any(draft.kind is BlockKind.HEADING for draft in direct)


class Headers:
    """The words above each column, top down; a cell takes those over its first column."""

    def __init__(self, rows: Sequence[Sequence[tuple[int, int, str]]]) -> None:
        """Take header rows of (column, span, words)."""
        # One cell over the whole table is its title, unless there is no other header.
        columns = [row for row in rows if len(row) > 1] or rows
        self._cells = [cell for row in columns for cell in row if cell[2]]
        self._known: dict[int, str] = {}

    def over(self, column: int) -> str:
        """Return the header of a column, "" where there is none."""
        if column not in self._known:
            above = [text for first, span, text in self._cells if first <= column < first + span]
            self._known[column] = " ".join(dict.fromkeys(above))
        return self._known[column]


def drafts(rows: Iterable[GridRow], part: str, *, has_styled_head: bool = False) -> Iterator[Draft]:
    """Yield the drafts of a table, each row followed by what hangs on it.

    A table of one column is a frame around text; so is a row that only frames. `has_styled_head`:
    the table's style sets the first row apart.
    """
    filled = [row for row in rows if any(map(_drafts_of, row.cells))]
    if all(len(row.cells) <= 1 for row in filled):
        yield from [draft for row in filled for cell in row.cells for draft in cell.drafts]
        return
    for row, headers in _scopes(filled, has_styled_head=has_styled_head):
        if row.is_frame:
            yield from row.cells[0].drafts
        else:
            yield _row_draft(row, headers, part)
            for cell in row.cells:
                if len(cell.direct) != len(cell.drafts):
                    yield from cell.hanging


def _scopes(
    rows: Sequence[GridRow], *, has_styled_head: bool
) -> Iterator[tuple[GridRow, Headers | None]]:
    """Yield each row with the headers it stands under; a header row itself with None.

    Headers come at the top, again where the author repeated them by hand, and anew where the table
    changes its columns.
    """
    count = _header_rows(rows, has_styled_head=has_styled_head)
    head = rows[:count]
    headers = _headers(head)
    for index, row in enumerate(rows):
        if index >= count and _is_inner_header(rows, index):
            head = [row]
            headers = _headers(head)
        is_repeated = bool(head) and row.texts == head[-1].texts
        yield row, None if index < count or is_repeated else headers


def _headers(rows: Sequence[GridRow]) -> Headers:
    return Headers([[(cell.column, cell.span, cell.text) for cell in row.cells] for row in rows])


def _row_draft(row: GridRow, headers: Headers | None, part: str) -> Draft:
    direct = [draft for cell in row.cells for draft in cell.direct]
    is_revised = row.is_inserted or _INSERTED in [draft.revision for draft in direct]
    return Draft(
        kind=_TABLE_ROW,
        cells=tuple(
            [
                DraftCell("" if headers is None else headers.over(cell.column), cell.lines)
                for cell in row.cells
            ]
        ),
        style=_row_style(direct),
        part=part,
        revision=_INSERTED if is_revised else _UNCHANGED,
        is_header_row=headers is None,
    )


def _row_style(direct: Sequence[Draft]) -> Style:
    first = direct[0].style if direct else PLAIN
    is_bold = False not in [draft.style.is_bold for draft in direct]
    return first if first.is_bold == is_bold else replace(first, is_bold=is_bold)


def _header_rows(rows: Sequence[GridRow], *, has_styled_head: bool) -> int:
    """Return how many rows at the top are headers: marked as such, or set apart, or plainly so."""
    marked = next((i for i, row in enumerate(rows) if not row.is_marked), len(rows))
    if marked:
        return marked if marked < len(rows) else 1
    if len(rows) < 2 or len(rows[0].cells) < 2 or not _may_be_header(rows[0]):
        return 0
    if has_styled_head or _is_set_apart(rows[0], rows[1]):
        return 1
    return int(_is_plainly_header(rows[0]) or _is_over_numbers(rows))


def _is_inner_header(rows: Sequence[GridRow], index: int) -> bool:
    is_last = index + 1 == len(rows)
    return (
        not is_last and _is_plainly_header(rows[index]) and _is_set_apart(*rows[index : index + 2])
    )


def _is_set_apart(row: GridRow, following: GridRow) -> bool:
    is_bolder = row.is_bold and not following.is_bold
    return is_bolder or (row.is_dark and not following.is_dark)


def _is_plainly_header(row: GridRow) -> bool:
    return len(row.cells) >= _MIN_PLAIN_COLUMNS and are_names(row.texts)


def _may_be_header(row: GridRow) -> bool:
    texts = row.texts
    return any(texts) and all(len(text.split()) <= _MAX_HEADER_WORDS for text in texts)


def _is_over_numbers(rows: Sequence[GridRow]) -> bool:
    """Tell whether names stand above a column of numbers or identifiers."""
    below = [row.texts[0] for row in rows[1:] if row.cells]
    numbered = sum(any(map(str.isdigit, text)) for text in below)
    return are_names(rows[0].texts) and 2 * numbered > len(below)


def are_names(texts: Sequence[str]) -> bool:
    """Tell whether every cell is a few words without figures, as column names are."""
    return all(
        text
        and len(text.split()) <= _MAX_NAME_WORDS
        and not text.endswith((".", ";", ":"))
        and not any(map(str.isdigit, text))
        for text in texts
    )
