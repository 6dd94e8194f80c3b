"""What stands inside a paragraph: its characters, and what hangs on them.

Everything is read through unless it is known not to be printed, so that a wrapper this reader has
never heard of loses no word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from reqx.parsing.characters import normalise
from reqx.parsing.markup import Element, integer
from reqx.parsing.odt.opendocument import ANNOTATION, DRAW, NOTE, OFFICE, SVG, TEXT, TRUE
from reqx.parsing.odt.styles import StyleSheet, TextStyle
from reqx.parsing.symbols import visible

_SKIPPED = frozenset(
    [
        TEXT + "ruby-text",
        TEXT + "script",
        TEXT + "tracked-changes",
        OFFICE + "event-listeners",
        OFFICE + "binary-data",
        SVG + "title",
        SVG + "desc",
    ]
)
_MAX_SPACES = 100


@dataclass(slots=True)
class Changes:
    """The tracked insertions of a document, and which of them are open at the place being read."""

    insertions: frozenset[str]
    open: set[str] = field(default_factory=set)

    def start(self, element: Element) -> None:
        """Pass a `text:change-start`."""
        key = element.get(TEXT + "change-id", "")
        if key in self.insertions:
            self.open.add(key)

    def end(self, element: Element) -> None:
        """Pass a `text:change-end`."""
        self.open.discard(element.get(TEXT + "change-id", ""))


@dataclass(slots=True)
class Inline:
    """A paragraph's content. `anchors` are its notes, comments and frames."""

    pieces: list[str] = field(default_factory=list)
    anchors: list[Element] = field(default_factory=list)
    is_bold: bool = True
    is_inserted: bool = False
    is_hidden: bool = False

    @property
    def text(self) -> str:
        """The words, composed (NFC), one space between them."""
        return " ".join(normalise("".join(self.pieces)).split())


@dataclass(slots=True)
class InlineReader:
    """Reads one paragraph of a style."""

    styles: StyleSheet
    changes: Changes
    formula: Callable[[Element], str]
    inline: Inline = field(default_factory=Inline)
    _is_bold: bool = False
    _font: str = ""

    def read(self, paragraph: Element, style: TextStyle) -> Inline:
        """Read the content of a `text:p` or `text:h`."""
        self._is_bold, self._font = bool(style.is_bold), style.font
        self.inline.is_hidden = style.is_hidden
        self._content(paragraph)
        return self.inline

    def _content(self, element: Element) -> None:
        self._write(element.text)
        for child in element:
            self._element(child)
            self._write(child.tail)

    def _element(self, element: Element) -> None:
        handler = self._HANDLERS.get(element.tag)
        if handler is not None:
            handler(self, element)
        elif element.tag.startswith(DRAW):
            self._drawing(element)
        elif element.tag not in _SKIPPED:
            self._content(element)

    def _write(self, text: str | None) -> None:
        if not text:
            return
        self.inline.pieces.append(visible(text, self._font))
        if not text.isspace():
            self.inline.is_bold &= self._is_bold
            self.inline.is_inserted |= bool(self.changes.open)

    def _span(self, element: Element) -> None:
        style = self.styles.text(element.get(TEXT + "style-name"))
        if style.is_hidden:
            return
        outer = self._is_bold, self._font
        self._is_bold = self._is_bold if style.is_bold is None else style.is_bold
        self._font = style.font or self._font
        self._content(element)
        self._is_bold, self._font = outer

    def _spaces(self, element: Element) -> None:
        count = integer(element.get(TEXT + "c"), 1)
        self._write(" " * min(max(count, 1), _MAX_SPACES))

    def _gap(self, _: Element) -> None:
        self._write("\t")

    def _anchor(self, element: Element) -> None:
        self.inline.anchors.append(element)

    def _drawing(self, element: Element) -> None:
        words = self.formula(element)
        if words:
            self._write(words)
        else:
            self._anchor(element)

    def _hidden_paragraph(self, element: Element) -> None:
        self.inline.is_hidden |= element.get(TEXT + "is-hidden") == TRUE

    def _hidden_text(self, element: Element) -> None:
        if element.get(TEXT + "is-hidden") != TRUE:
            self._content(element)

    def _change_start(self, element: Element) -> None:
        self.changes.start(element)

    def _change_end(self, element: Element) -> None:
        self.changes.end(element)

    _HANDLERS: ClassVar[Mapping[str, Callable[["InlineReader", Element], None]]] = {
        TEXT + "span": _span,
        TEXT + "s": _spaces,
        TEXT + "tab": _gap,
        TEXT + "line-break": _gap,
        TEXT + "hidden-paragraph": _hidden_paragraph,
        TEXT + "hidden-text": _hidden_text,
        TEXT + "change-start": _change_start,
        TEXT + "change-end": _change_end,
        NOTE: _anchor,
        ANNOTATION: _anchor,
        # A link around a frame; its words are the frame's.
        DRAW + "a": _anchor,
    }


def changes(root: Element) -> Changes:
    """Return the insertions that the document tracks."""
    regions = root.iter(TEXT + "changed-region")
    return Changes(
        frozenset(
            key
            for region in regions
            if region.find(TEXT + "insertion") is not None
            for key in map(str, region.attrib.values())
        )
    )
