"""Printed lines become paragraphs: where one ends is told by gaps, indents, labels and room."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reqx.parsing.characters import BROKEN
from reqx.parsing.contents import is_entry
from reqx.parsing.labels import Label, LabelKind, label_of
from reqx.parsing.pdf.lines import TextLine
from reqx.parsing.pdf.sentences import ends_sentence, goes_on, is_open

_GAP = 1.3
_FULL = 3.0
"""Room, in ems, that a line leaves which another goes on with, wherever that one begins: so far"""
_OUTDENT, _HANGING = 8.0, 12.0
"""left and right of the others, in ems."""
_WIDE = 2.6
"""Distance, in ems, of the lines of a widely spaced paragraph at most."""
_SHORT = 1 / 3
"""Room, as a share of the column, after which a line ends its paragraph though not its sentence."""
_SOFT_MARKS = frozenset("-\u2013\u2014\u2212o§·*")
"""Bullets that may as well begin a line within a sentence."""
_TICKS = ("☒", "☐", "☑")


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, and the label they begin with. `right` is the column's edge.

    `number` is a bare number at the beginning: a heading's number, else a word. `is_note`: it is a
    footnote. `above` is the line before it in its column.
    """

    lines: list[TextLine]
    label: Label | None
    right: float
    number: Label | None = None
    is_note: bool = False
    above: TextLine | None = None

    @property
    def first(self) -> TextLine:
        """The first line."""
        return self.lines[0]

    @property
    def last(self) -> TextLine:
        """The last line."""
        return self.lines[-1]

    @property
    def page(self) -> int:
        """The page it begins on."""
        return self.lines[0].page

    @property
    def size(self) -> float:
        """The usual size of its first line, in points."""
        return self.lines[0].size

    @property
    def is_bold(self) -> bool:
        """Whether every word is bold."""
        return self.lines[0].is_bold and all([line.is_bold for line in self.lines])  # noqa: C419 - the faster way

    @property
    def text(self) -> str:
        """The lines joined by spaces, breaks of words left as they are."""
        return " ".join([line.text for line in self.lines])

    @property
    def body_x(self) -> float:
        """Where its lines after the first begin, or are expected to."""
        if len(self.lines) > 1:
            return self.lines[1].x0
        return self.first.text_x if self.label else self.first.x0


def paragraphs_of(lines: Sequence[TextLine], right: float = 0.0) -> Iterator[Paragraph]:
    """Yield the paragraphs of one column's consecutive lines; `right` is as far as they may reach.

    Where lines reach further, the furthest counts.
    """
    if not lines:
        return
    column = _Measures(lines, right)
    current: Paragraph | None = None
    for i, line in enumerate(lines):
        if current is not None and not column.parts(current, line):
            current.lines.append(line)
            continue
        above = current.last if current is not None else None
        if current is not None:
            yield current
        label = label_of(line.text)
        current = Paragraph([line], _set_off(line, label), column.rights[i], above=above)
        current.number = label if label and label.kind is LabelKind.BARE else None
    if current is not None:
        yield current


def _set_off(line: TextLine, label: Label | None) -> Label | None:
    """Drop a bare number that no white space sets off from the text."""
    if label is None or label.kind is not LabelKind.BARE:
        return label
    is_word = line.text[len(label.text)].isspace()
    return label if is_word and line.first_gap > 0.7 * line.size else None


class _Measures:
    """What is usual in a column: the distance of lines, and how far they reach to the right."""

    def __init__(self, lines: Sequence[TextLine], right: float) -> None:
        self._pitches = _pitches(lines)
        self.rights = _rights(lines, self, right)

    def is_gap(self, before: TextLine, line: TextLine) -> bool:
        """Tell whether more than the usual white stands between the lines."""
        distance = line.baseline - before.baseline
        usual = self._pitches.get(round(2 * line.size), 1.25 * line.size)
        return distance <= 0 or distance > _GAP * usual + 0.5

    def parts(self, paragraph: Paragraph, line: TextLine) -> bool:
        """Tell whether the line begins a new paragraph."""
        last = paragraph.lines[-1]
        if last.text.endswith(BROKEN):
            return False
        if (
            self._is_apart(paragraph, line)
            or line.text.startswith(_TICKS)
            or _looks_other(paragraph, line)
            or is_entry(last.text)
            or _is_labelled(paragraph, line)
        ):
            return True
        may_go_on = goes_on(last.text, line.text)
        return _is_shifted(paragraph, line, may_go_on=may_go_on) or self._is_forced(
            paragraph, line, may_go_on=may_go_on
        )

    def _is_apart(self, paragraph: Paragraph, line: TextLine) -> bool:
        last = paragraph.lines[-1]
        if len(paragraph.lines) > 1:
            before = paragraph.lines[-2]
            own = last.baseline - before.baseline
            return not 0 < line.baseline - last.baseline <= 1.25 * own + 1.0
        return self.is_gap(last, line) and not _is_wide_spaced(paragraph, line)

    def _is_forced(self, paragraph: Paragraph, line: TextLine, *, may_go_on: bool) -> bool:
        """Tell whether the last line ended before its column did."""
        room = _room(paragraph, line)
        if may_go_on:
            # Something else on the page reaches further than the text: a table, a title, a drawing.
            return room > _reach(paragraph) and not self._is_one(paragraph)
        return room > (0.5 if ends_sentence(paragraph.last.text) else 2.5) * line.size

    def _is_one(self, paragraph: Paragraph) -> bool:
        """Tell whether more white stands above a paragraph than between its lines."""
        above, first = paragraph.above, paragraph.first
        return above is not None and first.text[0].isupper() and self.is_gap(above, first)


def _is_wide_spaced(paragraph: Paragraph, line: TextLine) -> bool:
    """Tell whether a full first line goes on in small letters below more white than usual.

    Many a list is set with more white between its lines than the text, within its items too.
    """
    first, em = paragraph.first, line.size
    is_level = abs(line.x0 - paragraph.body_x) < 0.5 * em
    is_near = 0 < line.baseline - first.baseline < _WIDE * em
    is_full = _room(paragraph, line) < _FULL * em
    return is_level and is_near and is_full and goes_on(first.text, line.text)


def _pitches(lines: Sequence[TextLine]) -> dict[int, float]:
    """Return the distance of consecutive lines by size (in half points): the least usual one."""
    distances: dict[int, Counter[int]] = defaultdict(Counter)
    for before, line in pairwise(lines):
        distance = line.baseline - before.baseline
        if abs(before.size - line.size) < 0.5 and 0.8 * line.size < distance < 2.6 * line.size:
            distances[round(2 * line.size)][round(2 * distance)] += 1
    return {size: _least_usual(counts) / 2 for size, counts in distances.items()}


def _least_usual(counts: Counter[int]) -> int:
    total = sum(counts.values())
    near = {d: counts[d - 1] + counts[d] + counts[d + 1] for d in counts}
    usual = [d for d, count in near.items() if count >= 0.2 * total]
    return min(usual, default=min(counts))


def _rights(lines: Sequence[TextLine], measures: "_Measures", right: float) -> list[float]:
    """Return for each line how far right text reaches there.

    That is the column's edge, or, beside a picture, the edge that two lines of the run share.
    """
    edge = max(right, *(line.x1 for line in lines))
    rights: list[float] = []
    for run in _runs(lines, measures):
        ends = sorted((line.x1 for line in run), reverse=True)
        is_shared = len(run) > 3 and ends[0] - ends[1] < 1.2 * run[0].size
        rights += [ends[0] if is_shared else edge] * len(run)
    return rights


def _runs(lines: Sequence[TextLine], measures: "_Measures") -> Iterator[list[TextLine]]:
    run: list[TextLine] = []
    for line in lines:
        if run and (measures.is_gap(run[-1], line) or abs(run[-1].size - line.size) > 1):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _looks_other(paragraph: Paragraph, line: TextLine) -> bool:
    """Tell whether the line has another size, or a weight that ends the paragraph."""
    last = paragraph.lines[-1]
    if last.size != line.size and abs(last.size - line.size) > 0.12 * max(last.size, line.size):
        return True
    if last.is_bold and not line.starts_bold:
        return paragraph.is_bold
    return line.is_bold and not last.is_bold and _may_end(paragraph, line)


def _may_end(paragraph: Paragraph, line: TextLine) -> bool:
    """Tell whether the paragraph ends a sentence, or its last line has room for the next word."""
    return ends_sentence(paragraph.last.text) or _room(paragraph, line) > line.size


def _room(paragraph: Paragraph, line: TextLine) -> float:
    """Return the white that would have been left after the line's first word."""
    return paragraph.right - paragraph.lines[-1].x1 - line.first_width - 0.3 * line.size


def _is_labelled(paragraph: Paragraph, line: TextLine) -> bool:
    """Tell whether the line begins with a label of its own, not with a word that looks so."""
    label = _set_off(line, label_of(line.text))
    if label is None:
        return False
    if label.kind is LabelKind.BULLET and label.text not in _SOFT_MARKS:
        return True
    if label.text == line.text:
        return False  # The last word of a sentence, in brackets.
    is_sibling = (
        paragraph.label is not None
        and paragraph.label.kind is label.kind
        and abs(line.x0 - paragraph.first.x0) < 0.5 * line.size
        and line.x0 < paragraph.body_x - 0.5 * line.size
    )
    is_outside = line.x0 < paragraph.body_x - 0.5 * line.size and len(paragraph.lines) > 1
    return is_sibling or is_outside or _may_end(paragraph, line)


def _is_shifted(paragraph: Paragraph, line: TextLine, *, may_go_on: bool) -> bool:
    """Tell whether the line begins further right or left than the paragraph's lines do."""
    first, em = paragraph.first, line.size
    is_item = paragraph.label is not None and paragraph.label.is_item
    # The first line of an item may be indented, or all others of a definition.
    is_near = first.x0 - _OUTDENT * em < line.x0 < paragraph.body_x + _HANGING * em
    if may_go_on and is_near:
        is_wanted = is_open(paragraph.last.text) or paragraph.last.text.endswith(",")
        if _room(paragraph, line) < (_reach(paragraph) if is_wanted else _FULL * em):
            return False
    if len(paragraph.lines) > 1:
        reach = 0.5 if is_item else 0.8
        is_off = abs(line.x0 - paragraph.body_x) > reach * em
        return is_off and not _is_centred(paragraph.last, line)
    if is_item and abs(line.x0 - first.text_x) > 0.5 * em and _may_end(paragraph, line):
        # At the label's own place a sentence goes on, and no other begins in small letters.
        return not (may_go_on and abs(line.x0 - first.x0) < 0.5 * em)
    if line.x0 < first.x0 - 0.8 * em:
        is_first_indent = paragraph.label is None and line.x0 > first.x0 - 5 * em
        return not (is_first_indent or _is_centred(first, line))
    return line.x0 > paragraph.body_x + 0.8 * em and _may_end(paragraph, line)


def _is_centred(before: TextLine, line: TextLine) -> bool:
    return abs((before.x0 + before.x1) - (line.x0 + line.x1)) < line.size


def _reach(paragraph: Paragraph) -> float:
    return _SHORT * (paragraph.right - paragraph.last.x0)


def body_size(lines: Iterable[TextLine]) -> float:
    """Return the size most characters have, in points; 10 when there are none."""
    exact: dict[float, int] = {}
    for line in lines:
        exact[line.size] = exact.get(line.size, 0) + len(line.text)
    counts: Counter[float] = Counter()
    for size, letters in exact.items():
        counts[round(2 * size) / 2] += letters
    return max(counts, key=counts.__getitem__, default=10.0)
