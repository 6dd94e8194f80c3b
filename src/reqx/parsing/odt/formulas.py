"""Formulas and other documents inside the document."""

from dataclasses import dataclass

from reqx.parsing.markup import Element, local
from reqx.parsing.odt.opendocument import DRAW, XLINK
from reqx.parsing.odt.package import Package

_LINEAR = "annotation"
_MARKED = frozenset([_LINEAR, "annotation-xml"])


@dataclass(slots=True)
class Formulas:
    """Reads the formulas in frames; `unread` counts what else is embedded."""

    package: Package
    unread: int = 0

    def shown(self, frame: Element) -> str:
        """Return the formula that a frame shows, "" when it shows none."""
        found = frame.find(DRAW + "object")
        if found is None:
            return ""
        inner = next(iter(found), None)
        if inner is None:
            inner = self.package.embedded(found.get(XLINK + "href", ""))
        if inner is None or local(inner) != "math":
            self.unread += 1
            return ""
        return _linear(inner)


def _linear(formula: Element) -> str:
    """Return the formula on one line, as its author typed it where the file says so."""
    for element in formula.iter():
        if local(element) == _LINEAR and (element.text or "").strip():
            return " ".join((element.text or "").split())
    pieces = (x.text for x in formula.iter() if local(x) not in _MARKED and x.text)
    return " ".join(piece.strip() for piece in pieces if piece.strip())
