"""The vocabulary of WordprocessingML (ECMA-376, part 1) that the reader knows, and its values."""

from collections.abc import Mapping
from typing import TypeAlias

from lxml.etree import _Element

Element: TypeAlias = _Element
Properties: TypeAlias = Mapping[str, Element]
"""What a properties element (`w:pPr`, `w:rPr`, ...) sets, by tag."""
Structure: TypeAlias = list[tuple[Element, bool]]
"""Paragraphs, tables, rows or cells in order, and whether they are tracked insertions."""

_USUAL = b"http://schemas.openxmlformats.org/"
_STRICT = b"http://purl.oclc.org/ooxml/"
NAMESPACES: Mapping[bytes, bytes] = {
    _USUAL + b"wordprocessingml/2006/main": b"w",
    _STRICT + b"wordprocessingml/main": b"w",
    _USUAL + b"officeDocument/2006/math": b"m",
    _STRICT + b"officeDocument/math": b"m",
    _USUAL + b"markup-compatibility/2006": b"mc",
}
"""The namespaces, in the usual and the "strict" form, and what the reader calls them.

Whoever asks an element for its tag has the tag made: a long name took a third of all reading.
"""
W, M, MC = "{w}", "{m}", "{mc}"

VAL = W + "val"
PARAGRAPH = W + "p"
TABLE = W + "tbl"
ROW = W + "tr"
CELL = W + "tc"
ALTERNATES = MC + "AlternateContent"

DELETED = frozenset({W + "del", W + "moveFrom"})
INSERTED = frozenset({W + "ins", W + "moveTo"})
PROPERTIES = frozenset(W + name for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr"))

OFF = frozenset({"0", "false", "off"})
_LARGEST = 10**9


def child(parent: Element, name: str) -> Element | None:
    """Return the first child `w:name`; cheaper than `find`: properties come first."""
    tag = W + name
    for item in parent:
        if item.tag == tag:
            return item
    return None


def properties(parent: Element, name: str) -> Properties:
    """Return what the child `w:name` holds, by tag; nothing without the child."""
    tag = W + name
    for item in parent:
        if item.tag == tag:
            return {held.tag: held for held in item}
    return {}


def settings(element: Element | None) -> Properties:
    """Return the children of a properties element by tag."""
    return {} if element is None else {item.tag: item for item in element}


def value(held: Properties, name: str) -> str | None:
    """Return `w:val` of the property `w:name`; None when it is not set."""
    item = held.get(W + name)
    return None if item is None else item.get(VAL)


def number(held: Properties, name: str) -> int | None:
    """Return `value` as an integer; None when it is none, or absurd."""
    item = held.get(W + name)
    return None if item is None else to_number(item.get(VAL))


def to_number(text: str | None) -> int | None:
    """Return the integer that `text` writes; None when it is none, or absurd."""
    try:
        result = int(text or "")
    except ValueError:
        return None
    return result if abs(result) <= _LARGEST else None


def points(held: Properties, name: str) -> float:
    """Return a size given in half points; 0 when it is not set."""
    return (number(held, name) or 0) / 2


def switch(held: Properties, name: str) -> bool | None:
    """Return an on/off property: None when it is not set here."""
    item = held.get(W + name)
    return None if item is None else item.get(VAL, "1") not in OFF


def branch(alternates: Element) -> Element | None:
    """Return the one branch of an `mc:AlternateContent` to read: the first that has words.

    Choice and Fallback say the same in a newer and an older vocabulary.
    """
    branches = [child for child in alternates if child.tag in {MC + "Choice", MC + "Fallback"}]
    for child in branches:
        if next(child.iter(W + "t", M + "t"), None) is not None:
            return child
    return branches[0] if branches else None


def opened(container: Element) -> tuple[Properties, Structure]:
    """Return the properties and the structure of a body, table, row, cell, note or box.

    Content controls, custom XML and tracked insertions are looked through wherever they stand;
    tracked deletions are left out.
    """
    held: Properties = {}
    found: Structure = []
    for item in container:
        tag = item.tag
        if tag in _STRUCTURES:
            found.append((item, False))
        elif tag in PROPERTIES:
            held = {setting.tag: setting for setting in item}
        elif len(item) and tag not in _CLOSED:
            found += _within(item)
    return held, found


def _within(wrapper: Element) -> Structure:
    if wrapper.tag == ALTERNATES:
        chosen = branch(wrapper)
        return [] if chosen is None else opened(chosen)[1]
    found = opened(wrapper)[1]
    return [(item, True) for item, _ in found] if wrapper.tag in INSERTED else found


_STRUCTURES = frozenset({PARAGRAPH, TABLE, ROW, CELL, W + "altChunk", W + "subDoc"})
_CLOSED = DELETED | {W + "tblGrid"}
