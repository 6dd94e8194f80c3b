"""The numbers and bullets that lines of plain text begin with."""

import re
from dataclasses import replace

from reqx.parsing.labels import Label, LabelKind, label_of

_SOFT_BULLET = re.compile(r"([-*+o\u2013\u2014\u2212·])\s+(?=\S)")
_NEEDS_SPACE = frozenset("-*+o\u2013\u2014\u2212·§")
_NUMBER_AND_DASH = re.compile(r"\d{1,2}\s?[-\u2013]")


def label_at(text: str) -> Label | None:
    """Return the label a line begins with, None when it begins with a word.

    A bare number is a label where two spaces set it off. What is only a label ("(b)" at the end
    of a sentence) is none.
    """
    label = _raw_label(text)
    if label is None or len(label.text) == len(text):
        return None
    return replace(label, text=" ".join(label.text.split()))


def _raw_label(text: str) -> Label | None:
    bullet = _SOFT_BULLET.match(text)
    if bullet:
        return Label(bullet.group(1), LabelKind.BULLET)
    label = label_of(text)
    if label is None or (label.kind is LabelKind.BULLET and label.text in _NEEDS_SPACE):
        return None
    after = text[len(label.text) :]
    if label.kind is LabelKind.BARE and not re.match(r"\s{2,}|\t", after):
        return None
    # "10-year" is a word.
    if _NUMBER_AND_DASH.fullmatch(label.text) and not after[:1].isspace():
        return None
    return label
