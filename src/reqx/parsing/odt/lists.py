"""The numbers and bullets that the word processor prints before list items and headings.

A list counts on its own counters. One that continues another counts on the counters of that. A
level begins anew behind an item of a higher one. (ODF 1.3, part 3, 5.3 and 16.30 to 16.35; where
it leaves the print open, as LibreOffice does it.)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from reqx.parsing.characters import normalise
from reqx.parsing.letters import letters
from reqx.parsing.markup import Element, integer
from reqx.parsing.numerals import numeral
from reqx.parsing.odt.opendocument import LIBREOFFICE, STYLE, TEXT, TRUE, XML
from reqx.parsing.odt.styles import StyleSheet

BULLET = "•"

_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_MAX_LEVEL = 10


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list style. `template` writes every number's place: "%1%.%2%)"."""

    number_format: str = ""
    prefix: str = ""
    suffix: str = ""
    template: str = ""
    displayed: int = 1
    start: int = 1
    bullet: str = ""
    is_synced: bool = False
    is_glued: bool = False

    def printed(self, count: int) -> str:
        """Write one number in the level's format."""
        if self.number_format in {"a", "A"} and not self.is_synced:
            return letters(count) if self.number_format == "A" else letters(count).lower()
        return numeral(count, _FORMATS.get(self.number_format, "decimal"))


@dataclass(frozen=True, slots=True)
class Label:
    """What is printed before a paragraph; `is_glued` when the text follows without a gap."""

    text: str
    is_glued: bool = False


Levels = Mapping[int, Level]
"""The levels of a list style, from 1."""

_FORMATS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NOTHING = Level()


@dataclass(slots=True)
class Counters:
    """The counts of one list, by level from 1."""

    counts: dict[int, int] = field(default_factory=dict)

    def count(self, level: int, levels: Levels, start: int | None) -> None:
        """Count one item of that level; `start` is the number the item sets itself."""
        for upper in range(1, level):
            self.counts.setdefault(upper, levels.get(upper, _NOTHING).start)
        if start is not None:
            self.counts[level] = start
        elif level in self.counts:
            self.counts[level] += 1
        else:
            self.counts[level] = levels.get(level, _NOTHING).start
        for deeper in [known for known in self.counts if known > level]:
            del self.counts[deeper]


@dataclass(slots=True)
class Numbering:
    """Labels the items of a document in its order; each call of `label` counts on."""

    styles: dict[str, Levels]
    outline: Levels
    headings: Counters = field(default_factory=Counters)
    _by_id: dict[str, Counters] = field(default_factory=dict)
    _last: tuple[str, Counters] | None = None

    def counters(self, element: Element, style: str) -> Counters:
        """Return the counters of a `text:list` (or numbered paragraph) that is in no other."""
        continued = element.get(TEXT + "continue-list", "")
        found = self._by_id.get(continued) or self._continued(element, style)
        self._last = style, found
        for name in (XML + "id", TEXT + "list-id"):
            self._by_id[element.get(name, "")] = found
        self._by_id.pop("", None)
        return found

    def _continued(self, element: Element, style: str) -> Counters:
        """Return the preceding list's counters, if the list goes on with those, else new ones."""
        is_on = element.get(TEXT + "continue-numbering") == TRUE
        if is_on and self._last is not None and self._last[0] == style:
            return self._last[1]
        return self._by_id.get(element.get(TEXT + "list-id", "")) or Counters()

    def label(self, counters: Counters, style: str, level: int, start: int | None) -> Label | None:
        """Count an item and return what is printed before it."""
        levels = self.styles.get(style)
        counters.count(level, levels or {}, start)
        if levels is None:
            return Label(BULLET)
        return _printed(levels, counters.counts, level)

    def heading(self, element: Element, level: int) -> Label | None:
        """Count a heading that stands in no list and return what is printed before it."""
        start = None
        if element.get(TEXT + "restart-numbering") == TRUE:
            start = integer(element.get(TEXT + "start-value"), 1)
        self.headings.count(level, self.outline, start)
        return _printed(self.outline, self.headings.counts, level)


def numbering(styles: StyleSheet) -> Numbering:
    """Return the numbering of a document with these styles, before its first item."""
    outline = styles.outline()
    return Numbering(
        {style.get(STYLE + "name", ""): _levels(style) for style in styles.list_styles()},
        {} if outline is None else _levels(outline),
    )


def _levels(style: Element) -> Levels:
    found = {}
    for element in style:
        level = integer(element.get(TEXT + "level"), 0)
        if 0 < level <= _MAX_LEVEL:
            found[level] = _level(element)
    return found


def _level(element: Element) -> Level:
    template = element.get(STYLE + "num-list-format") or element.get(
        LIBREOFFICE + "num-list-format"
    )
    follower = element.find(f".//{STYLE}list-level-label-alignment")
    is_glued = follower is not None and follower.get(TEXT + "label-followed-by") == "nothing"
    return Level(
        number_format=element.get(STYLE + "num-format", ""),
        prefix=element.get(STYLE + "num-prefix", ""),
        suffix=element.get(STYLE + "num-suffix", ""),
        template=template or "",
        displayed=integer(element.get(TEXT + "display-levels"), 1),
        start=integer(element.get(TEXT + "start-value"), 1),
        bullet=_bullet(element),
        is_synced=element.get(STYLE + "num-letter-sync") == TRUE,
        is_glued=is_glued,
    )


def _bullet(element: Element) -> str:
    if element.tag == TEXT + "list-level-style-image":
        return BULLET
    char = normalise(element.get(TEXT + "bullet-char", ""))
    return BULLET if _PRIVATE_USE.search(char) else char


def _printed(levels: Levels, counts: Mapping[int, int], level: int) -> Label | None:
    own = levels.get(level)
    if own is None:
        return None
    text = own.bullet or (_number(levels, counts, level) if own.number_format else "")
    if not text:
        # A level without number still prints what stands around it.
        text = own.prefix + own.suffix if not own.template else ""
    if not text.strip():
        return None
    return Label(text.strip(), is_glued=own.is_glued and not text[-1].isspace())


def _number(levels: Levels, counts: Mapping[int, int], level: int) -> str:
    own = levels[level]
    if own.template:
        return _filled(own.template, levels, counts, level)
    shown = range(max(1, level - own.displayed + 1), level + 1)
    numbers = [levels[x].printed(counts[x]) for x in shown if _is_numbered(levels, x)]
    return own.prefix + ".".join(numbers) + own.suffix


def _filled(template: str, levels: Levels, counts: Mapping[int, int], level: int) -> str:
    """Fill the places in; behind one whose level has no number, what leads to the next goes too."""
    for upper in range(1, level + 1):
        place = f"%{upper}%"
        at = template.find(place)
        if at < 0:
            continue
        following = template.find("%", at + len(place))
        if _is_numbered(levels, upper):
            shown = levels[upper].printed(counts[upper])
            template = template[:at] + shown + template[at + len(place) :]
        elif following > 0:
            template = template[:at] + template[following:]
        else:
            template = template[:at] + template[at + len(place) :]
    return template


def _is_numbered(levels: Levels, level: int) -> bool:
    return level in levels and bool(levels[level].number_format)
