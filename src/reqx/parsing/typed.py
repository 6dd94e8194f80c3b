"""Labels that the author typed: what they make of a paragraph."""

import re

from reqx.model.blocks import BlockKind
from reqx.parsing.labels import LabelKind, label_of

_NO_LABEL = re.compile(r"\*\S|\d{3}\.")
"""A mark that a note below takes up; a number that ends a sentence, or counts what is no list."""


def typed(text: str) -> tuple[BlockKind, str]:
    """Return whether `text` is a list's item or a paragraph, and the label it begins with.

    A number alone is no label: a paragraph may begin with a quantity.
    """
    label = label_of(text)
    if label is None or label.kind is LabelKind.BARE or _NO_LABEL.match(text):
        return BlockKind.PARAGRAPH, ""
    return BlockKind.LIST_ITEM if label.is_item else BlockKind.PARAGRAPH, label.text


def heading_label(text: str) -> str:
    """Return the number a heading's text begins with, "" if none."""
    label = label_of(text)
    return "" if label is None or label.kind is LabelKind.BULLET else label.text
