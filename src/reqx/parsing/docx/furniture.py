"""Running headers and footers: what every page repeats, kept apart from the text."""

from reqx.parsing.docx.package import Part
from reqx.parsing.docx.walk import Walk


def furniture(main: Part, walk: Walk) -> tuple[str, ...]:
    """Return the words of each header and footer paragraph or row, once each."""
    drafts = (
        draft
        for kind in ("header", "footer")
        for part in main.related(kind)
        for draft in walk.blocks(part.root, kind)
    )
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
