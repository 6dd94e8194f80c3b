"""Lines of plain text become paragraphs: what a line break means is told by its neighbours."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from reqx.parsing.contents import is_entry
from reqx.parsing.labels import Label, LabelKind
from reqx.parsing.text.labels import label_at
from reqx.parsing.text.lines import Chunk, TextLine
from reqx.parsing.text.tables import Row, rows_of

_CLOSING = "\"'”\u2019»)]*_"
_FIELD = re.compile(r"[^\W\d_][\w /-]{0,30}:(?=\s|$)")
_USUAL_WIDTH = 60
_MIN_WIDTH = 40
_MAX_WIDTH = 130
"""Lines beyond are no printed lines: the file has one line for each paragraph."""
_USUAL = 0.95
_KNOWN_LINES = 8
_LONG_SHARE = 0.2
_HARD_BREAK = 0.4
_MAX_FIRST_INDENT = 8
_SECTIONS = frozenset({LabelKind.NUMBER, LabelKind.TITLE})


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together, the label they begin with, and how they stand in the text.

    `rule` is the character it is underlined with. `is_first`: an empty line stands before it;
    `is_alone`: and one behind.
    """

    lines: list[TextLine]
    label: Label | None = None
    rule: str = ""
    is_first: bool = False
    is_alone: bool = False

    @property
    def first(self) -> TextLine:
        """The first line."""
        return self.lines[0]

    @property
    def text(self) -> str:
        """The words of all lines, joined by spaces."""
        return " ".join(word for line in self.lines for word in line.text.split())

    @property
    def words(self) -> str:
        """The text behind the label."""
        return self.text.removeprefix(self.label.text if self.label else "").strip()

    @property
    def may_be_title(self) -> bool:
        """Whether it stands as titles do: on a line or two, text close behind only a number."""
        is_section = self.label is not None and self.label.kind in _SECTIONS
        is_above = self.is_first and is_section and len(self.lines) == 1
        return bool(self.rule) or is_above or (self.is_alone and len(self.lines) <= 2)


Piece = Paragraph | Row


@dataclass(frozen=True, slots=True)
class Measure:
    """How wide the text is, in columns. `is_wrapped`: its paragraphs run over several lines."""

    width: int
    is_wrapped: bool


def measure_of(pages: Iterable[Sequence[Chunk]]) -> Measure:
    """Tell the usual width from the lines that others follow."""
    extents = sorted(x.extent for page in pages for chunk in page for x in chunk[:-1])
    short = [extent for extent in extents if extent <= _MAX_WIDTH]
    is_wrapped = len(extents) - len(short) <= _LONG_SHARE * len(extents)
    least = _MIN_WIDTH if len(short) >= _KNOWN_LINES else _USUAL_WIDTH
    width = short[int(_USUAL * (len(short) - 1))] if short else 0
    return Measure(max(width, least), is_wrapped)


def pieces_of(chunk: Chunk, measure: Measure) -> Iterator[Piece]:
    """Yield the paragraphs or table rows of a chunk."""
    rows = rows_of(chunk)
    if rows is not None:
        yield from rows
        return
    for part in _ruled_parts(chunk):
        if part.rule:
            yield part
        else:
            yield from _paragraphs(part.lines, measure)


def _ruled_parts(chunk: Chunk) -> Iterator[Paragraph]:
    """Yield the underlined titles and the runs of lines between; rules are no words."""
    run: list[TextLine] = []
    for line in chunk:
        if not line.rule:
            run.append(line)
            continue
        if len(run) == 1 and len(run[0].text) <= _MAX_WIDTH:
            yield Paragraph(run, label_at(run[0].text), rule=line.rule)
        elif run:
            yield Paragraph(run)
        run = []
    if run:
        yield Paragraph(run)


def _paragraphs(lines: Sequence[TextLine], measure: Measure) -> Iterator[Paragraph]:
    is_list = _is_short_list(lines, measure)
    current: Paragraph | None = None
    for line in lines:
        is_part = current is None or (is_list and not _is_middle(current, line))
        if current is not None and not is_part and not _parts(current, line, measure):
            current.lines.append(line)
            continue
        if current is not None:
            yield current
        current = Paragraph([line], label_at(line.text), is_first=line is lines[0])
    if current is not None:
        current.is_alone = len(current.lines) == len(lines)
        yield current


def _is_short_list(lines: Sequence[TextLine], measure: Measure) -> bool:
    """Tell whether all lines end in the left half: names, an address, a poem."""
    return len(lines) > 2 and all(2 * len(line.text) < measure.width for line in lines)


def _is_middle(paragraph: Paragraph, line: TextLine) -> bool:
    """Tell whether a short line goes on the one before, which is no word of a list itself."""
    last = paragraph.lines[-1].text
    return goes_on(last, line.text) and (paragraph.label is not None or not last[:1].islower())


def _parts(paragraph: Paragraph, line: TextLine, measure: Measure) -> bool:
    """Tell whether the line begins a new paragraph."""
    last = paragraph.lines[-1]
    if is_broken(last.text):
        return False
    may_end = ends_sentence(last.text) or _room(last, line, measure) > 0
    if _is_labelled(paragraph, line, may_end=may_end):
        return True
    if goes_on(last.text, line.text):
        return False
    if _is_shifted(paragraph, line, may_end=may_end):
        return True
    if not measure.is_wrapped or last.extent > _MAX_WIDTH:
        return True
    both = _FIELD.match(paragraph.first.text) and _FIELD.match(line.text)
    return bool(both) or is_entry(last.text) or _is_forced(last, line, measure)


def ends_sentence(text: str) -> bool:
    """Tell whether the text ends a sentence, or introduces what follows."""
    return text.rstrip(_CLOSING).endswith((".", "!", "?", ":", ";", "…"))


def is_broken(text: str) -> bool:
    """Tell whether the text ends in a hyphen behind a word."""
    return text.endswith(("-", "\u2010")) and text[-2:-1].isalnum()


def goes_on(before: str, text: str) -> bool:
    """Tell whether `text` can only be the middle of what `before` began."""
    is_middle = text[:1].islower() and not (ends_sentence(before) or is_entry(before))
    return is_broken(before) or is_middle


def _room(last: TextLine, line: TextLine, measure: Measure) -> int:
    """Return how many columns would have been left behind the line's first word."""
    return measure.width - last.extent - 1 - len(line.text.split(maxsplit=1)[0])


def _is_forced(last: TextLine, line: TextLine, measure: Measure) -> bool:
    room = _room(last, line, measure)
    return room > (3 if ends_sentence(last.text) else _HARD_BREAK * measure.width)


def _is_labelled(paragraph: Paragraph, line: TextLine, *, may_end: bool) -> bool:
    """Tell whether the line begins with a label of its own, not with a word that looks so."""
    label = label_at(line.text)
    if label is None:
        return False
    own = paragraph.label
    is_sibling = own is not None and own.kind is label.kind
    if is_sibling and line.indent == paragraph.first.indent:
        return True
    is_shifted = line.indent != paragraph.lines[-1].indent
    return may_end or (label.kind is LabelKind.BULLET and is_shifted)


def _is_shifted(paragraph: Paragraph, line: TextLine, *, may_end: bool) -> bool:
    """Tell whether the line begins further left or right than the paragraph's lines do."""
    first = paragraph.first.indent
    if line.indent < first - 1:
        is_first_indent = (
            len(paragraph.lines) == 1
            and paragraph.label is None
            and first - line.indent <= _MAX_FIRST_INDENT
        )
        return not is_first_indent
    if paragraph.label is not None and len(paragraph.lines) == 1:
        return False
    return line.indent > paragraph.lines[-1].indent + 1 and may_end


def over_pages(pages: Iterable[Iterable[Piece]]) -> list[Piece]:
    """Return the pieces of all pages, paragraphs that run over a page break put together."""
    pieces: list[Piece] = []
    for page in pages:
        is_first = True
        for piece in page:
            before = pieces[-1] if is_first and pieces else None
            is_first = False
            if _is_plain(before) and _is_plain(piece) and _runs_over(before, piece):
                before.lines += piece.lines
                before.is_alone = False
            else:
                pieces.append(piece)
    return pieces


def _is_plain(piece: Piece | None) -> TypeGuard[Paragraph]:
    return isinstance(piece, Paragraph) and not piece.rule


def _runs_over(before: Paragraph, after: Paragraph) -> bool:
    return after.label is None and goes_on(before.lines[-1].text, after.first.text)
