"""Characters as people read them: ligatures, widths, bullets of symbol fonts, garbled text.

Nothing here loses meaning: superscripts, units, quotation marks and dashes stay as printed.
"""

import re
import unicodedata

SOFT_HYPHEN = "\u00ad"
BROKEN = "\ufffe"
"""Stands where a printed word was broken at the end of a line, in place of the hyphen."""

_LATIN_LIGATURES = range(0xFB00, 0xFB07)
_FULL_WIDTH = range(0xFF01, 0xFF5F)
# Symbol fonts put their glyphs at U+F000 + code. These are the ones word processors use as bullets.
_SYMBOLS = {
    0xF02D: "-",
    0xF06C: "●",
    0xF06E: "■",
    0xF071: "❑",
    0xF076: "❖",
    0xF0A7: "▪",
    0xF0A8: "◻",
    0xF0AD: "↑",
    0xF0AE: "→",
    0xF0B0: "°",
    0xF0B1: "±",
    0xF0B3: "≥",
    0xF0A3: "≤",
    0xF0B7: "•",
    0xF0D8: "➢",
    0xF0E0: "→",
    0xF0E8: "➔",
    0xF0FC: "✓",
}
_EXPANSIONS = str.maketrans(
    {code: unicodedata.normalize("NFKC", chr(code)) for code in (*_LATIN_LIGATURES, *_FULL_WIDTH)}
    | _SYMBOLS
    | {SOFT_HYPHEN: None, "\u200b": None, "\u2060": None, "\ufeff": None}
)

_WORD = re.compile(r"[^\W\d_]{2,}")
_VOWEL = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]")
_STOP_WORD = re.compile(
    r"\b(?:the|of|and|to|in|is|for|be|that|with|this|on|by|or|as|are|it|from|not|shall|must|will"
    r"|le|la|les|des|de|du|et|en|un|une|est|au|aux|par|pour|dans|sur|que|qui|ou|il|ce|son|sa|pas"
    r"|der|die|das|und|ist|von|zu|den|mit|für|auf|ein|eine|im|dem|nicht|werden"
    r"|el|los|las|del|se|por|con|una|para|es|lo|como|no|di|che|per|gli|della|sono"
    r"|een|het|van|voor|met|op|zijn|niet)\b",
    re.IGNORECASE,
)
# Control characters, private use, and what stands for a character that is not known.
_BAD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\uffff\U000f0000-\U0010fffd]")
_LATIN_END = 0x250
_MAX_BAD_SHARE = 0.15
_MIN_WORDS = 60


def normalise(text: str) -> str:
    """Return the text in NFC, ligatures and full-width forms expanded, soft hyphens dropped."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.translate(_EXPANSIONS))


def is_garbled(text: str) -> bool:
    """Tell whether a page's text is not what is printed on it.

    Either many characters are no characters (a font without a map to Unicode), or the words of a
    long Latin text have neither the small words nor the vowels of a language (a shifted alphabet).
    """
    printed = sum(map(len, text.split()))
    if not printed:
        return False
    return len(_BAD.findall(text)) > _MAX_BAD_SHARE * printed or _has_shifted_alphabet(text)


def _has_shifted_alphabet(text: str) -> bool:
    # Nearly every text ends here, after a few words.
    if _STOP_WORD.search(text):
        return False
    words = [word.lower() for word in _WORD.findall(text)]
    letters = "".join(words)
    if len(words) < _MIN_WORDS or sum(ord(c) >= _LATIN_END for c in letters) > len(letters) / 10:
        return False
    share = len(_VOWEL.findall(letters)) / len(letters)
    return not 0.3 < share < 0.55
