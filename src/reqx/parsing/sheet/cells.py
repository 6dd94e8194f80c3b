"""What a cell shows: its text, or its number in the cell's format."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reqx.parsing.archive import Archive
from reqx.parsing.characters import normalise
from reqx.parsing.markup import Element, integer, local
from reqx.parsing.sheet.formats import BUILT_IN, GENERAL, shown
from reqx.parsing.sheet.package import Workbook
from reqx.parsing.sheet.stream import elements

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """A cell's number format and whether its font is bold."""

    code: str = GENERAL
    is_bold: bool = False


_PLAIN = CellStyle()


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads the cells of a workbook: the strings they share, the styles they name."""

    strings: Sequence[str]
    styles: Sequence[CellStyle]
    is_1904: bool

    def style(self, cell: Element) -> CellStyle:
        """Return the style of a `c` element."""
        index = integer(cell.get("s"), 0)
        return self.styles[index] if 0 <= index < len(self.styles) else _PLAIN

    def text(self, cell: Element) -> str:
        """Return what a `c` element shows, one space between words; a formula by its result."""
        inner = next((x for x in cell if local(x) == "is"), None)
        if inner is not None:
            return words(inner)
        value = next((x.text or "" for x in cell if local(x) == "v"), "")
        return " ".join(self._shown(cell, value).split()) if value else ""

    def _shown(self, cell: Element, value: str) -> str:
        kind = cell.get("t", "n")
        if kind == "s":
            index = integer(value, -1)
            return self.strings[index] if 0 <= index < len(self.strings) else ""
        if kind == "b":
            return "TRUE" if value.strip() == "1" else "FALSE"
        if kind == "n":
            return shown(value, self.style(cell).code, is_1904=self.is_1904)
        return _unescaped(value)


def cell_reader(book: Workbook) -> CellReader:
    """Read what the cells of the workbook refer to."""
    return CellReader(_strings(book.archive, book.shared_strings), _styles(book), book.is_1904)


def is_number(cell: Element) -> bool:
    """Tell whether the cell holds a number, a date or a truth value."""
    return cell.get("t", "n") in {"n", "b", "d"}


def words(string: Element) -> str:
    """Return the text of a string element; readings of East Asian words are left out."""
    pieces = []
    for child in string:
        if local(child) == "t":
            pieces.append(child.text or "")
        elif local(child) == "r":
            pieces += [text.text or "" for text in child if local(text) == "t"]
    return " ".join(_unescaped("".join(pieces)).split())


def _unescaped(text: str) -> str:
    """Return the text with the characters that were written as _x000D_."""
    return normalise(_ESCAPED.sub(_character, text))


def _character(found: re.Match[str]) -> str:
    """Return the character; a space for what is none by itself."""
    character = chr(int(found[1], 16))
    return character if character.isprintable() else " "


def _strings(archive: Archive, member: str) -> list[str]:
    return [words(item) for item in elements(archive, member, ["si"])]


def _styles(book: Workbook) -> list[CellStyle]:
    if book.styles is None:
        return []
    groups: Mapping[str, list[Element]] = {local(x): list(x) for x in book.styles}
    codes = BUILT_IN | {
        integer(item.get("numFmtId"), 0): item.get("formatCode", GENERAL)
        for item in groups.get("numFmts", [])
    }
    bold = [_is_bold(font) for font in groups.get("fonts", [])]
    return [
        CellStyle(
            codes.get(integer(item.get("numFmtId"), 0), GENERAL),
            _at(bold, integer(item.get("fontId"), 0)),
        )
        for item in groups.get("cellXfs", [])
    ]


def _is_bold(font: Element) -> bool:
    return any(local(x) == "b" and x.get("val", "1") not in {"0", "false"} for x in font)


def _at(marks: Sequence[bool], index: int) -> bool:
    return 0 <= index < len(marks) and marks[index]
