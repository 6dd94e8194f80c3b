"""The numbers and bullets that a browser prints before list items (HTML 4.4.5, CSS Lists)."""

import re
from collections.abc import Iterator

from reqx.parsing.html.visibility import is_unseen
from reqx.parsing.letters import letters
from reqx.parsing.markup import Element, integer
from reqx.parsing.numerals import numeral

_TYPES = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:([^;]*)", re.IGNORECASE)
_BULLETS = {"disc": "•", "circle": "◦", "square": "▪"}
_STYLES = frozenset(
    ["none", "decimal", "decimal-leading-zero", *_BULLETS]
    + [f"{case}-{kind}" for case in ("lower", "upper") for kind in ("roman", "alpha", "latin")]
)
_BY_DEPTH = ("disc", "circle", "square")
_ROMAN_END = 4_000


def labels(parent: Element, depth: int) -> Iterator[tuple[Element, str]]:
    """Yield the children of a list with the label of each, "" for what is no item.

    `depth` counts the lists around the items from 1: bullets change with it.
    """
    items = [child for child in parent if child.tag == "li" and not is_unseen(child)]
    is_reversed = "reversed" in parent.attrib
    count = integer(parent.get("start"), len(items) if is_reversed else 1)
    for child in parent:
        if child.tag != "li" or is_unseen(child):
            yield child, ""
            continue
        count = integer(child.get("value"), count)
        yield child, _printed(count, _style(child) or _style(parent) or _usual(parent, depth))
        count += -1 if is_reversed else 1


def _usual(parent: Element, depth: int) -> str:
    if parent.tag == "ol":
        return "decimal"
    return _BY_DEPTH[min(depth, len(_BY_DEPTH)) - 1]


def _style(element: Element) -> str | None:
    """Return the list style that the element's own attributes set."""
    found = _STYLE.search(element.get("style", ""))
    stated = found[1].lower().split() if found else []
    for word in stated:
        if word in _STYLES:
            return word
    kind = element.get("type", "").strip()
    return _TYPES.get(kind) or (kind.lower() if kind.lower() in {*_BULLETS, "none"} else None)


def _printed(count: int, style: str) -> str:
    if style == "none":
        return ""
    return _BULLETS.get(style) or f"{_number(count, style)}."


def _number(count: int, style: str) -> str:
    """Write the count; what a style cannot write is decimal."""
    case, _, kind = style.partition("-")
    if style == "decimal-leading-zero":
        return f"{count:02d}"
    if kind == "roman" and 0 < count < _ROMAN_END:
        return numeral(count, f"{case}Roman")
    if kind in {"alpha", "latin"} and count > 0:
        return letters(count).lower() if case == "lower" else letters(count)
    return str(count)
