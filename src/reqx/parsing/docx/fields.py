"""Fields: what Word computes (a reference, a number, a form's value) and prints in their place."""

from dataclasses import dataclass

from reqx.parsing.docx.wordml import (
    VAL,
    Element,
    W,
    number,
    properties,
    settings,
    switch,
)

_CHECKED, _UNCHECKED = "☒", "☐"


@dataclass(slots=True)
class Field:
    """A field that is open: in its code until the separator; what to print if it has no result.

    `begin` is how many pieces its paragraph had before it.
    """

    begin: int
    substitute: str
    is_code: bool = True


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
