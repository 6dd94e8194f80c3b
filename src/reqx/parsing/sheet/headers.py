"""Which rows of a sheet are headers.

What the file says counts (tables, filters). Else the header is the first row, near the top, that
has text in most of the columns, no number and no sentence, and that is not the first of a series
of identifiers. Behind an empty row a bold row begins another table.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from reqx.parsing.grid import Headers
from reqx.parsing.sheet.rows import SheetRow, headers_of

_SEARCHED_ROWS = 30
_MAX_WORDS = 12
_SENTENCE_WORDS = 5
_SENTENCE_ENDS = (".", ";", ":", "!", "?")
_DIGITS = re.compile(r"\d+")


def scopes(
    rows: Sequence[SheetRow], stated: Collection[int] = ()
) -> Iterator[tuple[SheetRow, Headers | None]]:
    """Yield each row with the headers it stands under; a header row itself with None.

    `stated` are the numbers of the rows that the file calls headers.
    """
    begins = set(_begins(rows, stated))
    head: list[SheetRow] = []
    headers = headers_of(head)
    for index, row in enumerate(rows):
        is_header = index in begins or _is_second(row, rows[index - 1], head)
        if is_header:
            head = [row] if index in begins else [*head, row]
            headers = headers_of(head)
        yield row, None if is_header else headers


def _begins(rows: Sequence[SheetRow], stated: Collection[int]) -> Iterator[int]:
    """Yield the indexes of the rows with which a header begins."""
    known = [index for index, row in enumerate(rows) if row.number in stated]
    if known:
        yield from known
        return
    first = _first(rows)
    if first is None:
        return
    yield first
    for index in range(first + 1, len(rows) - 1):
        has_gap = rows[index].number > rows[index - 1].number + 1
        if has_gap and _is_set_apart(rows, index) and _are_names(rows[index]):
            yield index


def _first(rows: Sequence[SheetRow]) -> int | None:
    searched = rows[:_SEARCHED_ROWS]
    width = max((_width(row) for row in searched), default=0)
    is_below_data = False
    for index, row in enumerate(searched[: len(rows) - 1]):
        if 2 * _width(row) <= width:
            continue
        if _are_names(row) and not _is_in_series(row, rows[index + 1]):
            if not is_below_data or _is_set_apart(rows, index):
                return index
        else:
            is_below_data = True
    return None


def _width(row: SheetRow) -> int:
    """Return how many columns the row fills; a text alone over many is a title."""
    return sum(cell.span for cell in row.cells) if len(row.cells) > 1 else 1


def _is_set_apart(rows: Sequence[SheetRow], index: int) -> bool:
    return rows[index].is_bold and not rows[index + 1].is_bold


def _is_second(row: SheetRow, above: SheetRow, head: Sequence[SheetRow]) -> bool:
    """Tell whether the row names the columns under a header that reaches over several."""
    if not head or above is not head[-1] or row.number != above.number + 1:
        return False
    return any(cell.span > 1 for cell in above.cells) and _are_names(row)


def _are_names(row: SheetRow) -> bool:
    """Tell whether a row may be a header: two texts or more, no number, no sentence."""
    return len(row.cells) > 1 and not any(
        cell.is_number or _is_prose(cell.text) for cell in row.cells
    )


def _is_prose(text: str) -> bool:
    words = len(text.split())
    return words > _MAX_WORDS or (words >= _SENTENCE_WORDS and text.endswith(_SENTENCE_ENDS))


def _is_in_series(row: SheetRow, following: SheetRow) -> bool:
    """Tell whether the row begins with REQ-1 where the next one begins with REQ-2."""
    first, second = row.cells[0].text, following.cells[0].text
    return first != second and _DIGITS.sub("#", first) == _DIGITS.sub("#", second)
