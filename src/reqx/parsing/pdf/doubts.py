"""Evidence that what repeats near the edge of pages is body text all the same.

A requirement or an answer ("Yes") may stand first on several pages. A header that stays in the text
is a nuisance; a requirement taken for one is lost. So in doubt the line stays.
"""

from collections.abc import Collection, Mapping, Sequence

from reqx.parsing.pdf.geometry import overlap
from reqx.parsing.pdf.layout import lines_of
from reqx.parsing.pdf.lines import TextLine
from reqx.parsing.pdf.pages import ReadPage

_SAME_SIZE = 0.3
_SAME_HEIGHT = 2.0
_PITCH = 1.7
"""Distance of baselines, in sizes of the text, up to which a line goes on in the text beside it."""
_SENTENCE_WORDS = 4
_USUAL_SHARE = 0.8
"""Of the pages: a notice in whole sentences stands on nearly all of them."""
_LEVEL_PAGES = 2


class BodyText:
    """The lines of the pages that do not repeat, for comparison with those that do.

    `running` are those that do, by identity; `size` is that of the body, in points.
    """

    def __init__(self, pages: Sequence[ReadPage], running: Collection[int], size: float) -> None:
        self._size = size
        self._lines: Mapping[int, list[TextLine]] = {
            page.number: [
                line
                for line in lines_of(page.columns)
                if not (line.is_loose or id(line) in running)
            ]
            for page in pages
        }

    def has(self, members: Mapping[int, TextLine]) -> bool:
        """Tell whether lines of one text at one height, by page, are body text as much as others.

        They are of the body's size.
        """
        lines = list(members.values())
        return (
            self._is_sentence(lines)
            or 2 * sum(self._goes_on(*member) for member in members.items()) > len(lines)
            or self._is_level(members)
        )

    def _is_sentence(self, lines: Sequence[TextLine]) -> bool:
        words = lines[0].text.split()
        is_whole = len(words) >= _SENTENCE_WORDS and words[-1].endswith((".", "!", "?"))
        return is_whole and len(lines) < _USUAL_SHARE * len(self._lines)

    def _goes_on(self, page: int, line: TextLine) -> bool:
        """Tell whether text of the same size stands above or below, no further than its lines."""
        return any(
            abs(other.baseline - line.baseline) <= _PITCH * line.size
            and is_sized(other, self._size)
            and overlap(line.x0, line.x1, other.x0, other.x1) > 0
            for other in self._lines[page]
        )

    def _is_level(self, members: Mapping[int, TextLine]) -> bool:
        """Tell whether other pages have body text at that height."""
        height = next(iter(members.values())).baseline
        pages = [
            page
            for page, lines in self._lines.items()
            if page not in members and any(self._is_beside(line, height) for line in lines)
        ]
        return len(pages) >= _LEVEL_PAGES

    def _is_beside(self, line: TextLine, height: float) -> bool:
        is_level = abs(line.baseline - height) <= _SAME_HEIGHT
        return is_level and is_sized(line, self._size)


def is_sized(line: TextLine, size: float) -> bool:
    """Tell whether the line has that size, in points."""
    return abs(line.size - size) <= _SAME_SIZE
