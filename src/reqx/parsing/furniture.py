"""Running headers and footers: what every page repeats, kept apart from the text."""

from collections.abc import Iterable

from reqx.parsing.assembly import Draft


def words_once(drafts: Iterable[Draft]) -> tuple[str, ...]:
    """Return the words of each draft (paragraph or row) that has some, equal ones once."""
    texts = (
        " ".join(
            line.text
            for lines in (draft.lines, *(cell.lines for cell in draft.cells))
            for line in lines
            if line.text
        )
        for draft in drafts
    )
    return tuple(dict.fromkeys(text for text in texts if text))
