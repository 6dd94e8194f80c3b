"""What each paragraph is: heading, list item, contents, caption, note or plain paragraph."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reqx.model.blocks import BlockKind
from reqx.parsing.contents import is_caption, is_entry, is_title, may_be_entry
from reqx.parsing.labels import LabelKind
from reqx.parsing.pdf.headings import (
    Titles,
    in_order,
    is_heading,
    levels_of,
    number_chapters,
    plain,
)
from reqx.parsing.pdf.paragraphs import Paragraph
from reqx.parsing.pdf.placing import Piece

_NUMBER = re.compile(r"\d+")
_LETTERS = re.compile(r"[A-Za-z]+")
_SAME_INDENT = 3.0
_OTHER_COLUMN = 150.0
_MAX_ENTRY = 300
"""Letters of a line of contents; a longer text that comes again is no title."""


@dataclass(slots=True)
class Kinds:
    """The kind of each paragraph and the level of headings and list items, by place in the flow."""

    kinds: dict[int, BlockKind]
    levels: dict[int, int]


def kinds_of(flow: Sequence[Piece], outline: Iterable[str], body: float) -> Kinds:
    """Tell the paragraphs of the document apart. Labels that are no identifiers are dropped."""
    paragraphs = {i: piece for i, piece in enumerate(flow) if isinstance(piece, Paragraph)}
    _drop_words(paragraphs.values())
    texts = {place: paragraph.text for place, paragraph in paragraphs.items()}
    contents = _contents(texts)
    titles = Titles(outline, (texts[place] for place in contents))
    kinds = {
        place: BlockKind.CONTENTS
        if place in contents
        else _kind(paragraph, texts[place], body, titles)
        for place, paragraph in paragraphs.items()
    }
    levels = _settle_headings(paragraphs, kinds, titles, body)
    return Kinds(kinds, levels | _item_levels(paragraphs, kinds))


def _kind(paragraph: Paragraph, text: str, body: float, titles: Titles) -> BlockKind:
    if paragraph.is_note:
        return BlockKind.NOTE
    if is_caption(text):
        return BlockKind.CAPTION
    if is_heading(paragraph, text, body, titles):
        return BlockKind.HEADING
    return _plain_kind(paragraph)


def _plain_kind(paragraph: Paragraph) -> BlockKind:
    is_item = paragraph.label is not None and paragraph.label.is_item
    return BlockKind.LIST_ITEM if is_item else BlockKind.PARAGRAPH


def _drop_words(paragraphs: Iterable[Paragraph]) -> None:
    """Drop identifiers that are words of their sentence.

    Those that have no second of their series ("RS-232" is a word, "FR-1" counts), and the names
    that several sentences begin with: "WP2 assumes ...".
    """
    series: dict[str, set[str]] = defaultdict(set)
    subjects: Counter[str] = Counter()
    found = [p for p in paragraphs if p.label and p.label.kind is LabelKind.IDENTIFIER]
    for paragraph in found:
        label = paragraph.label.text if paragraph.label else ""
        series[_series(paragraph)].add(label)
        subjects[label] += _goes_on_small(paragraph)
    names = {_series(p) for p in found if p.label and subjects[p.label.text] > 1}
    for paragraph in found:
        own = _series(paragraph)
        if len(series[own]) < 2 or (own in names and _goes_on_small(paragraph)):
            paragraph.label = None


def _goes_on_small(paragraph: Paragraph) -> bool:
    """Tell whether its label is set off by nothing but a space from a word in small letters."""
    label = paragraph.label.text if paragraph.label else ""
    return paragraph.first.text[len(label) :].lstrip()[:1].islower() and label[-1:].isalnum()


def _series(paragraph: Paragraph) -> str:
    text = paragraph.label.text if paragraph.label else ""
    return _NUMBER.sub("#", text.strip("[](){}<>:."))


def _contents(texts: Mapping[int, str]) -> set[int]:
    """Return the places of the entries of tables of contents among the paragraphs' texts.

    Entries have leaders; below a title like "Contents", a page number at the end is enough, or the
    same words again further on.
    """
    entries: set[int] = set()
    last: dict[str, int] = {}
    is_below_title = False
    for place, text in texts.items():
        if is_title(text):
            is_below_title = True
            last = last or _last_places(texts)
        elif is_entry(text) or (
            is_below_title and (may_be_entry(text) or last.get(plain(text), 0) > place)
        ):
            entries.add(place)
        else:
            is_below_title = False
    return entries


def _last_places(texts: Mapping[int, str]) -> dict[str, int]:
    """Return where the words of each text that may be a line of contents stand for the last time.

    Asked for below a title alone: it reads the whole document.
    """
    return {plain(text): place for place, text in texts.items() if len(text) <= _MAX_ENTRY}


def _settle_headings(
    paragraphs: Mapping[int, Paragraph], kinds: dict[int, BlockKind], titles: Titles, body: float
) -> dict[int, int]:
    """Take back the headings whose numbers break the order; return the levels of the others."""
    places = [place for place, kind in kinds.items() if kind is BlockKind.HEADING]
    number_chapters([paragraphs[place] for place in places])
    verdicts = in_order([paragraphs[place] for place in places], titles, body)
    for place, is_kept in zip(places, verdicts, strict=True):
        if not is_kept:
            kinds[place] = _plain_kind(paragraphs[place])
    kept = [place for place, is_kept in zip(places, verdicts, strict=True) if is_kept]
    return dict(zip(kept, levels_of([paragraphs[place] for place in kept]), strict=True))


def _item_levels(
    paragraphs: Mapping[int, Paragraph], kinds: Mapping[int, BlockKind]
) -> dict[int, int]:
    """Return the level of each list item, by indent and marker. A heading ends every list."""
    levels: dict[int, int] = {}
    stack: list[tuple[float, str]] = []
    for place, paragraph in paragraphs.items():
        if kinds[place] is BlockKind.HEADING:
            stack = []
        elif kinds[place] is BlockKind.LIST_ITEM:
            stack = _nested(stack, paragraph.first.x0, _marker(paragraph))
            levels[place] = len(stack)
    return levels


def _marker(paragraph: Paragraph) -> str:
    """Return what kind of marker the item has: "1)", "(a)", "•" ..."""
    text = paragraph.label.text if paragraph.label else ""
    return _LETTERS.sub("a", _NUMBER.sub("1", text))


def _nested(stack: list[tuple[float, str]], x: float, marker: str) -> list[tuple[float, str]]:
    """Return the open items, outermost first, with the one at indent `x` as the last."""
    if stack and abs(stack[0][0] - x) > _OTHER_COLUMN:
        return [(x, marker)]
    kept = [item for item in stack if item[0] < x + _SAME_INDENT]
    same = [i for i, item in enumerate(kept) if abs(item[0] - x) <= _SAME_INDENT]
    twins = [i for i in same if kept[i][1] == marker]
    if twins:
        return kept[: twins[0] + 1]
    return [*kept, (x, marker)]
