"""Bytes of a text file become characters, whatever program wrote them.

In this order: a byte order mark, UTF-8, UTF-16 without a mark, the 8-bit encoding in which the
letters are those of one language, then what charset-normalizer says of East Asian ones. (Asked
about Western text, it takes Polish for French and French for Turkish on a page or less.) All but
the first two are guesses, and `Decoded.warnings` says so.
"""

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from reqx.errors import TooLarge, Unreadable

MAX_BYTES = 10_000_000
"""Three times the longest specification; the lines of more do not fit in a child's memory."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The marks of UTF-32 come before those of UTF-16, which they begin with."""
_ONE_BYTE = (
    *("cp1252", "iso8859_15", "mac_roman", "cp850", "cp1250", "iso8859_2", "cp1254"),
    *("cp1251", "koi8_u", "cp866", "cp1253", "cp1257"),
)
"""In the order in which a tie is decided: Western first, there Windows, Unix, old Mac, DOS."""
_EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "big5", "cp949")
_ALPHABETS = tuple(
    map(
        frozenset,
        (
            "àâæçéèêëîïôœùûüÿ",  # French
            "äöüß",  # German
            "áéíóúüñïç",  # Spanish, Catalan
            "àèéìíòóùú",  # Italian
            "àáâãçéêíóôõúü",  # Portuguese
            "ëïéèêüöáóçà",  # Dutch
            "æøåéäöü",  # Nordic
            "ąćęłńóśźż",  # Polish
            "áäčďéěíĺľňóôŕřšťúůýž",  # Czech, Slovak
            "áéíóöőúüű",  # Hungarian
            "ăâîșțşţ",  # Romanian
            "čćđšž",  # Croatian, Slovene
            "çğıöşüâîû",  # Turkish
            "āčēģīķļņšūž",  # Latvian
            "ąčęėįšųūž",  # Lithuanian
            "äöüõšž",  # Estonian
            "άέήίΰαβγδεζηθικλμνξοπρςστυφχψωϊϋόύώ",  # Greek
            map(chr, range(0x430, 0x460)),  # Cyrillic
        ),
    )
)
"""The small letters beyond ASCII that one language writes."""
_INSIDE_WORDS = frozenset("\u2019\u2018\u00b4·\u00ad")
_SIGNS = _INSIDE_WORDS | frozenset(
    "«»\u2039\u203a“”„\u201a\u2013—…•°§€£¥²³¹½¼¾±\u00d7÷µ©®™ªº¿¡†‡‰¶\u00a0"
)
_LATIN_END = 0x250
_WRITTEN_SHARE = 0.97
_SAMPLE_BYTES = 50_000
_BEYOND_ASCII_BYTES = re.compile(rb"[^\x80-\xff\r\n]{0,40}[\x80-\xff][^\r\n]{0,200}")
_SWAPPED_SHARE = 0.95
_MAX_CONTROL_SHARE = 0.01
_CONTROL = re.compile("[\x00-\x07\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")
"""Not the white space, backspace, end of file (DOS) and escape that texts do hold, nor NEL."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_AS_CP1252 = "reqx.cp1252"
_EMPTY = "Export or download it again; a file that shows text in an editor is not empty."
_NOT_TEXT = "Open it in an editor; if it shows there, save it as UTF-8 and upload the new file."


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was read in, and whether that is a guess.

    `damaged` counts the places that are not in the encoding: read as cp1252 in a UTF-8 file (a
    pasted passage), as U+FFFD elsewhere.
    """

    text: str
    encoding: str
    is_guessed: bool = False
    damaged: int = 0

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences for the operator; none when the encoding is certain."""
        found = []
        if self.is_guessed:
            found.append(f"The file does not state its encoding; it was read as {self.encoding}.")
        if self.damaged:
            found.append(
                f"Places that are no {self.encoding} (check accented letters): {self.damaged}."
            )
        return tuple(found)


def read_text(path: Path) -> Decoded:
    """Read the text file at `path`.

    Raises TooLarge over `MAX_BYTES`, Unreadable when it is empty or its bytes are no text.
    """
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise TooLarge(f"{path.name} has {size:,} bytes of text; the limit is {MAX_BYTES:,}")
    found = decoded(path.read_bytes())
    if not found.text.strip("\0\ufeff \t\r\n\f"):
        raise Unreadable(f"{path.name} is empty", hint=_EMPTY)
    if not _is_text(found.text):
        raise Unreadable(f"{path.name} is not a text file, whatever its name", hint=_NOT_TEXT)
    return found


def decoded(data: bytes) -> Decoded:
    """Return the text of the bytes; every byte string has one, `read_text` judges it."""
    marked = next((mark for mark in _MARKS if data.startswith(mark[0])), None)
    if marked is not None:
        return _forced(data[len(marked[0]) :], marked[1])
    return _utf_8(data) or _utf_16(data) or _one_byte(data) or _east_asian(data)


def _is_text(text: str) -> bool:
    return len(_CONTROL.findall(text)) <= _MAX_CONTROL_SHARE * len(text)


def _forced(data: bytes, encoding: str) -> Decoded:
    """Decode what is certainly in `encoding`, damaged places included."""
    if encoding == "utf-8":
        return _mixed(data)
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, damaged=text.count("\ufffd"))


def _utf_8(data: bytes) -> Decoded | None:
    """Decode UTF-8; a few bytes of another encoding between many letters of UTF-8 are damage."""
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="ignore")
        damaged = _damaged(data)
        is_damage = len(_BEYOND_ASCII.findall(text)) > 2 * damaged and b"\0" not in data
        return _mixed(data) if is_damage else None


def _damaged(data: bytes) -> int:
    return data.decode("utf-8", errors="replace").count("\ufffd") - data.count(b"\xef\xbf\xbd")


def _mixed(data: bytes) -> Decoded:
    """Decode UTF-8, the bytes that are not as the cp1252 of a pasted passage."""
    return Decoded(data.decode("utf-8", errors=_AS_CP1252), "utf-8", damaged=_damaged(data))


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return str(error.object[error.start : error.end], "cp1252", "replace"), error.end


codecs.register_error(_AS_CP1252, _as_cp1252)


def _utf_16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark: the zero bytes of its ASCII stand at one parity."""
    sample = data[:_SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(1, len(sample) / 100):
        return None
    if max(even, odd) < _SWAPPED_SHARE * (even + odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = data.decode(encoding, errors="replace")
    if len(_CONTROL.findall(text)) + text.count("\ufffd") > _MAX_CONTROL_SHARE * len(text):
        return None
    return _guess(data, encoding)


def _one_byte(data: bytes) -> Decoded | None:
    """Decode the 8-bit encoding in which the letters are those of one language."""
    passages = b"\n".join(_BEYOND_ASCII_BYTES.findall(data, 0, 20 * _SAMPLE_BYTES))
    sample = passages[:_SAMPLE_BYTES]
    shares = {encoding: _written_share(sample, encoding) for encoding in _ONE_BYTE}
    best = max(_ONE_BYTE, key=shares.__getitem__)
    if shares[best] < _WRITTEN_SHARE:
        return None
    return _guess(data, best)


def _written_share(data: bytes, encoding: str) -> float:
    """Return the share of characters beyond ASCII that stand as in the likeliest language."""
    text = data.decode(encoding, errors="replace")
    found = list(_BEYOND_ASCII.finditer(text))
    placed = [match.group() for match in found if _is_in_place(text, match.start())]
    signs = sum(char in _SIGNS for char in placed)
    letters = Counter(char.lower() for char in placed)
    likeliest = max(sum(letters[char] for char in alphabet) for alphabet in _ALPHABETS)
    return (signs + likeliest) / max(1, len(found))


def _is_in_place(text: str, at: int) -> bool:
    """Tell whether the character goes with its neighbours.

    No sign stands between letters, no capital behind a small letter, no Greek beside the Latin.
    """
    char, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if char in _SIGNS:
        return char in _INSIDE_WORDS or not (before.isalpha() and after.isalpha())
    if ord(char) >= _LATIN_END and any(x.isascii() and x.isalpha() for x in (before, after)):
        return False
    return not (char.isupper() and before.islower())


def _east_asian(data: bytes) -> Decoded:
    """Decode as charset-normalizer says, cp1252 when it does not know."""
    # Imported here: most files are UTF-8 and need not wait for it.
    from charset_normalizer import from_bytes  # noqa: PLC0415 - see above

    candidates = ["cp1252", *_EAST_ASIAN]
    match = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=candidates).best()
    return _guess(data, match.encoding if match else "cp1252")


def _guess(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, is_guessed=True, damaged=text.count("\ufffd"))
