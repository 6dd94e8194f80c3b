"""Files of other formats that Word shows as text where they stand (`w:altChunk`, ECMA-376 17.17.2).

HTML and plain text are read; what else Word may import (RTF, another DOCX, MHT) is not.
"""

from dataclasses import dataclass

from reqx.errors import DocumentError
from reqx.parsing import html, mojibake, text
from reqx.parsing.assembly import Draft
from reqx.parsing.docx.package import Part
from reqx.parsing.docx.wordml import Element, W
from reqx.parsing.encoding import decoded
from reqx.parsing.text.lines import pages_of

_HTML = (".htm", ".html", ".xhtml")
_TEXT = (".txt",)
_HEAD_BYTES = 1_000


@dataclass(frozen=True, slots=True)
class Imports:
    """The files inside one package."""

    main: Part

    def drafts(self, element: Element) -> list[Draft] | None:
        """Return the drafts of what a `w:altChunk` refers to; None where it cannot be read."""
        found = self.main.member(element) if element.tag == W + "altChunk" else None
        if found is None:
            return None
        try:
            return _drafts(*found)
        except DocumentError:
            # Damaged, or beyond a limit: the document around it is not.
            return None


def _drafts(name: str, data: bytes) -> list[Draft] | None:
    if name.lower().endswith(_HTML) or b"<html" in data[:_HEAD_BYTES].lower():
        return html.drafts_in(data, name)
    if name.lower().endswith(_TEXT):
        return list(text.drafts(pages_of(mojibake.repair(decoded(data).text).text)))
    return None
