"""The numbers and bullets that a DOCX does not hold as text (ECMA-376 part 1, 17.9).

Counters belong to the abstract list: every list made from it goes on counting, unless it restarts
a level, which happens once, at its first paragraph on that level. A level begins anew after a
paragraph of a higher one. A paragraph on a level whose upper levels were not used yet begins
those too: the first "1.1" makes the next chapter "2".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reqx.parsing.docx.styles import ParagraphStyle, StyleSheet, font_of
from reqx.parsing.docx.wordml import (
    MC,
    Element,
    Properties,
    W,
    number,
    properties,
    settings,
    switch,
    to_number,
    value,
)
from reqx.parsing.numerals import numeral
from reqx.parsing.symbols import BULLET, is_symbol_font, symbol

LEVELS = 9
_LISTED = W + "numPr"

_PLACE = re.compile(r"%([1-9])")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts and what it prints."""

    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    template: str = ""
    font: str = ""
    suffix: str = "tab"
    restarts_after: int | None = None
    is_legal: bool = False
    style_id: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph; `is_glued` when the text follows without a gap."""

    text: str
    is_glued: bool = False
    is_bullet: bool = False


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: levels by depth from 0, on the counters of `key`, its abstract list."""

    key: int
    levels: dict[int, Level]
    restarts: dict[int, int]

    def start(self, depth: int) -> int:
        """Return the first number of a level."""
        return self.restarts.get(depth, self.level(depth).start)

    def level(self, depth: int) -> Level:
        """Return the level at `depth`; one that prints nothing when it is not defined."""
        return self.levels.get(depth, _UNDEFINED)


_UNDEFINED = Level()

_OWN_NAMES = ("numberdefault", "outlinedefault", "legaldefault")
_LEGAL = " ".join("".join(f"%{i}." for i in range(1, depth + 1)) for depth in range(1, LEVELS + 1))
_OWN_TEMPLATES = (
    ("%1) %2) %3) (%4) (%5) (%6) %7. %8. %9.", "1ai1ai1ai"),
    ("%1. %2. %3. %4) (%5) (%6) (%7) (%8) (%9)", "IA1a1aiai"),
    (_LEGAL, "1" * LEVELS),
)
_FORMATS = dict(
    zip(
        "1aAiI",
        ("decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"),
        strict=True,
    )
)
_OWN = [
    {
        depth: Level(number_format=_FORMATS[sample], template=template)
        for depth, (template, sample) in enumerate(zip(templates.split(), samples, strict=True))
    }
    for templates, samples in _OWN_TEMPLATES
]
"""The lists that Word has without a definition, for LISTNUM fields."""


@dataclass(slots=True)
class Numbering:
    """Labels paragraphs in the order of the document; each call of `label` counts on."""

    root: Element | None
    styles: StyleSheet
    _nums: dict[int, Element] = field(default_factory=dict)
    _abstracts: dict[int, Element] = field(default_factory=dict)
    _lists: dict[int, _List | None] = field(default_factory=dict)
    _counters: dict[int, dict[int, int]] = field(default_factory=dict)
    _begun: set[tuple[int, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Index the definitions."""
        self._nums = _by_id(self.root, "num", "numId")
        self._abstracts = _by_id(self.root, "abstractNum", "abstractNumId")
        self._lists.update((-1 - i, _List(-1 - i, levels, {})) for i, levels in enumerate(_OWN))

    def place(self, layout: Properties, style: ParagraphStyle) -> tuple[int, int] | None:
        """Return the list (numId) and depth of a paragraph from its `w:pPr` and style, or None.

        Either comes from the nearest that sets it: the paragraph, its style, what that is based on.
        """
        stated = layout.get(_LISTED)
        if stated is None and not style.num_id:
            return None
        own = settings(stated)
        own_id, depth = number(own, "numId"), number(own, "ilvl")
        num_id = style.num_id if own_id is None else own_id
        if not num_id:
            return None
        if depth is None:
            depth = self._depth_by_style(num_id, style)
        return (num_id, depth) if 0 <= depth < LEVELS else None

    def label(self, num_id: int, depth: int, start: int | None = None) -> Label | None:
        """Count one paragraph of that list and depth; None when there is no such list.

        `start` is its number, for what does not count on.
        """
        numbered = self._list(num_id)
        if numbered is None:
            return None
        counters = self._counters.setdefault(numbered.key, {})
        self._count(counters, numbered, num_id, depth)
        if start is not None:
            counters[depth] = start
        return _printed(numbered, counters, depth)

    def named(self, name: str) -> int | None:
        """Return a list (numId) by its name, one of Word's own lists too; None without one."""
        if name.lower() in _OWN_NAMES:
            return -1 - _OWN_NAMES.index(name.lower())
        return next((key for key, num in self._nums.items() if self._name(num) == name), None)

    def _name(self, num: Element) -> str | None:
        return value(settings(self._abstract(num)), "name")

    def _depth_by_style(self, num_id: int, style: ParagraphStyle) -> int:
        numbered = self._list(num_id)
        linked = {} if numbered is None else {x.style_id: i for i, x in numbered.levels.items()}
        for style_id, depth in style.levels:
            if depth is not None:
                return depth
            if style_id in linked:
                return linked[style_id]
        return 0

    def _count(self, counters: dict[int, int], numbered: _List, num_id: int, depth: int) -> None:
        for upper in range(depth):
            if upper not in counters:
                counters[upper] = numbered.start(upper)
                self._begun.add((num_id, upper))
        restarts = depth in numbered.restarts and (num_id, depth) not in self._begun
        if restarts or depth not in counters:
            counters[depth] = numbered.start(depth)
        else:
            counters[depth] += 1
        self._begun.add((num_id, depth))
        for deeper in [level for level in counters if level > depth]:
            after = numbered.level(deeper).restarts_after
            if after is None or after > depth:
                del counters[deeper]

    def _list(self, num_id: int) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._resolve(num_id)
        return self._lists[num_id]

    def _resolve(self, num_id: int) -> _List | None:
        num = self._nums.get(num_id)
        abstract = None if num is None else self._abstract(num)
        if num is None or abstract is None:
            return None
        levels = dict(_levels(abstract))
        overrides = list(num.iterfind(W + "lvlOverride"))
        for override in overrides:
            levels.update(_levels(override))
        restarts = {
            depth: start
            for override in overrides
            if (depth := to_number(override.get(W + "ilvl"))) is not None
            and (start := number(settings(override), "startOverride")) is not None
        }
        return _List(to_number(abstract.get(W + "abstractNumId")) or 0, levels, restarts)

    def _abstract(self, num: Element) -> Element | None:
        """Return the abstract list of `num`, through the numbering styles that stand for it."""
        seen: set[int | None] = set()
        current: Element | None = num
        while current is not None:
            key = number(settings(current), "abstractNumId")
            abstract = None if key is None else self._abstracts.get(key)
            link = value(settings(abstract), "numStyleLink")
            if link is None or key in seen:
                return abstract
            seen.add(key)
            current = self._nums.get(self.styles.numbering_of(link) or 0)
        return None


def _by_id(root: Element | None, name: str, attribute: str) -> dict[int, Element]:
    """Index definitions by number; of two with one number the first counts."""
    found: dict[int, Element] = {}
    for element in () if root is None else root.iterfind(W + name):
        key = to_number(element.get(W + attribute))
        if key is not None:
            found.setdefault(key, element)
    return found


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for level in parent.iterfind(W + "lvl"):
        depth = to_number(level.get(W + "ilvl"))
        if depth is not None:
            yield depth, _level(level)


def _level(element: Element) -> Level:
    stated = settings(element)
    number_format, pattern = _number_format(element)
    start = number(stated, "start")
    return Level(
        start=0 if start is None else start,
        number_format=number_format,
        pattern=pattern,
        template=value(stated, "lvlText") or "",
        font=font_of(properties(element, "rPr").get(W + "rFonts")),
        suffix=value(stated, "suff") or "tab",
        restarts_after=number(stated, "lvlRestart"),
        is_legal=bool(switch(stated, "isLgl")),
        style_id=value(stated, "pStyle"),
    )


def _number_format(level: Element) -> tuple[str, str]:
    """Return the format and, for a custom one ("001, 002, ..."), its sample."""
    found = level.find(W + "numFmt")
    if found is None:
        found = level.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if found is None:
        return "decimal", ""
    return found.get(W + "val", "decimal"), found.get(W + "format", "")


def _printed(numbered: _List, counters: dict[int, int], depth: int) -> Label | None:
    level = numbered.level(depth)
    if level.number_format == "bullet":
        return _bullet(level)

    def count(place: re.Match[str]) -> str:
        upper = int(place[1]) - 1
        if upper > depth:
            return ""
        counted = numbered.level(upper)
        legal = level.is_legal and counted.number_format not in {"none", "bullet"}
        number_format = "decimal" if legal else counted.number_format
        return numeral(counters[upper], number_format, counted.pattern)

    text = _PLACE.sub(count, level.template)
    if not text.strip():
        return None
    return Label(text.strip(), is_glued=level.suffix == "nothing" and not text[-1].isspace())


def _bullet(level: Level) -> Label | None:
    text = level.template.strip()
    if not text:
        return None
    if is_symbol_font(level.font) or _PRIVATE_USE.search(text):
        is_dash = symbol(ord(text[0]), level.font) in {_MINUS, "-"}
        text = "-" if is_dash else BULLET
    return Label(text, is_bullet=True)
