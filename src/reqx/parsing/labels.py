"""The numbers and bullets at the beginning of a paragraph."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache


class LabelKind(Enum):
    """What a label is made of."""

    BULLET = auto()
    ENUMERATION = auto()
    """a), (iv), 1., 2) ..."""
    NUMBER = auto()
    """3.2.1, A.3, § 4.1 ..."""
    TITLE = auto()
    """Article 3, Chapter 2, Annex A ..."""
    IDENTIFIER = auto()
    """FR-12, [REQ_SYS_4] ..."""
    BARE = auto()
    """A number alone: a label only where white space sets it off, or in a heading."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, its kind, and its numbers: 3.2.1 gives 3, 2, 1, c gives 3."""

    text: str
    kind: LabelKind
    numbers: tuple[int, ...] = ()

    @property
    def is_item(self) -> bool:
        """Whether the label is a list's."""
        # By identity: to look up an enumeration's member calls for its hash, a function of Python.
        return self.kind is LabelKind.BULLET or self.kind is LabelKind.ENUMERATION


_TITLES = (
    "article|art\\.|chapter|section|part|clause|annex|appendix|lot|chapitre|titre|partie|annexe|"
    "paragraphe|kapitel|abschnitt|anhang|teil"
)
_PATTERNS = (
    (
        LabelKind.BULLET,
        re.compile(
            r"([•●○◦▪■□◻❑❖➢➔→✓✔►▶◆◇·*‣\u2043∙]|[-\u2013\u2014\u2212](?=\s|[^\W\d_])|[o§](?=\s+\D))\s*(?=\S)"
        ),
    ),
    (
        LabelKind.NUMBER,
        re.compile(
            r"((?:§\s?)?(?:\d{1,3}|[A-Z]|[IVX]{2,5})(?:\.\d{1,3}){1,7}(?:[-\u2013]\d{1,3})?\.?[):]?)"
            r"(?=\s|$|\s?[-\u2013]\s?[^\W\d]|[A-ZÀ-Ý][^\W\d_]{2})"
        ),
    ),
    (
        LabelKind.IDENTIFIER,
        re.compile(
            r"([\[(<{/]?[A-Z][A-Za-z]{0,14}(?:[-_./:][A-Za-z0-9]+)*[-_./:]?\d+(?:[-_.]\w+)*[a-z]?"
            r"[\])>}/]?[:.)]?)(?=\s|$)"
        ),
    ),
    (
        LabelKind.IDENTIFIER,
        re.compile(
            r"((?:req(?:uirement)?|exigence|anforderung)\.?\s*(?:n°|#)?\s*\d+(?:\.\d+)*)"
            r"(?=\s*[:.\u2013\u2014-])",
            re.IGNORECASE,
        ),
    ),
    (
        LabelKind.ENUMERATION,
        re.compile(
            r"(\((?:\d{1,2}|[A-Za-z]|[ivx]{1,5})\)"
            r"|(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})(?:\.(?=\s)|\)|°[)/]?)|\d{1,2}\s?[-\u2013](?=\s|[^\W\d])"
            r"|(?:\d{1,2}|[A-Z]|[IVX]{1,5})/(?=\s))"
        ),
    ),
    (
        LabelKind.TITLE,
        re.compile(
            rf"((?i:{_TITLES})\s+(?:n°\s*)?(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])\b\.?)"
            r"(?=\s*(?:$|[:.\u2013\u2014-]|[A-ZÀ-Ý«]))"
        ),
    ),
    (LabelKind.BARE, re.compile(r"(\d{1,3})(?=\s|[A-ZÀ-Ý][^\W\d_]{2})")),
)
_LETTERS = re.compile(r"[^\W\d_]{2,}(?=\s|$)")
"""A first word of letters alone: the one of most lines. It begins a label only as a title."""
_TITLE_WORDS = {"req", "requirement", "exigence", "anforderung", *_TITLES.split("|")}
_MARK = re.compile(r"[-_:/\[\](){}<>]|[A-Za-z]\.\d")
_SHORT = re.compile(r"[A-Z]{1,6}\d{1,5}[:.)]?")
_PART = re.compile(r"\d+|[A-Za-z]+")
_ROMAN = {"i": 1, "v": 5, "x": 10}


@lru_cache(maxsize=1024)
def label_of(text: str) -> Label | None:
    """Return the label the text begins with, None when it begins with a word."""
    first = _LETTERS.match(text)
    if first and first.group().lower() not in _TITLE_WORDS:
        return None
    for kind, pattern in _PATTERNS:
        found = pattern.match(text)
        if found and not _is_word(kind, found.group(1)):
            return Label(found.group(1), kind, _numbers(kind, found.group(1)))
    return None


def _is_word(kind: LabelKind, text: str) -> bool:
    """Tell whether what looks like an identifier may as well be a word with a digit."""
    if kind is not LabelKind.IDENTIFIER or " " in text:
        return False
    has_mark = _MARK.search(text) is not None
    return not (has_mark or _SHORT.fullmatch(text))


def _numbers(kind: LabelKind, text: str) -> tuple[int, ...]:
    if kind is LabelKind.BULLET or kind is LabelKind.IDENTIFIER:
        return ()
    own = text.rsplit(maxsplit=1)[-1] if kind is LabelKind.TITLE else text
    parts = _PART.findall(own)
    return tuple(_number(part) for part in parts)


def _number(part: str) -> int:
    if part.isdigit():
        return int(part)
    lower = part.lower()
    if len(lower) == 1 and lower not in "ivx":
        return ord(lower) - ord("a") + 1
    return _roman(lower) if set(lower) <= set("ivx") else 0


def _roman(text: str) -> int:
    values = [_ROMAN[c] for c in text]
    return sum(
        -value if any(later > value for later in values[i + 1 : i + 2]) else value
        for i, value in enumerate(values)
    )
