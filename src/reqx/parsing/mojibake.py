"""UTF-8 that some program read as another encoding, and saved so: "Cr√©er" for "Créer".

One wrong encoding is chosen for the document, by the sequences that can be nothing else; all its
sequences are mended then, also those that alone might be meant ("√π" is "ù" in "o√π", but a
formula in a document without damage). ftfy mends what is left, line by line, where its own test
calls a line bad. What mending would turn into a character that Western text does not have was no
damage: "CrÃ©er", read as Mac Roman, would give a combining mark.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ftfy import TextFixerConfig, fix_encoding
from ftfy.badness import is_bad

_MAX_ROUNDS = 3
"""Some text was damaged twice ("CrÃƒÂ©er")."""
_FTFY = TextFixerConfig(
    unescape_html=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    replace_lossy_sequences=False,
    normalization=None,
)
_LETTERS = frozenset(map(chr, (*range(0xC0, 0x180), *range(0x218, 0x21C)))) - frozenset("\u00d7÷")
_SIGNS = re.compile(
    "[\u00a0-\u00bf\u00d7\u00f7\u2010-\u2027\u2030-\u2033\u2039-\u203a\u20ac\u2122"
    "\u2190-\u21ff\u2200-\u22ff\u25a0-\u25ff\u2700-\u27bf\ufb00-\ufb06]"
)
# Where spaces were joined, the no-break space of "Ã\u00a0" (à) and "Â\u00a0" has become a space.
_LOST_A = re.compile(r"(?<![A-ZÀ-Ý][A-ZÀ-Ý])Ã(?=\s|\Z)")
_LOST_SPACE = re.compile(r"(?<![A-ZÀ-Ý])Â(?=\s|\Z)")
_QUOTES = "“”\u2018\u2019»\u203a…\u2013—"
# "AMANHÃ" in quotation marks is Portuguese.
_MAY_BE_MEANT = re.compile(rf"(?<=[A-ZÀ-Ý])[À-Ý][{_QUOTES}†‡](?!\w)")


@dataclass(frozen=True, slots=True)
class Repair:
    """A text after mending, and how many of its lines were mended."""

    text: str
    lines: int

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for the operator, none when nothing was mended."""
        if not self.lines:
            return ()
        return (f"Lines with damaged accented letters (mojibake) that were mended: {self.lines}.",)


def repair(text: str) -> Repair:
    """Return the text of a whole document with its mojibake mended; correct text is unchanged.

    The line feeds stay: who has pieces of a document may join them with line feeds, and split the
    result again.
    """
    if text.isascii():
        return Repair(text, 0)
    wrong = _chosen(text)
    before = text.split("\n")
    after = [line if line.isascii() else _mended(line, wrong) for line in before]
    lines = sum(old != new for old, new in zip(before, after, strict=True))
    return Repair("\n".join(after) if lines else text, lines)


class _Wrong:
    """An encoding in which UTF-8 was read by mistake.

    `doubtful` are its characters that may as well be meant behind another: quotation marks, the
    signs of mathematics.
    """

    def __init__(self, codec: str, doubtful: str, *, loses_spaces: bool = False) -> None:
        self._codec = codec
        self._doubtful = frozenset(doubtful)
        self._loses_spaces = loses_spaces

    @cached_property
    def _sequence(self) -> re.Pattern[str]:
        """Two or three characters whose bytes are one character of UTF-8."""
        go_on = self._class(range(0x80, 0xC0))
        two, three = self._class(range(0xC2, 0xE0)), self._class(range(0xE0, 0xF0))
        return re.compile(f"{two}{go_on}|{three}{go_on}{go_on}")

    def _class(self, codes: Iterable[int]) -> str:
        return f"[{re.escape(bytes(codes).decode(self._codec))}]"

    def sure(self, text: str) -> int:
        """Count the sequences that can be nothing but damage."""
        return sum(map(self._is_sure, self._sequence.finditer(text)))

    def mended(self, line: str) -> str:
        """Return the line with each sequence that may be damage mended."""
        mended = self._sequence.sub(self._replacement, line)
        if self._loses_spaces:
            mended = _LOST_SPACE.sub("", _LOST_A.sub("à", mended))
        return mended

    def _is_sure(self, found: re.Match[str]) -> bool:
        meant = self._meant(found)
        if meant is None or self._doubtful.intersection(found.group()):
            return False
        text = found.string
        around = (
            text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
        )
        is_in_word = meant in _LETTERS and any(map(str.isalpha, around))
        return is_in_word or len(found.group()) == 3

    def _replacement(self, found: re.Match[str]) -> str:
        return self._meant(found) or found.group()

    def _meant(self, found: re.Match[str]) -> str | None:
        """Return the character that was meant, None when none or an unlikely one would be."""
        try:
            meant = found.group().encode(self._codec).decode("utf-8")
        except UnicodeError:
            return None
        if meant in _LETTERS:
            return meant if _is_in_place(meant, found) else None
        return meant if _SIGNS.match(meant) else None


_WRONG = (
    _Wrong("mac_roman", "±≤≥∂∑∏π∫Ω≠∞"),
    _Wrong("sloppy-windows-1252", _QUOTES + "\u00a0", loses_spaces=True),
    _Wrong("latin-1", "»\u00a0", loses_spaces=True),
)


def _is_in_place(letter: str, found: re.Match[str]) -> bool:
    """Tell whether a small letter does not end a word in capitals ("AMANHÃ»")."""
    text, start = found.string, found.start()
    before, after = text[max(0, start - 2) : start], text[found.end() : found.end() + 1]
    is_among_capitals = before[-1:].isupper() and before[:-1].isalpha()
    return letter.isupper() or after.islower() or not is_among_capitals


def _chosen(text: str) -> _Wrong | None:
    """Return the encoding with most of the sure sequences, None when there are none."""
    counts = [(wrong.sure(text), wrong) for wrong in _WRONG]
    count, wrong = max(counts, key=lambda item: item[0])
    return wrong if count else None


def _mended(line: str, wrong: _Wrong | None) -> str:
    for _ in range(_MAX_ROUNDS if wrong else 0):
        assert wrong is not None
        before, line = line, wrong.mended(line)
        if line == before:
            break
    if not is_bad(line) or (wrong is None and _MAY_BE_MEANT.search(line)):
        return line
    fixed = fix_encoding(line, _FTFY)
    return line if is_bad(fixed) or "\n" in fixed else fixed
