"""What stands inside a paragraph: its characters, and what hangs on them.

Everything is read through unless it is known not to be printed (deletions, field codes, ruby
readings), so that a wrapper this reader has never heard of loses no word.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from unicodedata import normalize

from reqx.parsing.docx.equations import linear
from reqx.parsing.docx.styles import ParagraphStyle, StyleSheet, run_font
from reqx.parsing.docx.wordml import (
    ALTERNATES,
    DELETED,
    INSERTED,
    OFF,
    PARAGRAPH,
    PROPERTIES,
    TABLE,
    VAL,
    Element,
    M,
    Properties,
    W,
    branch,
    number,
    points,
    properties,
    settings,
    switch,
    value,
)
from reqx.parsing.symbols import symbol, visible

_SOFT_HYPHEN = "\u00ad"
_CHECKED, _UNCHECKED = "☒", "☐"


class Hook(StrEnum):
    """What can hang on a place in a paragraph."""

    BOX = "text box"
    BLOCK = "block"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"


_SKIPPED = DELETED | PROPERTIES | {W + "rt", W + "rubyPr", W + "ffData"}

_LOOKS = frozenset({W + "b", W + "rStyle", W + "rFonts", W + "sz", W + "vanish"})

_HOOKS: Mapping[str, Hook] = {
    W + "txbxContent": Hook.BOX,
    PARAGRAPH: Hook.BLOCK,
    TABLE: Hook.BLOCK,
    W + "footnoteReference": Hook.FOOTNOTE,
    W + "endnoteReference": Hook.ENDNOTE,
    W + "commentReference": Hook.COMMENT,
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """Something that hangs on the paragraph: a note by its id, a box by its element."""

    hook: Hook
    element: Element

    @property
    def key(self) -> str:
        """The id of the note or comment."""
        return self.element.get(W + "id", "")

    @property
    def has_own_mark(self) -> bool:
        """Whether the author typed the note's mark, which then takes no number."""
        return self.element.get(W + "customMarkFollows", "0") not in OFF


@dataclass(slots=True)
class Inline:
    """A paragraph's content. `bold` and `words` count characters; `size` is in points."""

    pieces: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    is_inserted: bool = False
    is_contents: bool = False
    bold: int = 0
    words: int = 0
    size: float = 0.0

    @property
    def text(self) -> str:
        """The characters, composed (NFC), without optional hyphens."""
        text = "".join(self.pieces)
        return text if text.isascii() else normalize("NFC", text.replace(_SOFT_HYPHEN, ""))

    @property
    def is_bold(self) -> bool:
        """Whether all of it is bold."""
        return 0 < self.words == self.bold

    def continued(self, rest: "Inline") -> "Inline":
        """Return this content with that of the next paragraph, which runs on without a gap."""
        return Inline(
            self.pieces + rest.pieces,
            self.anchors + rest.anchors,
            self.is_inserted or rest.is_inserted,
            self.is_contents or rest.is_contents,
            self.bold + rest.bold,
            self.words + rest.words,
            self.size or rest.size,
        )


@dataclass(slots=True)
class _Field:
    """A field that is open: in its code until the separator; what to print if it has no result."""

    is_code: bool
    substitute: str
    begin: int


@dataclass(slots=True)
class InlineReader:
    """Reads one paragraph after the other; `hidden` words so far are formatted not to be seen."""

    styles: StyleSheet
    hidden: int = 0
    inline: Inline = field(default_factory=Inline)
    _style: ParagraphStyle = field(default_factory=ParagraphStyle)
    _fields: list[_Field] = field(default_factory=list)
    _insertions: int = 0
    _is_bold: bool = False
    _is_hidden: bool = False
    _font: str = ""

    def read(self, paragraph: Element, style: ParagraphStyle) -> Inline:
        """Read the content of a `w:p` of that style."""
        self.inline, self._style = Inline(), style
        # A field may be left open by a paragraph; the next one is not in its code.
        self._fields.clear()
        self._content(paragraph)
        self.inline.size = self.inline.size or style.size
        return self.inline

    def _content(self, element: Element) -> None:
        handlers = self._HANDLERS
        for child in element:
            handler = handlers.get(child.tag)
            if handler is not None:
                handler(self, child)
            elif len(child) and child.tag not in _SKIPPED:
                self._content(child)

    def _run(self, run: Element) -> None:
        # What the run does not set itself holds from the style.
        self._is_bold, self._is_hidden = self._style.is_bold, self._style.is_hidden
        self._font = ""
        self._content(run)

    def _look(self, element: Element) -> None:
        look = {tag: item for item in element if (tag := item.tag) in _LOOKS}
        if not look:
            return
        self._is_bold = self._switched(look, "b", usual=self._is_bold)
        self._is_hidden = self._switched(look, "vanish", usual=self._is_hidden)
        self._font = run_font(look)
        if not self.inline.size:
            self.inline.size = points(look, "sz")

    def _switched(self, look: Properties, name: str, *, usual: bool) -> bool:
        """Return whether a run's own look, else its character style, switches that on."""
        mark = switch(look, name)
        if mark is None and W + "rStyle" in look:
            mark = self.styles.character_switch(value(look, "rStyle"), name)
        return usual if mark is None else mark

    def _write(self, text: str) -> None:
        if not text or (self._fields and self._is_in_code()):
            return
        inline = self.inline
        inline.pieces.append(text)
        count = len(text) - text.count(" ")
        inline.words += count
        if self._is_bold:
            inline.bold += count
        if self._insertions:
            inline.is_inserted = True
        if self._is_hidden:
            self.hidden += len(text.split())

    def _is_in_code(self) -> bool:
        return any(opened.is_code for opened in self._fields)

    def _text(self, element: Element) -> None:
        text = element.text or ""
        self._write(visible(text, self._font) if self._font else text)

    def _symbol(self, element: Element) -> None:
        try:
            code = int(element.get(W + "char", ""), 16)
        except ValueError:
            return
        self._write(symbol(code, element.get(W + "font", "")))

    def _gap(self, _: Element) -> None:
        self.inline.pieces.append("\t")

    def _hyphen(self, _: Element) -> None:
        # As a plain hyphen: "REQ-12" must be the same identifier however it was kept on a line.
        self._write("-")

    def _insertion(self, element: Element) -> None:
        self._insertions += 1
        self._content(element)
        self._insertions -= 1

    def _alternates(self, element: Element) -> None:
        chosen = branch(element)
        if chosen is not None:
            self._content(chosen)

    def _equation(self, element: Element) -> None:
        self._write(linear(element))

    def _anchor(self, element: Element) -> None:
        self.inline.anchors.append(Anchor(_HOOKS[element.tag], element))

    def _field_code(self, element: Element) -> None:
        # Entries of a table of contents link their page number to a bookmark that Word names so.
        self.inline.is_contents |= "PAGEREF _Toc" in (element.text or "")

    def _field_mark(self, element: Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            begin = len(self.inline.pieces)
            self._fields.append(_Field(True, _form_value(element), begin))
        elif kind == "separate" and self._fields:
            self._fields[-1].is_code = False
        elif kind == "end" and self._fields:
            closed = self._fields.pop()
            if len(self.inline.pieces) == closed.begin:
                self._write(closed.substitute)

    _HANDLERS: ClassVar[Mapping[str, Callable[["InlineReader", Element], None]]] = {
        W + "r": _run,
        W + "rPr": _look,
        W + "t": _text,
        W + "sym": _symbol,
        W + "tab": _gap,
        W + "ptab": _gap,
        W + "br": _gap,
        W + "cr": _gap,
        W + "noBreakHyphen": _hyphen,
        W + "fldChar": _field_mark,
        W + "instrText": _field_code,
        M + "oMath": _equation,
        ALTERNATES: _alternates,
        **dict.fromkeys(INSERTED, _insertion),
        **dict.fromkeys(_HOOKS, _anchor),
    }


def _form_value(mark: Element) -> str:
    """Return what an old form field shows that keeps its value beside the text."""
    data = properties(mark, "ffData")
    if W + "checkBox" in data:
        box = settings(data[W + "checkBox"])
        checked = switch(box, "checked")
        is_checked = switch(box, "default") if checked is None else checked
        return _CHECKED if is_checked else _UNCHECKED
    return _choice(data[W + "ddList"]) if W + "ddList" in data else ""


def _choice(choices: Element) -> str:
    entries = [entry.get(VAL, "") for entry in choices.iterchildren(W + "listEntry")]
    stated = settings(choices)
    chosen = number(stated, "result") or number(stated, "default") or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""
