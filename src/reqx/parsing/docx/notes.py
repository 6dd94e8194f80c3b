"""Footnotes, endnotes and comments: text kept in parts of its own, read where it is referred to."""

from dataclasses import dataclass, field

from reqx.parsing.docx.content import Anchor, Hook
from reqx.parsing.docx.package import Part
from reqx.parsing.docx.wordml import Element, W
from reqx.parsing.numerals import numeral

_SOURCES = {
    Hook.FOOTNOTE: ("footnotes", "footnote", "decimal"),
    Hook.ENDNOTE: ("endnotes", "endnote", "lowerRoman"),
    Hook.COMMENT: ("comments", "comment", "none"),
}
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass(slots=True)
class Notes:
    """The notes that were not read yet, and how many of each kind were."""

    unread: dict[tuple[Hook, str], Element]
    _counts: dict[Hook, int] = field(default_factory=dict)

    def take(self, anchor: Anchor) -> tuple[Element, str] | None:
        """Return a note's element and its number as printed; None when it was taken before."""
        element = self.unread.pop((anchor.hook, anchor.key), None)
        if element is None:
            return None
        if anchor.has_own_mark:
            return element, ""
        self._counts[anchor.hook] = self._counts.get(anchor.hook, 0) + 1
        return element, numeral(self._counts[anchor.hook], _SOURCES[anchor.hook][2])


def of_document(main: Part) -> dict[tuple[Hook, str], Element]:
    """Gather the notes of a document part, by kind and id."""
    return {
        (hook, note.get(W + "id", "")): note
        for hook, (kind, name, _) in _SOURCES.items()
        for part in main.related(kind)
        for note in part.root.iterfind(W + name)
        if note.get(W + "type") not in _SEPARATORS
    }
