"""What in a text looks like a number that a document gives: "SRS-012", "3.2.1-4", "[Req 7]"."""

import re
from collections.abc import Iterator

from reqx.extraction.lexicon import everywhere, folded

_WORDLIKE = r"[A-Za-z][A-Za-z0-9]{0,14}(?:[-_./:#][A-Za-z0-9]{1,15}){0,7}"
_SPACED = r"[A-Z][A-Z0-9]{0,9}(?:[-_.][ ]?[A-Z0-9]{1,10}){0,4}[ ]\d{1,6}(?:[.\-]\d{1,5}){0,4}[a-z]?"
_NAMED = r"[A-Z][a-z]{1,12}\.?[ ]?(?:[Nn]\u00b0[ ]?|\#)?\d{1,5}(?:[.\-]\d{1,5}){0,4}[a-z]?"
_COMPOUND = r"\d{1,4}(?:\.\d{1,4}){1,5}[-/]\d{1,4}"
_DOTTED = r"\d{1,3}(?:\.\d{1,4}){1,6}(?:[ivx]{2,5}|[a-z])?"
_TOKEN = rf"(?P<token>{_SPACED}|{_COMPOUND}|{_NAMED}|{_WORDLIKE}|{_DOTTED})"
# Between strokes in German specifications: "/LF10/".
_OPEN, _CLOSE = r"[\[(<{\u00ab/]?\s?", r"\s?[\])>}\u00bb/]?"

DOTTED = re.compile(_DOTTED)
"""Numbers with dots between them, as of sections: "3.2.1"."""
_ROMAN = re.compile(r"[IVXL]{2,7}(?:\.\d{1,3}){1,5}")
"""The same behind a number of a part in Roman figures: "II.1"."""
SEPARATOR = re.compile(r"[\s.\-_/:#]")
"""What stands between the parts of a number."""
_DIGIT = re.compile(r"\d")
_LEADING = re.compile(rf"{_OPEN}{_TOKEN}{_CLOSE}(?P<rest>[.:)\u2013\u2014-]{{0,2}})(?=\s|\Z)")
_TRAILING = re.compile(rf"[\[(<{{]{_TOKEN}[\])>}}]\.?\Z")
_FIELD = re.compile(r"(?P<name>[^\W\d_][^:\d]{0,30}?)\s*:\s*")
_LONGEST = 140
"""Characters of the longest number and the bracket before it."""
_ENDS = tuple(f"{bracket}{stop}" for bracket in "])>}" for stop in ("", "."))
_VARIABLE = re.compile(r"[a-z]\d+[A-Z][a-z]")
"""A number between two words, as in the names of signals and variables."""


def is_of_section(token: str) -> bool:
    """Say whether a number is of the kind that sections have: "3.2.1", "II.1"."""
    return bool(DOTTED.fullmatch(token) or _ROMAN.fullmatch(token))


def number_in(text: str) -> re.Match[str] | None:
    """Return the number (its group "token") before the words of a text or in brackets behind them.

    The name of a field may stand before it: "Req. ID: 7".
    """
    # Most texts have no number at all, which is faster seen.
    if _DIGIT.search(text) is None:
        return None
    lead = _FIELD.match(text) if ":" in text else None
    start = lead.end() if lead and _is_number_field(lead["name"]) else 0
    places = _places(text, start)
    return next((match for match in places if match and _is_number(match["token"])), None)


def _places(text: str, start: int) -> Iterator[re.Match[str] | None]:
    """Yield what stands where a number would, before the words and in brackets behind them."""
    if _DIGIT.search(text, start, start + _LONGEST):
        yield _LEADING.match(text, start)
    if text.endswith(_ENDS):
        yield _TRAILING.search(text, max(0, len(text) - 60))


def _is_number_field(name: str) -> bool:
    words = folded(name).strip()
    return words in everywhere("fields.identifier") or words in everywhere("fields.requirement")


def _is_number(token: str) -> bool:
    if not any(char.isdigit() for char in token):
        return False
    if DOTTED.fullmatch(token) or token[0].isdigit():
        return True
    if _VARIABLE.search(token):
        return False
    prefix = folded(re.split(r"[\d\s.\-_/:#\u00b0]", token, maxsplit=1)[0])
    is_plain = " " in token or len(SEPARATOR.split(token)) <= 2
    if is_plain and prefix in everywhere("fields.counters"):
        return False
    if token[1].islower() and prefix in everywhere("text.months"):
        return False
    # "Req 12" numbers a requirement, "Smith 2001" or "Windows 10" does not.
    is_worded = bool(re.match(r"[A-Z][a-z]+", token)) and " " in token
    return not is_worded or _is_number_field(prefix)
