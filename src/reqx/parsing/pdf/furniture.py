"""Running headers and footers: what repeats at the same height of several pages.

Position alone would eat headings that stand at the top of a page once, repetition alone those that
stand at the top of every chapter: what repeats must do so on pages near each other, and numbers
in it must stay or count the pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import or_

from reqx.parsing.labels import LabelKind, label_of
from reqx.parsing.pdf.doubts import BodyText, is_sized
from reqx.parsing.pdf.headings import plain
from reqx.parsing.pdf.layout import lines_of
from reqx.parsing.pdf.lines import TextLine
from reqx.parsing.pdf.pages import ReadPage
from reqx.parsing.pdf.paragraphs import body_size
from reqx.parsing.pdf.tables import Table

_TOP, _BOTTOM, _LOOSE = "top", "bottom", "loose"
_BAND = 0.12
_WIDE_BAND = 0.18
"""For the outermost lines: pages may be printed smaller than their paper."""
_OUTERMOST = 2
_MIN_PAGES = 3
_MIN_SHARE = 0.4
_NEAR_PAGES = 2
"""Left and right pages may have headers of their own."""
_SAME_HEIGHT = 2.0
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_PAGE_NUMBER = re.compile(
    r"[-\u2013\u2014(\s]*(?:page|seite|p\.)?\s*(\d{1,4})\s*"
    r"(?:(?:of|sur|von|de|/|\()\s*\d{1,4}\)?)?[-\u2013\u2014)\s]*"
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(slots=True)
class Furniture:
    """The lines and tables, by identity, that are headers and footers; their texts, once each."""

    elements: set[int] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Seen:
    """A line or table in a band: its text (`whole`) or one part of it, and the numbers in that."""

    element: int
    page: int
    whole: str
    text: str
    numbers: tuple[int, ...]
    distance: float
    is_part: bool


def find_furniture(pages: Sequence[ReadPage]) -> Furniture:
    """Return what repeats in the bands at the top and the bottom of the pages."""
    groups: dict[tuple[str, str], list[_Seen]] = defaultdict(list)
    for page in pages:
        for band, seen in _in_bands(page):
            groups[band, _template(seen.text)].append(seen)
    runs = [run for group in groups.values() for run in _repeated(group, len(pages))]
    runs = _without_body(runs, pages)
    texts = {_template(seen.whole): seen.whole for run in reversed(runs) for seen in reversed(run)}
    elements = {seen.element for run in runs for seen in run}
    elements -= _only_headings(runs, elements, pages)
    elements |= {id(line) for page in pages for line in _own_numbers(page)}
    return Furniture(elements, list(reversed(texts.values())))


def _without_body(runs: Sequence[list[_Seen]], pages: Sequence[ReadPage]) -> list[list[_Seen]]:
    """Drop the runs that may be body text, and those that go on in such; not what counts pages."""
    lines = {id(line): line for page in pages for line in lines_of(page.columns)}
    size = body_size(lines.values())
    running, doubtful = list(runs), [run for run in runs if _may_be_body(run, size, lines)]
    while doubtful:
        body = BodyText(pages, {seen.element for run in running for seen in run}, size)
        found = {id(run) for run in doubtful if _is_body(run, body, lines)}
        if not found:
            break
        running = [run for run in running if id(run) not in found]
        doubtful = [run for run in doubtful if id(run) not in found]
    return running


def _may_be_body(run: Sequence[_Seen], size: float, lines: Mapping[int, TextLine]) -> bool:
    are_lines = all(seen.element in lines for seen in run)
    return are_lines and _is_constant(run) and is_sized(lines[run[0].element], size)


def _is_body(run: Sequence[_Seen], body: BodyText, lines: Mapping[int, TextLine]) -> bool:
    return body.has({seen.page: lines[seen.element] for seen in run})


def _own_numbers(page: ReadPage) -> Iterator[TextLine]:
    """Yield the page's first and last line where it is nothing but the page's number."""
    lines = sorted(lines_of(page.columns), key=lambda line: line.baseline)
    for line in (*lines[:1], *lines[-1:]):
        found = _PAGE_NUMBER.fullmatch(line.text.lower())
        if found and int(found.group(1)) == page.number and _band(page, line, is_outermost=True):
            yield line


def _only_headings(
    runs: Iterable[Sequence[_Seen]], elements: set[int], pages: Sequence[ReadPage]
) -> set[int]:
    """Return the first of each run that is a section's name and printed nowhere else.

    Where a section's heading stands where its running header does, it is the first of them.
    """
    firsts = {
        plain(run[0].whole): min(run, key=lambda seen: seen.page).element
        for run in runs
        if not _is_everywhere({seen.page for seen in run}, len(pages)) and _is_constant(run)
    }
    if firsts:
        lines = (line for page in pages for line in lines_of(page.columns))
        for text in {plain(line.text) for line in lines if id(line) not in elements}:
            firsts.pop(text, None)
    return set(firsts.values())


def _is_constant(run: Sequence[_Seen]) -> bool:
    return all(seen.numbers == run[0].numbers and not seen.is_part for seen in run)


def _template(text: str) -> str:
    return _NUMBER.sub("#", text.lower())


def _in_bands(page: ReadPage) -> Iterator[tuple[str, _Seen]]:
    """Yield what stands near the top or the bottom of the page, or is outermost there.

    What is printed across the page (a watermark) may repeat at any height.
    """
    elements = sorted(_elements(page), key=lambda element: element.bbox[1])
    near, far = _WIDE_BAND * max(page.size), page.size[1] - _WIDE_BAND * max(page.size)
    for place, element in enumerate(elements):
        if _is_between(element, near, far):
            continue
        is_outermost = not _OUTERMOST <= place < len(elements) - _OUTERMOST
        band = _band(page, element, is_outermost=is_outermost)
        if band is not None:
            yield from ((band, seen) for seen in _seen(page, element))


def _elements(page: ReadPage) -> Iterator[TextLine | Table]:
    near = _WIDE_BAND * max(page.size)
    for column in page.columns:
        for element in column.elements:
            # A list goes on over pages; no header begins with a bullet.
            if isinstance(element, Table) or not _is_item(page, element, near):
                yield element


def _is_between(element: TextLine | Table, near: float, far: float) -> bool:
    """Tell whether an element, as most are, lies in no band: it is far from both edges."""
    _, top, _, bottom = element.bbox
    is_far = near < top and bottom < far
    return is_far and not (isinstance(element, TextLine) and element.is_loose)


def _is_item(page: ReadPage, line: TextLine, near: float) -> bool:
    # Most lines are far from both edges: what they are makes no difference.
    if near < line.bbox[1] and line.bbox[3] < page.size[1] - near:
        return False
    label = label_of(line.text)
    is_bullet = label is not None and label.kind is LabelKind.BULLET
    return is_bullet and not line.is_loose and any(map(str.isalpha, line.text))


def _band(page: ReadPage, element: TextLine | Table, *, is_outermost: bool) -> str | None:
    if isinstance(element, TextLine) and element.is_loose:
        return _LOOSE
    from_top, from_bottom = _distances(page, element)
    band = (_WIDE_BAND if is_outermost else _BAND) * max(page.size)
    if min(from_top, from_bottom) > band:
        return None
    return _TOP if from_top < from_bottom else _BOTTOM


def _distances(page: ReadPage, element: TextLine | Table) -> tuple[float, float]:
    middle = (element.bbox[1] + element.bbox[3]) / 2
    return middle, page.size[1] - middle


def _seen(page: ReadPage, element: TextLine | Table) -> Iterator[_Seen]:
    """Yield the element with its text, then with each part of it."""
    parts = _parts(element) if isinstance(element, TextLine) else [_table_text(element)]
    distance = min(_distances(page, element))
    for i, part in enumerate(parts):
        numbers = tuple(map(_value, _NUMBER.findall(part.lower())))
        yield _Seen(id(element), page.number, parts[0], part, numbers, distance, i > 0)


def _parts(line: TextLine) -> list[str]:
    return [line.text, *line.segments] if len(line.segments) > 1 else [line.text]


def _table_text(table: Table) -> str:
    return " ".join(text for row in table.rows for text in row.texts if text)


def _repeated(group: Sequence[_Seen], pages: int) -> Iterator[list[_Seen]]:
    """Yield the members that repeat at one height, those of one numbering at a time."""
    for level in _levels(group):
        rest = level
        while rest:
            tracking, others = _tracking(rest)
            if not _is_running(tracking, pages):
                break
            also = [seen for seen in others if _counts_like(tracking, seen)]
            yield tracking + also
            rest = [seen for seen in others if seen not in also]
        same: dict[tuple[int, ...], list[_Seen]] = defaultdict(list)
        for seen in rest:
            if not all(other.is_part for other in level):
                same[seen.numbers].append(seen)
        yield from (members for members in same.values() if _is_running(members, pages))


def _levels(group: Iterable[_Seen]) -> Iterator[list[_Seen]]:
    level: list[_Seen] = []
    for seen in sorted(group, key=lambda seen: (seen.distance, seen.page)):
        if level and seen.distance - level[-1].distance > _SAME_HEIGHT:
            yield level
            level = []
        level.append(seen)
    if level:
        yield level


def _tracking(level: Sequence[_Seen]) -> tuple[list[_Seen], list[_Seen]]:
    """Part the members whose numbers all stay the same or count the pages from the others.

    A part of a line must count the pages, or be a line of its own elsewhere: a word in a column of
    a list may well repeat.
    """
    are_parts = all(seen.is_part for seen in level)
    slots = range(len(level[0].numbers))
    values = [_most(seen.numbers[i] for seen in level) for i in slots]
    offsets = [_most(seen.numbers[i] - seen.page for seen in level) for i in slots]
    kept: list[_Seen] = []
    others: list[_Seen] = []
    for seen in level:
        counts = [n - seen.page == at for n, at in zip(seen.numbers, offsets, strict=True)]
        stays = [n == value for n, value in zip(seen.numbers, values, strict=True)]
        is_kept = all(map(or_, stays, counts)) and (any(counts) or not are_parts)
        (kept if is_kept else others).append(seen)
    return kept, others


def _counts_like(run: Sequence[_Seen], seen: _Seen) -> bool:
    """Tell whether a number of `seen` counts the pages as those of the run do in its place.

    Another number may change, as the date of a page that was revised does.
    """
    offsets = ({other.numbers[i] - other.page for other in run} for i in range(len(seen.numbers)))
    pairs = zip(offsets, seen.numbers, strict=True)
    return any(found == {number - seen.page} for found, number in pairs)


def _most(values: Iterable[int]) -> int:
    return Counter(values).most_common(1)[0][0]


def _is_running(members: Iterable[_Seen], pages: int) -> bool:
    """Tell whether the members stand on many pages, or on enough pages near each other."""
    numbers = sorted({seen.page for seen in members})
    if len(numbers) < 2 or _is_everywhere(numbers, pages):
        return len(numbers) > 1
    run = 1
    for before, number in pairwise(numbers):
        run = run + 1 if number - before <= _NEAR_PAGES else 1
        if run >= _MIN_PAGES:
            return True
    return False


def _is_everywhere(numbers: Collection[int], pages: int) -> bool:
    return len(numbers) >= _MIN_SHARE * pages


def _value(number: str) -> int:
    if number.isdigit():
        return int(number[:9])
    values = [_ROMAN[c] for c in number]
    return sum(
        -value if value < max(values[i + 1 :], default=0) else value
        for i, value in enumerate(values)
    )
