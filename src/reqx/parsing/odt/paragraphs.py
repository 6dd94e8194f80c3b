"""A paragraph's content, style and label become a draft: heading, list item, caption or text."""

from dataclasses import dataclass

from reqx.model.blocks import BlockKind, Revision, Style
from reqx.parsing.assembly import Draft, Line
from reqx.parsing.odt.inline import Inline
from reqx.parsing.odt.lists import Label
from reqx.parsing.odt.styles import TextStyle
from reqx.parsing.typed import heading_label, typed

_SENTENCE_WORDS = 6
_MAX_HEADING_WORDS = 25
_SENTENCE_ENDS = (".", ";", "!", ".)", ".”", '."')


@dataclass(frozen=True, slots=True)
class Setting:
    """What the paragraph's place says: its part, its depth as a heading and in lists (0: none).

    `is_item` tells an item's further paragraphs from those outside lists.
    """

    style: TextStyle
    part: str
    heading: int = 0
    label: Label | None = None
    depth: int = 0
    is_item: bool = False
    is_contents: bool = False


def is_item_label(label: Label | None) -> bool:
    """Tell a list's label from the number of a paragraph, which has several numbers or words."""
    if label is None:
        return False
    kind, text = typed(f"{label.text} x")
    return kind is BlockKind.LIST_ITEM or not text


def drafted(inline: Inline, setting: Setting) -> Draft | None:
    """Return the paragraph as a draft, None when it has no words."""
    text = inline.text
    if not text or inline.is_hidden:
        return None
    kind, level, label = _kind(text, setting)
    lines = [Line(text)]
    if setting.label is not None:
        label = setting.label.text
        lines.insert(0, Line(label, is_glued=setting.label.is_glued))
    return Draft(
        kind=kind,
        lines=tuple(lines),
        label=label,
        level=level,
        style=Style(setting.style.name, setting.style.size, inline.is_bold),
        part=setting.part,
        revision=Revision.INSERTED if inline.is_inserted else Revision.NONE,
    )


def _kind(text: str, setting: Setting) -> tuple[BlockKind, int, str]:
    """Return the kind, the level, and the label that the author typed."""
    if setting.is_contents:
        return BlockKind.CONTENTS, 0, ""
    if "caption" in setting.style.names:
        return BlockKind.CAPTION, 0, ""
    level = setting.heading or int("title" in setting.style.names)
    if level and not _is_prose(text):
        return BlockKind.HEADING, level, heading_label(text)
    if setting.is_item:
        return BlockKind.LIST_ITEM, setting.depth, "" if setting.label else typed(text)[1]
    kind, label = typed(text)
    if setting.label is not None:
        return BlockKind.PARAGRAPH, 0, label
    return kind, int(kind is BlockKind.LIST_ITEM), label


def _is_prose(text: str) -> bool:
    """Tell a paragraph that says something from a heading, which names its section."""
    words = text.count(" ") + 1
    is_sentence = words >= _SENTENCE_WORDS and text.endswith(_SENTENCE_ENDS)
    return is_sentence or words > _MAX_HEADING_WORDS
