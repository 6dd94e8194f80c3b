"""The tokens of a Markdown document become drafts of blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from reqx.model.blocks import BlockKind, Style
from reqx.parsing.assembly import Draft, DraftCell, Line
from reqx.parsing.labels import label_of
from reqx.parsing.markdown.inline import lines_of, lines_of_html
from reqx.parsing.text.headings import is_title
from reqx.parsing.text.labels import label_at
from reqx.parsing.text.lines import TextLine
from reqx.parsing.text.paragraphs import Paragraph

_CODE = Style(name="code")
_PIPE = re.compile(r"(?<!\\)\|")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:?(?=\s)")


@dataclass(slots=True)
class _Item:
    """An open list item: its label until it is written, and its depth from 1."""

    label: str
    level: int


@dataclass(slots=True)
class _Table:
    """An open table: the headers read, and whether its head is being read."""

    headers: list[str] = field(default_factory=list)
    is_head: bool = False


class Walk:
    """Goes through the tokens once, and knows the open lists, items and table."""

    def __init__(self, tokens: Sequence[Token], source: Sequence[str]) -> None:
        self._tokens = tokens
        self._source = source
        self._lists: list[Iterator[str]] = []
        self._items: list[_Item] = []
        self._table = _Table()

    def drafts(self) -> Iterator[Draft]:
        """Yield the drafts in reading order."""
        for place, token in enumerate(self._tokens):
            self._keep_track(place, token)
            if token.type == "inline":
                yield from self._text(self._tokens[place - 1], token)
            elif token.type in {"fence", "code_block"}:
                yield from _code(token)
            elif token.type == "html_block":
                yield from map(_paragraph, lines_of_html(token.content))
            elif token.type == "tr_open":
                yield self._row(place)

    def _keep_track(self, place: int, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self._lists.append(iter(_labels(self._tokens, place)))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._lists.pop()
        elif token.type == "list_item_open":
            self._items.append(_Item(next(self._lists[-1]), len(self._lists)))
        elif token.type == "list_item_close":
            self._items.pop()
        elif token.type == "table_open":
            self._table = _Table()
        elif token.type in {"thead_open", "thead_close"}:
            self._table.is_head = token.type == "thead_open"

    def _text(self, opened: Token, token: Token) -> Iterator[Draft]:
        lines = lines_of(token)
        if opened.type == "heading_open":
            yield self._heading(opened, lines)
        elif opened.type == "paragraph_open":
            yield from self._paragraphs(lines)

    def _heading(self, opened: Token, lines: Sequence[str]) -> Draft:
        text = " ".join(" ".join(lines).split())
        label = label_of(text)
        found = label.text if label and len(label.text) < len(text) else ""
        # A rule below a sentence makes it a heading for Markdown, not for its author.
        is_sentence = opened.markup in {"=", "-"} and not _is_title(text)
        if is_sentence or opened.level:
            return Draft(BlockKind.PARAGRAPH, _lines(lines))
        return Draft(BlockKind.HEADING, _lines(lines), label=found, level=int(opened.tag[1:]))

    def _paragraphs(self, lines: Sequence[str]) -> Iterator[Draft]:
        """Yield the paragraph, cut where a line begins with a label Markdown does not know."""
        part: list[str] = []
        for line in lines:
            if part and _may_begin(part, line):
                yield self._paragraph(part)
                part = []
            part.append(line)
        yield self._paragraph(part)

    def _paragraph(self, lines: Sequence[str]) -> Draft:
        text = lines[0].strip()
        note = _FOOTNOTE.match(text)
        if note and not self._items:
            return Draft(BlockKind.NOTE, _lines(lines), label=note.group())
        if self._items:
            return self._item(lines)
        label = label_at(text)
        if label is None:
            return Draft(BlockKind.PARAGRAPH, _lines(lines))
        kind = BlockKind.LIST_ITEM if label.is_item else BlockKind.PARAGRAPH
        return Draft(kind, _lines(lines), label=label.text, level=int(label.is_item))

    def _item(self, lines: Sequence[str]) -> Draft:
        """Return the item; its paragraphs after the first have no label of their own."""
        item = self._items[-1]
        label, item.label = item.label, ""
        words = [f"{label} {lines[0]}".strip(), *lines[1:]]
        own = label_at(lines[0].strip())
        is_lettered = not label and own is not None
        return Draft(
            BlockKind.LIST_ITEM,
            _lines(words),
            label=own.text if is_lettered and own else label,
            level=item.level + (is_lettered and bool(own and own.is_item)),
        )

    def _row(self, place: int) -> Draft:
        cells: list[list[str]] = []
        for token in self._tokens[place:]:
            if token.type == "tr_close":
                break
            if token.type == "inline":
                cells.append(lines_of(token))
        headers = self._table.headers
        if self._table.is_head:
            self._table.headers = [" ".join(cell).strip() for cell in cells]
        else:
            cells += self._beyond(self._tokens[place], len(cells))
        return Draft(
            BlockKind.TABLE_ROW,
            cells=tuple(
                DraftCell(headers[i] if i < len(headers) else "", _lines(cell))
                for i, cell in enumerate(cells)
            ),
            is_header_row=self._table.is_head,
        )

    def _beyond(self, token: Token, count: int) -> list[list[str]]:
        """Return the cells beyond the last column, which Markdown leaves out."""
        if token.map is None:
            return []
        raw = self._source[token.map[0]].strip().removeprefix("|").removesuffix("|")
        return [[cell] for cell in _PIPE.split(raw)[count:]]


def _labels(tokens: Sequence[Token], place: int) -> list[str]:
    """Return the labels of a list's items: as written, counted where all have one number."""
    opened = tokens[place]
    items = []
    for token in tokens[place + 1 :]:
        if token.level == opened.level:
            break
        if token.type == "list_item_open" and token.level == opened.level + 1:
            items.append(token)
    if opened.type == "bullet_list_open":
        return [item.markup for item in items]
    written = [int(item.info) for item in items]
    if len(set(written)) < len(written):
        written = [written[0] + i for i in range(len(written))]
    return [f"{number}{item.markup}" for number, item in zip(written, items, strict=True)]


def _may_begin(part: Sequence[str], line: str) -> bool:
    """Tell whether a paragraph may begin here: no sentence is open, or the label goes on a list."""
    label, before = label_at(line.strip()), label_at(part[0].strip())
    if label is None:
        return False
    if part[-1].rstrip().endswith((".", "!", "?", ":", ";", ",")):
        return True
    if before is None or before.kind is not label.kind:
        return False
    return not label.numbers or label.numbers[-1:] == tuple(n + 1 for n in before.numbers[-1:])


def _is_title(text: str) -> bool:
    return is_title(Paragraph([TextLine(text, 0)], label_at(text)))


def _code(token: Token) -> Iterator[Draft]:
    """Yield each run of code lines as a paragraph."""
    for part in re.split(r"\n\s*\n", token.content):
        yield Draft(BlockKind.PARAGRAPH, _lines(part.split("\n")), style=_CODE)


def _paragraph(text: str) -> Draft:
    return Draft(BlockKind.PARAGRAPH, (Line(text),))


def _lines(texts: Sequence[str]) -> tuple[Line, ...]:
    return tuple(map(Line, texts))
