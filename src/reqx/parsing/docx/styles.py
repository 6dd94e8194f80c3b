"""Paragraph and character styles, each resolved along the styles it is based on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from reqx.parsing.docx.wordml import (
    Element,
    Properties,
    W,
    number,
    points,
    properties,
    settings,
    switch,
    value,
)


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph style says once inheritance is resolved; None where it says nothing.

    `name` is the built-in English name in lower case ("heading 1") whatever the interface language.
    `levels` holds (style id, list level set there) from the style itself to its remotest ancestor.
    """

    name: str = ""
    num_id: int | None = None
    levels: tuple[tuple[str, int | None], ...] = ()
    outline: int | None = None
    is_bold: bool = False
    is_hidden: bool = False
    size: float = 0.0


@dataclass(slots=True)
class StyleSheet:
    """The styles part of a document; None for a document that has none."""

    root: Element | None
    _by_id: dict[str, Element] = field(default_factory=dict)
    _default_id: str = ""
    _paragraphs: dict[str, ParagraphStyle] = field(default_factory=dict)
    _characters: dict[tuple[str, str], bool | None] = field(default_factory=dict)
    _first_rows: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the styles."""
        for style in () if self.root is None else self.root.iterfind(W + "style"):
            style_id = style.get(W + "styleId", "")
            self._by_id[style_id] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in {"1", "true"}:
                self._default_id = style_id

    def paragraph(self, style_id: str | None) -> ParagraphStyle:
        """Return the style of that id; the default style for None or an id that is not there."""
        key = style_id or self._default_id
        if key not in self._paragraphs:
            self._paragraphs[key] = self._resolve(key)
        return self._paragraphs[key]

    def character_switch(self, style_id: str | None, name: str) -> bool | None:
        """Tell whether a character style sets that on or off, None when it leaves it."""
        key = style_id or "", name
        if key not in self._characters:
            fonts = [properties(style, "rPr") for _, style in self._lineage(key[0])]
            self._characters[key] = _switched(fonts, name)
        return self._characters[key]

    def numbering_of(self, style_id: str) -> int | None:
        """Return the numId a numbering style stands for."""
        return self._resolve(style_id).num_id

    def formats_first_row(self, style_id: str | None) -> bool:
        """Tell whether a table style sets the first row apart."""
        key = style_id or ""
        if key not in self._first_rows:
            self._first_rows[key] = any(
                condition.get(W + "type") == "firstRow" and len(condition)
                for _, style in self._lineage(key)
                for condition in style.iterfind(W + "tblStylePr")
            )
        return self._first_rows[key]

    def _lineage(self, style_id: str) -> Iterator[tuple[str, Element]]:
        """Yield the style and those it is based on, nearest first, each once."""
        seen: set[str] = set()
        current: str | None = style_id
        while current and current not in seen and current in self._by_id:
            seen.add(current)
            style = self._by_id[current]
            yield current, style
            current = value(settings(style), "basedOn")

    def _resolve(self, style_id: str) -> ParagraphStyle:
        lineage = list(self._lineage(style_id))
        layouts = [properties(style, "pPr") for _, style in lineage]
        lists = [settings(layout.get(W + "numPr")) for layout in layouts]
        fonts = [properties(style, "rPr") for _, style in lineage]
        sizes = (points(font, "sz") for font in (*fonts, self._default_font()))
        return ParagraphStyle(
            name=self._name(style_id),
            num_id=_first([number(item, "numId") for item in lists]),
            levels=tuple(
                (name, number(item, "ilvl")) for (name, _), item in zip(lineage, lists, strict=True)
            ),
            outline=_first([number(layout, "outlineLvl") for layout in layouts]),
            is_bold=bool(_switched(fonts, "b")),
            is_hidden=bool(_switched(fonts, "vanish")),
            size=next((size for size in sizes if size), 0.0),
        )

    def _name(self, style_id: str) -> str:
        style = self._by_id.get(style_id)
        return (value(settings(style), "name") or style_id).lower()

    def _default_font(self) -> Properties:
        path = f"{W}docDefaults/{W}rPrDefault/{W}rPr"
        return settings(None if self.root is None else self.root.find(path))


def _first(values: list[int | None]) -> int | None:
    return next((item for item in values if item is not None), None)


def font_of(fonts: Element | None) -> str:
    """Return the font that a `w:rFonts` names, "" when it names none."""
    if fonts is None:
        return ""
    return fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or ""


def _switched(fonts: Iterable[Properties], name: str) -> bool | None:
    """Return what the first that sets it sets, None where none does."""
    return next((mark for font in fonts if (mark := switch(font, name)) is not None), None)
