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
from operator import attrgetter, itemgetter, ne

from reqx.parsing.pdf.bands import NUMBER, Seen, band_of, in_bands, templated
from reqx.parsing.pdf.doubts import BodyText, is_sized
from reqx.parsing.pdf.headings import plain
from reqx.parsing.pdf.layout import lines_of
from reqx.parsing.pdf.lines import TextLine
from reqx.parsing.pdf.pages import ReadPage
from reqx.parsing.pdf.paragraphs import body_size

_MIN_PAGES = 3
_MIN_SHARE = 0.4
_NEAR_PAGES = 2
"""Left and right pages may have headers of their own."""
_SAME_HEIGHT = 2.0
_SAME_PLACE = 0.5
_LEAST_WORDS = 3
"""Of a header that is told by all but one of them, and by its place."""
_LABEL = re.compile(r"(?:\d+\.)+\d*\s+(?=[^\W\d])")
_PAGE_NUMBER = re.compile(
    r"[-\u2013\u2014(\s]*(?:page|seite|p\.)?\s*(\d{1,4})\s*"
    r"(?:(?:of|sur|von|de|/|\()\s*\d{1,4}\)?)?[-\u2013\u2014)\s]*"
)


@dataclass(slots=True)
class Furniture:
    """The lines and tables, by identity, that are headers and footers; their texts, once each."""

    elements: set[int] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)


def find_furniture(pages: Sequence[ReadPage]) -> Furniture:
    """Return what repeats in the bands at the top and the bottom of the pages."""
    groups: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    for page in pages:
        for seen in in_bands(page):
            groups[seen.band, seen.template].append(seen)
    runs = [run for group in groups.values() for run in _repeated(group, len(pages))]
    runs = _without_body(runs, pages)
    running = [seen for run in (*runs, *_reworded(runs, groups, len(pages))) for seen in run]
    texts = {_template(seen): seen.whole for seen in reversed(running)}
    elements = {seen.element for seen in running}
    elements -= _only_headings(runs, elements, pages)
    elements |= {id(line) for page in pages for line in _own_numbers(page)}
    return Furniture(elements, list(reversed(texts.values())))


def _without_body(runs: Sequence[list[Seen]], pages: Sequence[ReadPage]) -> list[list[Seen]]:
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


def _reworded(
    runs: Iterable[Sequence[Seen]], groups: Mapping[tuple[str, str], list[Seen]], pages: int
) -> Iterator[list[Seen]]:
    """Yield what differs by a word from a run on pages that lack it, as a revised page's does."""
    for run in runs:
        lacking = set(range(1, pages + 1)) - {seen.page for seen in run}
        words = _template(run[0]).split()
        if not lacking or len(words) < _LEAST_WORDS or 2 * len(lacking) > pages:
            continue
        for (band, text), group in groups.items():
            if band == run[0].band and _differ_by_one(words, text.split()):
                yield [seen for seen in group if seen.page in lacking and _is_beside(seen, run[0])]


def _differ_by_one(words: Sequence[str], others: Sequence[str]) -> bool:
    return len(words) == len(others) and sum(map(ne, words, others)) == 1


def _is_beside(seen: Seen, other: Seen) -> bool:
    return not seen.is_part and abs(seen.distance - other.distance) <= _SAME_PLACE


def _may_be_body(run: Sequence[Seen], size: float, lines: Mapping[int, TextLine]) -> bool:
    are_lines = all(seen.element in lines for seen in run)
    return are_lines and _is_constant(run) and is_sized(lines[run[0].element], size)


def _is_body(run: Sequence[Seen], body: BodyText, lines: Mapping[int, TextLine]) -> bool:
    return body.has({seen.page: lines[seen.element] for seen in run})


def _own_numbers(page: ReadPage) -> Iterator[TextLine]:
    """Yield the page's first and last line where it is nothing but the page's number."""
    lines = sorted(lines_of(page.columns), key=attrgetter("baseline"))
    for line in (*lines[:1], *lines[-1:]):
        found = _PAGE_NUMBER.fullmatch(line.text.lower())
        if found and int(found.group(1)) == page.number and band_of(page, line, is_outermost=True):
            yield line


def _only_headings(
    runs: Iterable[Sequence[Seen]], elements: set[int], pages: Sequence[ReadPage]
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


def _is_constant(run: Sequence[Seen]) -> bool:
    return all(seen.numbers == run[0].numbers and not seen.is_part for seen in run)


def _template(seen: Seen) -> str:
    """Return the template of the whole line."""
    return templated(seen.whole)[0] if seen.is_part else seen.template


def _repeated(group: Sequence[Seen], pages: int) -> Iterator[list[Seen]]:
    """Yield the members that repeat at one height, those of one numbering at a time."""
    for level in _levels(group):
        rest = level
        while rest:
            tracking, others = _tracking(rest)
            if not _is_running(tracking, pages):
                break
            also = [
                seen
                for seen in others
                if _counts_like(tracking, seen) or _is_renumbered(tracking, seen)
            ]
            yield sorted(tracking + also, key=attrgetter("page"))
            rest = [seen for seen in others if seen not in also]
        same: dict[tuple[int, ...], list[Seen]] = defaultdict(list)
        for seen in rest:
            if not all(other.is_part for other in level):
                same[seen.numbers].append(seen)
        yield from (members for members in same.values() if _is_running(members, pages))


def _levels(group: Iterable[Seen]) -> Iterator[list[Seen]]:
    level: list[Seen] = []
    for seen in sorted(group, key=attrgetter("distance", "page")):
        if level and seen.distance - level[-1].distance > _SAME_HEIGHT:
            yield level
            level = []
        level.append(seen)
    if level:
        yield level


def _tracking(level: Sequence[Seen]) -> tuple[list[Seen], list[Seen]]:
    """Part the members whose numbers all stay the same or count the pages from the others.

    A part of a line must count the pages, or be a line of its own elsewhere: a word in a column of
    a list may well repeat.
    """
    are_parts = all(seen.is_part for seen in level)
    numbered = _label_numbers(level[0].text)
    counts, stays = _expected(level, numbered)
    kept: list[Seen] = []
    others: list[Seen] = []
    for seen in level:
        is_told = all(n - seen.page == counts[i] for i, n in enumerate(seen.numbers) if i in counts)
        is_same = all(seen.numbers[i] == value for i, value in stays.items())
        is_kept = is_told and is_same and (bool(counts) or not are_parts)
        (kept if is_kept else others).append(seen)
    return kept, others


def _expected(level: Sequence[Seen], numbered: int) -> tuple[dict[int, int], dict[int, int]]:
    """Return by how much which numbers differ from the page's, and what the others are.

    The first `numbered` are those of a heading, and never count the pages.
    """
    counts: dict[int, int] = {}
    stays: dict[int, int] = {}
    for i in range(len(level[0].numbers)):
        value, same = _most(seen.numbers[i] for seen in level)
        offset, told = _most(seen.numbers[i] - seen.page for seen in level)
        if i >= numbered and told > same:
            counts[i] = offset
        else:
            stays[i] = value
    return counts, stays


def _label_numbers(text: str) -> int:
    """Return how many numbers the label has that the text begins with."""
    label = _LABEL.match(text)
    return len(NUMBER.findall(label[0])) if label else 0


def _counts_like(run: Sequence[Seen], seen: Seen) -> bool:
    """Tell whether a number of `seen` counts the pages as those of the run do in its place.

    Another number may change, as the date of a page that was revised does.
    """
    offsets = ({other.numbers[i] - other.page for other in run} for i in range(len(seen.numbers)))
    pairs = zip(offsets, seen.numbers, strict=True)
    return any(found == {number - seen.page} for found, number in pairs)


def _is_renumbered(run: Sequence[Seen], seen: Seen) -> bool:
    """Tell whether the page's number, and the chapter's at most, are others on a page without one.

    Front matter and short chapters have too few pages for a numbering of their own to be told.
    """
    constant = [len({other.numbers[i] for other in run}) == 1 for i in range(len(seen.numbers))]
    pairs = zip(constant, seen.numbers, run[0].numbers, strict=True)
    others = sum(is_constant and number != value for is_constant, number, value in pairs)
    most = 0 if _label_numbers(seen.text) else 1
    has_number = seen.page in {other.page for other in run}
    return not all(constant) and others <= most and not has_number


def _most(values: Iterable[int]) -> tuple[int, int]:
    """Return the commonest value, and how often it comes."""
    return max(Counter(values).items(), key=itemgetter(1))


def _is_running(members: Iterable[Seen], pages: int) -> bool:
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
