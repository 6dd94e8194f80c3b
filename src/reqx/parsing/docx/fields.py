"""Fields: what Word computes (a reference, a number, a form's value) and prints in their place.

A field's result is stored and read like other text; here is what to print where none is.
"""

import re
from dataclasses import dataclass, field

from reqx.parsing.docx.wordml import (
    VAL,
    Element,
    W,
    number,
    properties,
    settings,
    switch,
)
from reqx.parsing.numerals import numeral

_CHECKED, _UNCHECKED = "☒", "☐"


@dataclass(slots=True)
class Field:
    """A field that is open: in its code until the separator; what to print if it has no result.

    `begin` is how many pieces its paragraph had before it.
    """

    begin: int
    substitute: str
    is_code: bool = True
    code: str = ""


def opened(mark: Element, begin: int) -> Field:
    """Return the field that a `w:fldChar` begins."""
    return Field(begin, _form_value(mark) if len(mark) else "")


def _form_value(mark: Element) -> str:
    """Return what an old form field shows that keeps its value beside the text."""
    data = properties(mark, "ffData")
    if W + "checkBox" in data:
        box = settings(data[W + "checkBox"])
        checked = switch(box, "checked")
        is_checked = switch(box, "default") if checked is None else checked
        return _CHECKED if is_checked else _UNCHECKED
    return _choice(data[W + "ddList"]) if W + "ddList" in data else ""


def _choice(choices: Element) -> str:
    entries = [entry.get(VAL, "") for entry in choices.iterchildren(W + "listEntry")]
    stated = settings(choices)
    chosen = number(stated, "result") or number(stated, "default") or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""


@dataclass(frozen=True, slots=True)
class ListNumber:
    """A LISTNUM field (ECMA-376 part 1, 17.16.5.32): Word stores no result of it.

    `at` is its place among the paragraph's pieces, `level` counts from 1, `is_first` tells that no
    words stand before it. None where the field leaves it open.
    """

    at: int
    name: str = ""
    level: int | None = None
    start: int | None = None
    is_first: bool = False


def list_number(code: str, at: int, *, is_first: bool) -> ListNumber | None:
    """Return the LISTNUM field of that code, None when it is another one."""
    found = _LISTNUM.match(code)
    if found is None:
        return None
    name = found[1] or found[2] or ""
    return ListNumber(at, name, _switch(code, "l"), _switch(code, "s"), is_first)


@dataclass(slots=True)
class Sequences:
    """Counts the SEQ fields (17.16.5.56) of a document, those with a stored result too."""

    _counts: dict[str, int] = field(default_factory=dict)

    def number(self, code: str) -> str | None:
        """Count one field and return what it prints, None when it is no SEQ."""
        found = _SEQ.match(code)
        if found is None:
            return None
        name, count = found[1].lower(), self._counts.get(found[1].lower(), 0)
        if re.search(r"\\c\b", code) is None:
            start = _switch(code, "r")
            count = count + 1 if start is None else start
        self._counts[name] = count
        form = _FORMAT.search(code)
        if form is None:
            return "" if re.search(r"\\h\b", code) else str(count)
        return numeral(count, _FORMATS.get(form[1], "decimal"))


_LISTNUM = re.compile(r"\s*LISTNUM\b\s*(?:\"([^\"]*)\"|([^\\\s]+))?", re.IGNORECASE)
_SEQ = re.compile(r"\s*SEQ\s+\"?([^\s\\\"]+)", re.IGNORECASE)
_FORMAT = re.compile(r"\\\*\s*(ROMAN|roman|ALPHABETIC|alphabetic|Ordinal|CardText|OrdText)\b")
_FORMATS = {
    "ROMAN": "upperRoman",
    "roman": "lowerRoman",
    "ALPHABETIC": "upperLetter",
    "alphabetic": "lowerLetter",
    "Ordinal": "ordinal",
    "CardText": "cardinalText",
    "OrdText": "ordinalText",
}


def _switch(code: str, letter: str) -> int | None:
    found = re.search(rf"\\{letter}\s*\"?(\d{{1,9}})", code, re.IGNORECASE)
    return None if found is None else int(found[1])
