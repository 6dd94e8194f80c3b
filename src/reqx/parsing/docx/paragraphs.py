"""A paragraph's content, style and label become a draft: heading, list item, caption or text."""

import re
from dataclasses import dataclass
from functools import lru_cache

from reqx.model.blocks import BODY, BlockKind, Revision, Style
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.docx.content import Content
from reqx.parsing.docx.numbering import Label
from reqx.parsing.headings import TITLE_NAMES

_HEADING_NAME = re.compile(r"heading ?([1-9])")
_CONTENTS_NAME = re.compile(r"toc ?([1-9]|heading)|contents( heading)? ?[1-9]?|table of figures")
_LIST_NAME = re.compile(r"list(?: bullet| number| continue)? ([2-5])")
_CAPTION_NAMES = frozenset({"caption"})
_MAX_OUTLINE = 8

# A heading names its section; a styled paragraph that says something is a paragraph.
_SENTENCE_WORDS = 6
_MAX_HEADING_WORDS = 25
_SENTENCE_ENDS = (".", ";", "!", ".)", ".”", '."')

_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxlcdm]{1,7})[.):]?\)?", re.IGNORECASE)
_TYPED_BULLET = re.compile(r"([•▪●◦‣■□○♦➢➤✓*\u2013\u2014\u2043-])(?:\s+(?=\S)|(?<!\*)(?=[^\W\d_]))")
_TYPED_ENUMERATOR = re.compile(
    r"(\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)|(?:\d{1,2}|[a-z])\.)\s+(?=\S)"
)
_WORD = re.compile(r"[^\W\d_]{2}(?![^\W\d_]{0,3}\))")
_TYPED_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,6}[.)]?)\s+(?=[^\W\d_])")


@dataclass(slots=True)
class Setting:
    """What the paragraph's place and properties say: where it stands, how deep in outline and list.

    `depth` is the list level from 0, None outside lists.
    """

    part: str = BODY
    outline: int | None = None
    label: Label | None = None
    depth: int | None = None


def draft(content: Content, setting: Setting) -> Draft | None:
    """Return the paragraph as a draft, None when it has neither words nor label."""
    text = content.text
    if not text and setting.label is None:
        return None
    label = _label(text, setting)
    kind, level = _kind(text, label, content, setting)
    line, printed = Line(text), setting.label
    lines = (line,) if printed is None else (Line(printed.text, is_glued=printed.is_glued), line)
    style = content.style
    return Draft(
        kind=kind,
        lines=lines,
        label=label,
        level=level,
        style=_style(style.name, content.size or style.size, content.is_bold),
        part=setting.part,
        revision=Revision.INSERTED if content.is_inserted else Revision.NONE,
    )


def is_bare_label(block: Draft) -> bool:
    """Tell whether the draft has a number and nothing that is numbered."""
    return bool(block.label) and [x.text for x in block.lines if x.text] == [block.label]


def _label(text: str, setting: Setting) -> str:
    """Return the printed label: the list's, else the one that was typed."""
    if setting.label is not None:
        return setting.label.text
    # Most paragraphs begin with a word.
    if _WORD.match(text):
        return ""
    for typed in (_TYPED_BULLET, _TYPED_NUMBER, _TYPED_ENUMERATOR):
        match = typed.match(text)
        if match is not None:
            return match[1]
    return ""


def _kind(text: str, label: str, content: Content, setting: Setting) -> tuple[BlockKind, int]:
    name = content.style.name
    if content.is_contents or _is_contents(name):
        return BlockKind.CONTENTS, 0
    if name in _CAPTION_NAMES:
        return BlockKind.CAPTION, 0
    level = _heading_level(name, setting)
    if level and not _is_prose(text):
        return BlockKind.HEADING, level
    if _is_item(label, setting):
        return BlockKind.LIST_ITEM, _item_level(name, setting)
    return BlockKind.PARAGRAPH, 0


def _heading_level(name: str, setting: Setting) -> int:
    """Return the heading's level from 1; 0 for body text and for boxes and notes."""
    if setting.part != BODY:
        return 0
    if setting.outline is not None:
        return setting.outline + 1 if 0 <= setting.outline <= _MAX_OUTLINE else 0
    return _named_level(name)


# A document has few styles and many paragraphs: what a name says is worked out once.
_each_name_once = lru_cache(maxsize=256)
_style = _each_name_once(Style)


@_each_name_once
def _is_contents(name: str) -> bool:
    return _CONTENTS_NAME.fullmatch(name) is not None


@_each_name_once
def _named_level(name: str) -> int:
    match = _HEADING_NAME.fullmatch(name)
    if match is not None:
        return int(match[1])
    return 1 if name in TITLE_NAMES else 0


def _is_prose(text: str) -> bool:
    words = text.count(" ") + 1
    return words > _MAX_HEADING_WORDS or (
        words >= _SENTENCE_WORDS and text.endswith(_SENTENCE_ENDS)
    )


def _is_item(label: str, setting: Setting) -> bool:
    """Tell a list's item from a numbered paragraph, whose label has several numbers or words."""
    if not label:
        return False
    if setting.label is not None and setting.label.is_bullet:
        return True
    return _is_enumerator(label)


@_each_name_once
def _is_enumerator(label: str) -> bool:
    return bool(_ENUMERATOR.fullmatch(label) or _TYPED_BULLET.match(label + " x"))


def _item_level(name: str, setting: Setting) -> int:
    if setting.depth:
        return setting.depth + 1
    match = _LIST_NAME.fullmatch(name)
    return int(match[1]) if match is not None else 1
