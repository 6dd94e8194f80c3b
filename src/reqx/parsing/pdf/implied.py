"""Cells without rules, told by the order of the file.

Programs write a cell to its end before the next one. Where the words of a printed line go on in
the line below before the rest of the line comes, reading line by line would splice two cells.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reqx.parsing.labels import LabelKind, label_of
from reqx.parsing.pdf.geometry import around, overlap
from reqx.parsing.pdf.lines import TextLine, line_of
from reqx.parsing.pdf.listing import Word
from reqx.parsing.pdf.rows import Row
from reqx.parsing.pdf.sentences import goes_on
from reqx.parsing.pdf.tables import Table, TableCell, TableRow

_REACH = 4
"""Lines between two lines of a cell: those of a cell beside it, set half a line apart."""
_WIDE_GAP = 2.0
_NARROW_GAP = 0.7
"""White between cells, in sizes of the text, where the file goes on elsewhere."""
_NEXT_LINE, _ALIGNED = 1.6, 0.2
"""How far the next line of a cell stands below, and how far from where it begins, in sizes."""

_Begin = tuple[float, float]
"""Where words begin: the left edge, and the baseline."""


@dataclass(slots=True, eq=False)
class _Segment:
    """Words of one printed line that follow each other in the file."""

    printed: Row
    row: int
    is_first: bool = False
    is_last: bool = False
    follower: "_Segment | None" = None
    leader: "_Segment | None" = None

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.printed.words)

    @property
    def below(self) -> "_Segment | None":
        """The segment a little below that this one goes on in."""
        follower = self.follower
        return follower if follower is not None and _is_below(self, follower) else None

    @property
    def x0(self) -> float:
        return self.printed.x0

    @property
    def x1(self) -> float:
        return self.printed.x1

    @property
    def baseline(self) -> float:
        return self.printed.baseline

    @property
    def size(self) -> float:
        return self.printed.size


@dataclass(slots=True)
class _Span:
    """Printed lines, by index, that hold cells beside each other."""

    first: int
    last: int
    segments: list[_Segment] = field(default_factory=list)


def elements_of(rows: Sequence[Row]) -> Iterator[TextLine | Table]:
    """Yield the lines of a column; those that hold cells beside each other as table rows."""
    if _goes_on(rows):
        yield from map(line_of, rows)
        return
    ends = _ends_of_runs(rows)
    parts = [_segments(row, i, ends) for i, row in enumerate(rows)]
    _link(parts)
    spans = _spans(parts)
    place = 0
    for span in spans:
        yield from (line_of(row) for row in rows[place : span.first])
        yield from _cells_or_lines(span)
        place = span.last + 1
    yield from (line_of(row) for row in rows[place:])


def _goes_on(rows: Sequence[Row]) -> bool:
    """Tell whether the file writes each line as a whole, and passes none by on its way down."""
    if not all([row.openness < _NARROW_GAP or row.is_whole for row in rows]):  # noqa: C419 - the faster way
        return False
    starts = {row.orders[0]: i for i, row in enumerate(rows)}
    return all([starts.get(row.orders[1] + 1, 0) <= i for i, row in enumerate(rows, 1)])  # noqa: C419 - see above


def _ends_of_runs(rows: Iterable[Row]) -> dict[int, _Begin]:
    """Return where each run of a printed line begins, by the place of its last word.

    In a run, the file goes on from word to word.
    """
    ends: dict[int, _Begin] = {}
    for row in rows:
        begin = row.x0, row.baseline
        for before, word in () if row.is_whole else pairwise(row.words):
            if word.order != before.order + 1:
                ends[before.order] = begin
                begin = word.x0, word.baseline
        ends[row.orders[1]] = begin
    return ends


def _segments(row: Row, index: int, ends: Mapping[int, _Begin]) -> list[_Segment]:
    """Part a printed line where the file does not go on, or leaves a wide white space."""
    if row.openness < _NARROW_GAP and row.is_whole:
        return [_Segment(row, index, is_first=True, is_last=True)]
    parts = [[row.words[0]]]
    for before, word in pairwise(row.words):
        gap = _WIDE_GAP if word.order == before.order + 1 else _least_gap(word, ends)
        if word.x0 - before.x1 < gap * word.size:
            parts[-1].append(word)
        else:
            parts.append([word])
    if len(parts) > 1 and len(parts[0]) == 1 and _is_bullet(parts[0][0].text):
        # A list of which the file writes the bullets apart.
        parts[:2] = [parts[0] + parts[1]]
    segments = [_Segment(Row(words), index) for words in parts]
    segments[0].is_first = segments[-1].is_last = True
    return segments


def _least_gap(word: Word, ends: Mapping[int, _Begin]) -> float:
    """Return the white from which a new cell begins with a word that the file writes elsewhere.

    None is needed, in sizes, where the word goes on with what stands above it and begins at the
    same place: a cell whose neighbour is set in the middle of its height.
    """
    x0, baseline = ends.get(word.order - 1, (0.0, word.baseline))
    is_next = 0 < word.baseline - baseline < _NEXT_LINE * word.size
    return 0.0 if is_next and abs(x0 - word.x0) < _ALIGNED * word.size else _NARROW_GAP


def _is_bullet(text: str) -> bool:
    label = label_of(f"{text} x")
    return label is not None and label.kind is LabelKind.BULLET and label.text == text


def _link(parts: Sequence[Sequence[_Segment]]) -> None:
    """Let each segment know the one that the file goes on with."""
    starts = {segment.printed.orders[0]: segment for row in parts for segment in row}
    for row in parts:
        for segment in row:
            segment.follower = starts.get(segment.printed.orders[1] + 1)
            if segment.follower is not None:
                segment.follower.leader = segment


def _is_below(segment: _Segment, follower: _Segment) -> bool:
    distance = follower.baseline - segment.baseline
    return (
        0 < follower.row - segment.row <= _REACH
        and distance < 2.5 * segment.size
        and overlap(segment.x0, segment.x1, follower.x0, follower.x1) > 0
    )


def _spans(parts: Sequence[Sequence[_Segment]]) -> list[_Span]:
    """Return the runs of lines that a link of cells goes through, from top to bottom."""
    spans: list[_Span] = []
    for segment in (segment for row in parts for segment in row):
        follower = segment.follower
        # First what costs little: most lines end where the next begins.
        if follower is None or not _is_within_cell(segment, follower) or segment.below is None:
            continue
        first, last = _start_of_cell(segment).row, _end_of_cell(follower).row
        if spans and first <= spans[-1].last:
            spans[-1].last = max(spans[-1].last, last)
        else:
            spans.append(_Span(first, last))
    for span in spans:
        span.segments = [s for row in parts[span.first : span.last + 1] for s in row]
    return spans


def _is_within_cell(segment: _Segment, below: _Segment) -> bool:
    """Tell whether the link passes something by: a line's end and the next's start do not."""
    return below.row > segment.row + 1 or not (segment.is_last and below.is_first)


def _start_of_cell(segment: _Segment) -> _Segment:
    """Follow the cell up for as long as its sentence comes from there."""
    while (above := segment.leader) is not None and _is_in_line(above, segment):
        if not goes_on(above.text, segment.text):
            break
        segment = above
    return segment


def _end_of_cell(segment: _Segment) -> _Segment:
    """Follow the cell down for as long as its lines begin and stand as before."""
    while (below := segment.below) is not None and _is_in_line(segment, below):
        segment = below
    return segment


def _is_in_line(above: _Segment, below: _Segment) -> bool:
    """Tell whether two lines begin at one place, the one right below the other."""
    distance = below.baseline - above.baseline
    return abs(below.x0 - above.x0) < 0.5 * above.size and 0 < distance <= _NEXT_LINE * above.size


def _cells_or_lines(span: _Span) -> Iterator[TextLine | Table]:
    columns = _columns(span.segments)
    if len(columns) > 1:
        yield _table(columns)
        return
    # No white between the cells: the order of the file is all there is.
    for segment in sorted(span.segments, key=lambda segment: segment.printed.orders[0]):
        yield line_of(segment.printed)


def _columns(segments: Iterable[_Segment]) -> list[list[_Segment]]:
    """Gather the segments that stand over each other, from left to right."""
    columns: list[list[_Segment]] = []
    reached = float("-inf")
    for segment in sorted(segments, key=lambda segment: segment.x0):
        if columns and segment.x0 < reached:
            columns[-1].append(segment)
        else:
            columns.append([segment])
        reached = max(reached, segment.x1)
    return columns


def _table(columns: Sequence[Sequence[_Segment]]) -> Table:
    cells = []
    for i, column in enumerate(columns):
        ordered = sorted(column, key=lambda segment: (segment.row, segment.x0))
        cells.append(TableCell(i, i + 1, tuple(line_of(segment.printed) for segment in ordered)))
    box = around(line.bbox for cell in cells for line in cell.lines)
    xs = (*(min(segment.x0 for segment in column) for column in columns), box[2])
    return Table(box, xs, [TableRow(tuple(cells))])
