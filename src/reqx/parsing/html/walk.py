"""The way through a page: its elements in order become drafts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

from reqx.model.blocks import BODY, BlockKind, Revision, Style
from reqx.parsing import grid
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.characters import normalise
from reqx.parsing.html import forms, lists, tables
from reqx.parsing.html.visibility import is_furniture, is_unseen
from reqx.parsing.markup import Element, content
from reqx.parsing.typed import heading_label, typed

_BREAK = "\u2028"
"""Stands for `<br>`; a white space, so that it is none of the words."""
_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("div", "dl", "dt", "fieldset", "figure", "footer", "form", "header", "hgroup", "hr"),
        *("html", "legend", "li", "main", "nav", "optgroup", "option", "p", "search", "section"),
        *("summary", "tbody", "td", "tfoot", "th", "thead", "tr", "xmp"),
    ]
)
_SUPERSCRIPTS = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_RAISED = re.compile(r"\s*([-+()0-9]+|n)\s*")
_PARAGRAPH_BREAK = 2


@dataclass(slots=True)
class _Place:
    """What the text being read is: kind, level, and the label that its first paragraph takes."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    label: str = ""


@dataclass(slots=True)
class Walk:
    """Reads one flow of content: a page, a table's cell, the page's header.

    `furniture` takes the words of what frames the page; None when that is read as content.
    """

    is_titled: bool
    furniture: list[str] | None
    drafts: list[Draft] = field(default_factory=list)
    _place: _Place = field(default_factory=_Place)
    _pieces: list[str] = field(default_factory=list)
    _breaks: int = 0
    _bold: int = 0
    _inserted: int = 0
    _lists: int = 0
    _is_bold: bool = True
    _is_inserted: bool = False

    def read(self, element: Element) -> list[Draft]:
        """Return the drafts of what the element holds."""
        self._content(element)
        self._flush()
        return self.drafts

    def _content(self, element: Element) -> None:
        self._write(element.text)
        for child in element:
            self._element(child)
            self._write(child.tail)

    def _element(self, element: Element) -> None:
        if is_unseen(element):
            return
        if self.furniture is not None and is_furniture(element, is_titled=self.is_titled):
            self._flush()
            self.furniture += _texts(Walk(self.is_titled, None).read(element))
            return
        handler = self._HANDLERS.get(element.tag)
        if handler is not None:
            handler(self, element)
        elif element.tag in _BLOCKS:
            self._flush()
            self._content(element)
            self._flush()
        else:
            self._content(element)

    def _write(self, text: str | None) -> None:
        if not text:
            return
        self._pieces.append(text)
        if not text.isspace():
            self._breaks = 0
            self._is_bold &= self._bold > 0
            self._is_inserted |= self._inserted > 0

    def _flush(self) -> None:
        """End the paragraph; lines in it that begin with a label of their own are paragraphs."""
        text = normalise("".join(self._pieces))
        is_bold, is_inserted = self._is_bold, self._is_inserted
        self._pieces.clear()
        self._breaks, self._is_bold, self._is_inserted = 0, True, False
        style = Style(is_bold=is_bold)
        revision = Revision.INSERTED if is_inserted else Revision.NONE
        for paragraph in _paragraphs(text):
            draft = self._draft(" ".join(paragraph.split()))
            self.drafts.append(replace(draft, style=style, revision=revision))

    def _draft(self, text: str) -> Draft:
        place = self._place
        if place.kind is BlockKind.PARAGRAPH:
            kind, label = typed(text)
            level = int(kind is BlockKind.LIST_ITEM)
            return Draft(kind=kind, lines=(Line(text),), label=label, level=level)
        lines = (Line(place.label), Line(text)) if place.label else (Line(text),)
        label = place.label or _typed_label(place.kind, text)
        place.label = ""
        return Draft(kind=place.kind, lines=lines, label=label, level=place.level)

    def _within(self, element: Element, place: _Place) -> None:
        self._flush()
        outer, self._place = self._place, place
        self._content(element)
        self._flush()
        self._place = outer

    def _heading(self, element: Element) -> None:
        # A number printed before it, in a list of chapters, is its own.
        outer, label = self._place, ""
        if outer.label[:-1].isalnum():
            label, outer.label = outer.label, ""
        self._within(element, _Place(BlockKind.HEADING, int(element.tag[1]), label))

    def _caption(self, element: Element) -> None:
        self._within(element, _Place(BlockKind.CAPTION))

    def _list(self, element: Element) -> None:
        self._flush()
        self._lists += 1
        self._write(element.text)
        for child, label in lists.labels(element, self._lists):
            if child.tag == "li" and not is_unseen(child):
                self._within(child, _Place(BlockKind.LIST_ITEM, self._lists, label))
            else:
                self._element(child)
            self._write(child.tail)
        self._flush()
        self._lists -= 1

    def _table(self, element: Element) -> None:
        self._flush()
        if tables.is_layout(element):
            self._content(element)
            self._flush()
            return
        for caption in element.iterchildren("caption"):
            self._element(caption)
        rows = tables.rows(element, BODY, lambda cell: Walk(True, self.furniture).read(cell))
        self.drafts.extend(grid.drafts(rows, BODY))

    def _break(self, _: Element) -> None:
        self._pieces.append(_BREAK)
        self._breaks += 1
        if self._breaks >= _PARAGRAPH_BREAK:
            self._flush()

    def _preformatted(self, element: Element) -> None:
        self._flush()
        for number, line in enumerate(content(element).split("\n")):
            if number:
                self._break(element)
            self._write(line)
        self._flush()

    def _strong(self, element: Element) -> None:
        self._bold += 1
        self._content(element)
        self._bold -= 1

    def _insertion(self, element: Element) -> None:
        self._inserted += 1
        self._content(element)
        self._inserted -= 1

    def _superscript(self, element: Element) -> None:
        # "m2" is not m².
        raised = _RAISED.fullmatch(content(element))
        if raised is not None:
            self._write(raised[1].translate(_SUPERSCRIPTS))
        else:
            self._content(element)

    def _field(self, element: Element) -> None:
        self._write(forms.shown(element))

    def _quotation(self, element: Element) -> None:
        self._write("“")
        self._content(element)
        self._write("”")

    _HANDLERS: ClassVar[Mapping[str, Callable[["Walk", Element], None]]] = {
        **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], _heading),
        **dict.fromkeys(["ul", "ol", "menu", "dir"], _list),
        **dict.fromkeys(["caption", "figcaption"], _caption),
        **dict.fromkeys(["b", "strong", "th"], _strong),
        **dict.fromkeys(["input", "select"], _field),
        "table": _table,
        "br": _break,
        "pre": _preformatted,
        "ins": _insertion,
        "sup": _superscript,
        "q": _quotation,
    }


def _typed_label(kind: BlockKind, text: str) -> str:
    return heading_label(text) if kind is BlockKind.HEADING else typed(text)[1]


def _paragraphs(text: str) -> list[str]:
    """Split at the breaks behind which a label stands."""
    paragraphs: list[str] = []
    for line in text.split(_BREAK):
        if not line.strip():
            continue
        if paragraphs and not typed(line.strip())[1]:
            paragraphs[-1] += " " + line
        else:
            paragraphs.append(line)
    return paragraphs


def _texts(drafts: list[Draft]) -> list[str]:
    lines = [[*x.lines, *(line for cell in x.cells for line in cell.lines)] for x in drafts]
    return [" ".join(line.text for line in held) for held in lines]
