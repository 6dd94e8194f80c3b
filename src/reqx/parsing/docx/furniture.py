"""Running headers and footers: what every page repeats, kept apart from the text."""

from collections.abc import Iterable

from reqx.parsing.docx.package import Part
from reqx.parsing.docx.walk import Walk
from reqx.parsing.docx.wordml import Element
from reqx.parsing.furniture import words_once


def running(main: Part) -> list[tuple[str, Element]]:
    """Return the header and footer parts: which of the two, and the root."""
    return [(kind, part.root) for kind in ("header", "footer") for part in main.related(kind)]


def words_of(parts: Iterable[tuple[str, Element]], walk: Walk) -> tuple[str, ...]:
    """Return the words of each header and footer paragraph or row, once each."""
    drafts = (draft for kind, root in parts for draft in walk.blocks(root, kind))
    return words_once(drafts)
