"""Running headers and footers: the outermost line of many pages, again and again.

Numbers in it must stay, or count the pages: the first lines of "1. Pump", "2. Valve" pages are a
list's.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reqx.parsing.text.headings import BINDING
from reqx.parsing.text.lines import Chunk, TextLine, lines_of

_MIN_PAGES = 3
_MIN_SHARE = 0.4
_NEAR_PAGES = 2
"""Left and right pages may have headers of their own."""
_MAX_CHUNKS = 2
_SMALL_CHUNK = 3
_MAX_LINES = _MAX_CHUNKS * _SMALL_CHUNK
_NUMBER = re.compile(r"\d{1,9}")

Run = list[tuple[int, TextLine]]
"""One running line, with the pages (from 0) it stands on."""


def without_furniture(
    pages: Sequence[Sequence[Chunk]],
) -> tuple[list[list[Chunk]], tuple[str, ...]]:
    """Return the pages without their running headers and footers, and the texts of these."""
    runs = [run for end in (0, -1) for run in _outermost(pages, end)]
    lines = {id(line) for run in runs for _, line in run}
    lines -= _only_headings(pages, runs, lines)
    kept = [
        [left for chunk in page if (left := [x for x in chunk if id(x) not in lines])]
        for page in pages
    ]
    return kept, tuple(dict.fromkeys(_words(run[0][1]) for run in runs))


def _outermost(pages: Sequence[Sequence[Chunk]], end: int) -> Iterator[Run]:
    """Yield what repeats at one end of the pages, from the outermost line inwards."""
    rest = [_candidates(page, end) for page in pages]
    for _ in range(_MAX_LINES if len(pages) > 1 else 0):
        groups: dict[str, Run] = defaultdict(list)
        for number, lines in enumerate(rest):
            if lines:
                groups[_template(lines[0])].append((number, lines[0]))
        runs = [run for group in groups.values() if _is_running(run := _steady(group), len(pages))]
        for number, _ in (member for run in runs for member in run):
            del rest[number][0]
        yield from runs


def _candidates(page: Sequence[Chunk], end: int) -> list[TextLine]:
    """Return the lines at one end that may be a header, outermost first.

    They are a few, in one or two small chunks or on the edge of a large one, and bind nobody: a
    form that is printed once for each lot is no header.
    """
    found: list[TextLine] = []
    for chunk in list(page)[:: 1 if end == 0 else -1][:_MAX_CHUNKS]:
        lines = chunk[:: 1 if end == 0 else -1]
        is_small = len(lines) <= _SMALL_CHUNK
        lines = lines if is_small else lines[:1]
        if any(BINDING.search(line.text) for line in lines) or (found and not is_small):
            break
        found += lines
        if not is_small:
            break
    return found


def _only_headings(
    pages: Sequence[Sequence[Chunk]], runs: Sequence[Run], taken: set[int]
) -> set[int]:
    """Return the first of each run that is a section's name and printed nowhere else."""
    firsts = {
        _words(run[0][1]): id(run[0][1])
        for run in runs
        if len(run) < _MIN_SHARE * len(pages) and len({_words(line) for _, line in run}) == 1
    }
    for line in (line for page in pages for line in lines_of(page) if id(line) not in taken):
        firsts.pop(_words(line), None)
    return set(firsts.values())


def _words(line: TextLine) -> str:
    return " ".join(line.text.split())


def _template(line: TextLine) -> str:
    return _NUMBER.sub("#", _words(line).casefold())


def _steady(group: Run) -> Run:
    """Return the members whose numbers all stay the same or count the pages."""
    numbers = [[int(x) for x in _NUMBER.findall(line.text)] for _, line in group]
    pages = [page for page, _ in group]
    columns = list(zip(*numbers, strict=True))
    fixed = [_most(column) for column in columns]
    offsets = [_most(n - page for n, page in zip(col, pages, strict=True)) for col in columns]
    return [
        member
        for member, own in zip(group, numbers, strict=True)
        if all(
            n in {same, member[0] + offset}
            for n, same, offset in zip(own, fixed, offsets, strict=True)
        )
    ]


def _most(values: Iterable[int]) -> int:
    return Counter(values).most_common(1)[0][0]


def _is_running(run: Run, pages: int) -> bool:
    """Tell whether the line stands on many pages, or on enough pages near each other."""
    if len(run) < min(_MIN_PAGES, pages) or not (
        any(map(str.isalpha, run[0][1].text)) or _counts_pages(run)
    ):
        return False
    if len(run) >= _MIN_SHARE * pages:
        return True
    near = 1
    for (before, _), (page, _) in pairwise(run):
        near = near + 1 if page - before <= _NEAR_PAGES else 1
        if near >= _MIN_PAGES:
            return True
    return False


def _counts_pages(run: Run) -> bool:
    return len({line.text for _, line in run}) == len(run)
