"""Characters that exist only in a symbol font, as the characters a reader sees.

Symbol fonts are mapped to U+F020 to U+F0FF. Symbol itself follows the Adobe Symbol encoding; of
the Wingdings family only what stands in running text and lists is known.
"""

BULLET = "•"

# From 0x20 on, 32 a row; "~" where the encoding has nothing.
_SYMBOL = """\
 !∀#∃%&∋()∗+,−./0123456789:;<=>?
≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_
‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼~
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…|—↵
ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓
◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪~〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭~
""".splitlines()  # noqa: RUF001 - signs that look like others are what the font is for
_WINGDINGS = {
    0x6F: "☐",
    0x71: "☐",
    0xA8: "☐",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    0xDF: "←",
    0xE0: "→",
    0xE8: "→",
    0xF0: "⇒",
}
_PRIVATE = range(0xF020, 0xF100)


def is_symbol_font(font: str) -> bool:
    """Tell whether `font` draws pictures where others have letters."""
    return font.lower().startswith(("symbol", "wingdings", "webdings"))


def symbol(code: int, font: str) -> str:
    """Return the character that `font` draws for `code`, a bullet where only its shape is known."""
    if code not in _PRIVATE and code > 0xFF:
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""
    index = code & 0xFF
    if font.lower().startswith("symbol"):
        return _SYMBOL[index // 32 - 1][index % 32].replace("~", "") if index >= 0x20 else ""
    if is_symbol_font(font):
        return _WINGDINGS.get(index, BULLET)
    return BULLET if code in _PRIVATE else chr(code)


def visible(text: str, font: str) -> str:
    """Return `text` with the private characters of a symbol font made readable."""
    if text.isascii() or not is_symbol_font(font):
        return text
    return "".join(symbol(ord(char), font) if ord(char) in _PRIVATE else char for char in text)
