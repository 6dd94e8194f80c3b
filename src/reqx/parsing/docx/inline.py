"""What stands inside a paragraph: its characters, and what hangs on them.

Everything is read through unless it is known not to be printed (deletions, field codes, ruby
readings), so that a wrapper this reader has never heard of loses no word.

Most of the time of a DOCX is spent here: what a run does not set is not looked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from reqx.parsing.docx.content import Anchor, Content, Hook
from reqx.parsing.docx.equations import linear
from reqx.parsing.docx.fields import Field, Sequences, list_number, opened
from reqx.parsing.docx.styles import ParagraphStyle, StyleSheet, font_of
from reqx.parsing.docx.wordml import (
    ALTERNATES,
    DELETED,
    INSERTED,
    PARAGRAPH,
    PROPERTIES,
    TABLE,
    VAL,
    Element,
    M,
    Properties,
    W,
    branch,
    points,
    switch,
    value,
)
from reqx.parsing.symbols import symbol, visible

_SKIPPED = PROPERTIES | {W + "rt", W + "rubyPr", W + "ffData"}
_NOTHING: Properties = {}
_NAMED = W + "pStyle"
_LOOK = W + "rPr"
_BOLD, _HIDDEN, _SIZE = W + "b", W + "vanish", W + "sz"
_STYLE, _FONTS = W + "rStyle", W + "rFonts"
_LOOKS = frozenset({_BOLD, _HIDDEN, _SIZE, _STYLE, _FONTS})

_HOOKS: Mapping[str, Hook] = {
    W + "txbxContent": Hook.BOX,
    PARAGRAPH: Hook.BLOCK,
    TABLE: Hook.BLOCK,
    W + "footnoteReference": Hook.FOOTNOTE,
    W + "endnoteReference": Hook.ENDNOTE,
    W + "commentReference": Hook.COMMENT,
}


@dataclass(slots=True)
class InlineReader:
    """Reads one paragraph after the other.

    `hidden` words so far are formatted not to be seen; `foreign` are the `w:t` so far that are not
    ASCII: only they may be damaged. `deleted` is what was left out as a tracked deletion.
    """

    styles: StyleSheet
    hidden: int = 0
    foreign: list[Element] = field(default_factory=list)
    deleted: list[Element] = field(default_factory=list)
    _content: Content = field(init=False)
    _default: ParagraphStyle = field(init=False)
    _fields: list[Field] = field(default_factory=list)
    _sequences: Sequences = field(default_factory=Sequences)
    _insertions: int = 0
    _is_bold: bool = False
    _is_hidden: bool = False
    _fonts: Element | None = None

    def __post_init__(self) -> None:
        """Look up the style of the paragraphs that name none."""
        self._default = self.styles.paragraph(None)

    def read(self, paragraph: Element) -> Content:
        """Read a `w:p`."""
        self._content = content = Content(_NOTHING, self._default, [], [])
        # A field may be left open by a paragraph; the next one is not in its code.
        if self._fields:
            self._fields.clear()
        self._read(paragraph)
        return content

    def _read(self, element: Element) -> None:
        handlers = self._HANDLERS
        for child in element:
            handler = handlers.get(child.tag)
            if handler is not None:
                handler(self, child)
            elif len(child) and child.tag not in _SKIPPED:
                self._read(child)

    def _layout(self, element: Element) -> None:
        content = self._content
        if content.layout is not _NOTHING:
            return
        layout = content.layout = {item.tag: item for item in element}
        if _NAMED in layout:
            content.style = self.styles.paragraph(layout[_NAMED].get(VAL))
        if _LOOK in layout:
            content.is_open = _is_deleted(layout[_LOOK])

    def _run(self, run: Element) -> None:
        # What the run does not set itself holds from the style.
        style = self._content.style
        self._is_bold, self._is_hidden, self._fonts = style.is_bold, style.is_hidden, None
        self._read(run)

    def _look(self, element: Element) -> None:
        look = {tag: item for item in element if (tag := item.tag) in _LOOKS}
        if not look:
            return
        self._fonts = look.get(_FONTS)
        if _STYLE in look or _BOLD in look:
            self._is_bold = self._switched(look, "b", usual=self._is_bold)
        if _STYLE in look or _HIDDEN in look:
            self._is_hidden = self._switched(look, "vanish", usual=self._is_hidden)
        if _SIZE in look and not self._content.size:
            self._content.size = points(look, "sz")

    def _switched(self, look: Properties, name: str, *, usual: bool) -> bool:
        """Return whether a run's own look, else its character style, switches that on."""
        mark = switch(look, name)
        if mark is None and _STYLE in look:
            mark = self.styles.character_switch(value(look, "rStyle"), name)
        return usual if mark is None else mark

    def _write(self, text: str) -> None:
        if not text or (self._fields and self._is_in_code()):
            return
        content = self._content
        content.pieces.append(text)
        if not content.has_light and text.strip(" "):
            content.has_light, content.has_bold = not self._is_bold, self._is_bold
        if self._insertions:
            content.is_inserted = True
        if self._is_hidden:
            self.hidden += len(text.split())

    def _is_in_code(self) -> bool:
        return any(x.is_code for x in self._fields)

    def _text(self, element: Element) -> None:
        text = element.text or ""
        if not text.isascii():
            self.foreign.append(element)
            if self._fonts is not None:
                text = visible(text, font_of(self._fonts))
        self._write(text)

    def _symbol(self, element: Element) -> None:
        try:
            code = int(element.get(W + "char", ""), 16)
        except ValueError:
            return
        self._write(symbol(code, element.get(W + "font", "")))

    def _gap(self, _: Element) -> None:
        self._content.pieces.append("\t")

    def _hyphen(self, _: Element) -> None:
        # As a plain hyphen: "REQ-12" must be the same identifier however it was kept on a line.
        self._write("-")

    def _insertion(self, element: Element) -> None:
        self._insertions += 1
        self._read(element)
        self._insertions -= 1

    def _deletion(self, element: Element) -> None:
        self.deleted.append(element)

    def _alternates(self, element: Element) -> None:
        chosen = branch(element)
        if chosen is not None:
            self._read(chosen)

    def _equation(self, element: Element) -> None:
        self._write(linear(element))

    def _anchor(self, element: Element) -> None:
        self._content.anchors.append(Anchor(_HOOKS[element.tag], element))

    def _field_code(self, element: Element) -> None:
        code = element.text or ""
        if self._fields:
            self._fields[-1].code += code
        # Entries of a table of contents link their page number to a bookmark that Word names so.
        if "PAGEREF _Toc" in code:
            self._content.is_contents = True

    def _field_mark(self, element: Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(opened(element, len(self._content.pieces)))
        elif kind == "separate" and self._fields:
            self._fields[-1].is_code = False
        elif kind == "end" and self._fields:
            self._close(self._fields.pop())

    def _simple_field(self, element: Element) -> None:
        begin = len(self._content.pieces)
        self._read(element)
        self._close(Field(begin, "", code=element.get(W + "instr", "")))

    def _close(self, closed: Field) -> None:
        """Print what a field without a result computes; count it in any case."""
        substitute, pieces = self._sequences.number(closed.code), self._content.pieces
        if len(pieces) != closed.begin or self._is_in_code():
            return
        at = len(pieces)
        computed = list_number(closed.code, at, is_first=not any(map(str.strip, pieces)))
        if computed is not None:
            self._content.list_numbers = (*self._content.list_numbers, computed)
            pieces.append("")
        self._write(substitute or closed.substitute)

    _HANDLERS: ClassVar[Mapping[str, Callable[["InlineReader", Element], None]]] = {
        W + "pPr": _layout,
        W + "r": _run,
        _LOOK: _look,
        W + "t": _text,
        W + "sym": _symbol,
        W + "tab": _gap,
        W + "ptab": _gap,
        W + "br": _gap,
        W + "cr": _gap,
        W + "noBreakHyphen": _hyphen,
        W + "fldChar": _field_mark,
        W + "instrText": _field_code,
        W + "fldSimple": _simple_field,
        M + "oMath": _equation,
        ALTERNATES: _alternates,
        **dict.fromkeys(INSERTED, _insertion),
        **dict.fromkeys(DELETED, _deletion),
        **dict.fromkeys(_HOOKS, _anchor),
    }


def _is_deleted(mark: Element) -> bool:
    """Tell whether a paragraph's end was deleted."""
    return any(change.tag in DELETED for change in mark)
