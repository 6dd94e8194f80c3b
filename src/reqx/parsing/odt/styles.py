"""Styles: what a paragraph or a stretch of text inherits (ODF 1.3, part 3, 16)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from reqx.parsing.markup import Element
from reqx.parsing.odt.opendocument import FO, OFFICE, STYLE, TEXT

_MAX_LINEAGE = 50
_PLAIN_FILLS = frozenset(["", "transparent", "#ffffff"])
_HEAVY = frozenset(["bold", "600", "700", "800", "900"])


@dataclass(frozen=True, slots=True)
class TextStyle:
    """A style with what it inherits; `names` are its own and its ancestors', in lower case.

    `size` is in points, 0 when it is not set; `is_bold` is None when it is not set. `is_unlisted`
    tells that the author took its headings out of the document's numbering.
    """

    names: tuple[str, ...] = ()
    is_bold: bool | None = None
    is_hidden: bool = False
    size: float = 0.0
    is_unlisted: bool = False
    font: str = ""

    @property
    def name(self) -> str:
        """The name of the nearest style that the author sees."""
        return next((name for name in self.names if name), "")


@dataclass(slots=True)
class StyleSheet:
    """The styles that a part's text can name: its automatic ones, then the document's."""

    automatic: Element | None
    common: Element | None
    _by_key: dict[tuple[str, str], Element] = field(default_factory=dict)
    _known: dict[tuple[str, str], TextStyle] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the definitions; an automatic style counts before a common one of its name."""
        for holder in (self.common, self.automatic):
            for style in () if holder is None else holder.iterchildren(STYLE + "style"):
                key = style.get(STYLE + "family", ""), style.get(STYLE + "name", "")
                self._by_key[key] = style

    def paragraph(self, name: str | None) -> TextStyle:
        """Return the paragraph style; one without settings when there is none such."""
        return self._style("paragraph", name or "")

    def text(self, name: str | None) -> TextStyle:
        """Return the style of a stretch of text."""
        return self._style("text", name or "")

    def is_dark_cell(self, name: str | None) -> bool:
        """Tell whether a cell of that style has a background."""
        style = self._by_key.get(("table-cell", name or ""))
        look = None if style is None else style.find(STYLE + "table-cell-properties")
        fill = "" if look is None else look.get(FO + "background-color", "")
        return fill not in _PLAIN_FILLS

    def list_styles(self) -> Iterator[Element]:
        """Yield the definitions of list styles, those that count last."""
        for holder in (self.common, self.automatic):
            yield from () if holder is None else holder.iterchildren(TEXT + "list-style")

    def outline(self) -> Element | None:
        """Return the definition of the headings' numbers."""
        return None if self.common is None else self.common.find(TEXT + "outline-style")

    def _style(self, family: str, name: str) -> TextStyle:
        key = family, name
        if key not in self._known:
            self._known[key] = _resolved(list(self._lineage(family, name)))
        return self._known[key]

    def _lineage(self, family: str, name: str) -> Iterator[Element]:
        for _ in range(_MAX_LINEAGE):
            style = self._by_key.get((family, name))
            if style is None:
                return
            yield style
            name = style.get(STYLE + "parent-style-name", "")


def style_sheet(part: Element, styles: Element | None) -> StyleSheet:
    """Return the styles for the text of `part`; `styles` is the root of the styles part."""
    common = None if styles is None else styles.find(OFFICE + "styles")
    return StyleSheet(part.find(OFFICE + "automatic-styles"), common)


def _resolved(lineage: list[Element]) -> TextStyle:
    looks = [p for style in lineage if (p := style.find(STYLE + "text-properties")) is not None]
    weight = next((x for look in looks if (x := look.get(FO + "font-weight"))), None)
    sizes = (_points(look.get(FO + "font-size", "")) for look in looks)
    return TextStyle(
        names=tuple(map(_name, lineage)),
        is_bold=None if weight is None else weight in _HEAVY,
        is_hidden=next((x for k in looks if (x := k.get(TEXT + "display"))), "true") == "none",
        size=next((size for size in sizes if size), 0.0),
        font=next((x for k in looks if (x := k.get(STYLE + "font-name"))), ""),
        is_unlisted=_own_list(lineage) == "",
    )


def _own_list(lineage: list[Element]) -> str | None:
    """Return the list style of the nearest that sets one, "" where it sets none to be."""
    name = STYLE + "list-style-name"
    return next((own for style in lineage if (own := style.get(name)) is not None), None)


def _name(style: Element) -> str:
    """Return the name people see, "" for an automatic style, which has none."""
    parent = style.getparent()
    if parent is not None and parent.tag == OFFICE + "automatic-styles":
        return ""
    shown = style.get(STYLE + "display-name") or style.get(STYLE + "name") or ""
    return shown.replace("_20_", " ").lower()


def _points(length: str) -> float:
    try:
        return float(length.removesuffix("pt")) if length.endswith("pt") else 0.0
    except ValueError:
        return 0.0
