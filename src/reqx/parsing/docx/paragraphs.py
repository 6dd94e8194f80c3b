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

# To look up a member of an enumeration takes as long as some of the functions here.
_PARAGRAPH, _HEADING, _LIST_ITEM = (
    BlockKind.PARAGRAPH,
    BlockKind.HEADING,
    BlockKind.LIST_ITEM,
)
_UNCHANGED, _INSERTED = Revision.NONE, Revision.INSERTED

# A heading names its section; a styled paragraph that says something is a paragraph.
_SENTENCE_WORDS = 6
_MAX_HEADING_WORDS = 25
_SENTENCE_ENDS = (".", ";", "!", ".)", ".”", '."')

_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivxlcdm]{1,7})(?:[.):/]|°[)/]?)?\)?", re.IGNORECASE)
_TYPED_BULLET = re.compile(r"([•▪●◦‣■□○♦➢➤✓*\u2013\u2014\u2043-])(?:\s+(?=\S)|(?<!\*)(?=[^\W\d_]))")
_TYPED_ENUMERATOR = re.compile(
    r"(\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,5})\)|(?:\d{1,2}|[a-z])\.|(?:\d{1,2}|[A-Z])°?/)\s+(?=\S)"
)
_TYPED_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,6}[.)]?)\s+(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
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
    label = _label(text) if setting.label is None else setting.label.text
    kind, level = _kind(text, label, content, setting)
    line, printed = Line(text), setting.label
    lines = (line,) if printed is None else (Line(printed.text, is_glued=printed.is_glued), line)
    style = content.style
    # By place, in half the time.
    return Draft(
        kind,
        lines,
        (),
        label,
        level,
        _style(style.name, content.size or style.size, content.is_bold),
        setting.part,
        _INSERTED if content.is_inserted else _UNCHANGED,
    )


def is_bare_label(block: Draft) -> bool:
    """Tell whether a draft with a label has nothing that is labelled."""
    return [x.text for x in block.lines if x.text] == [block.label]


def _label(text: str) -> str:
    """Return the label that was typed, "" if none."""
    # Most paragraphs begin with a word: two letters, if they are not part of "iii)".
    if text[:2].isalpha() and ")" not in text[2:6]:
        return ""
    for typed in (_TYPED_BULLET, _TYPED_NUMBER, _TYPED_ENUMERATOR):
        match = typed.match(text)
        if match is not None:
            return match[1]
    return ""


def _kind(text: str, label: str, content: Content, setting: Setting) -> tuple[BlockKind, int]:
    name = content.style.name
    named, level = _named(name)
    if content.is_contents:
        return BlockKind.CONTENTS, 0
    if named is not None:
        return named, 0
    # Boxes and notes have no headings.
    if setting.part != BODY:
        level = 0
    elif setting.outline is not None:
        level = setting.outline + 1 if 0 <= setting.outline <= _MAX_OUTLINE else 0
    if level and not _is_prose(text):
        return _HEADING, level
    if label and _is_item(label, setting):
        return _LIST_ITEM, _item_level(name, setting)
    return _PARAGRAPH, 0


# A document has few styles and settings, and many paragraphs: what each says is worked out once.
_each_name_once = lru_cache(maxsize=256)
_style = _each_name_once(Style)


unlisted = _each_name_once(Setting)
"""Makes the setting of what is in no list: part and outline level."""


@_each_name_once
def _named(name: str) -> tuple[BlockKind | None, int]:
    """Return the kind of all paragraphs of a style, if it says so; a heading's level, else 0."""
    if _CONTENTS_NAME.fullmatch(name):
        return BlockKind.CONTENTS, 0
    if name in _CAPTION_NAMES:
        return BlockKind.CAPTION, 0
    match = _HEADING_NAME.fullmatch(name)
    if match is not None:
        return None, int(match[1])
    return None, 1 if name in TITLE_NAMES else 0


def _is_prose(text: str) -> bool:
    words = text.count(" ") + 1
    return words > _MAX_HEADING_WORDS or (
        words >= _SENTENCE_WORDS and text.endswith(_SENTENCE_ENDS)
    )


def _is_item(label: str, setting: Setting) -> bool:
    """Tell a list's item from a numbered paragraph, whose label has several numbers or words."""
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
