"""How a list's counter is printed (ST_NumberFormat, ECMA-376 part 1, 17.18.59)."""

from collections.abc import Callable

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_CHICAGO = "*†‡§"
_MAX_ROMAN = 32_767
_MAX_REPEATS = 30


def numeral(count: int, number_format: str, pattern: str = "") -> str:
    """Return `count` in a number format; `pattern` is a custom format's sample ("001, 002, ...").

    A format that is not known prints as decimal, as does a count that a format cannot write.
    """
    if number_format == "custom":
        return str(count).zfill(len(pattern.partition(",")[0].strip()))
    printer = _PRINTERS.get(number_format)
    return str(count) if printer is None else printer(count)


def _roman(count: int) -> str:
    if not 0 < count <= _MAX_ROMAN:
        return str(count)
    digits = []
    for size, digit in _ROMAN:
        times, count = divmod(count, size)
        digits.append(digit * times)
    return "".join(digits)


def _letters(count: int, alphabet: str = _LATIN) -> str:
    """Count a..z, aa, bb, ... as word processors do, not as spreadsheets."""
    repeats, index = divmod(count - 1, len(alphabet))
    return alphabet[index] * (repeats + 1) if 0 <= repeats < _MAX_REPEATS else str(count)


def _ordinal(count: int) -> str:
    suffixes = {1: "st", 2: "nd", 3: "rd"}
    suffix = "th" if 10 < count % 100 < 20 else suffixes.get(count % 10, "th")
    return f"{count}{suffix}"


def _cardinal_text(count: int) -> str:
    if not 0 <= count < 100:
        return str(count)
    if count < len(_UNITS):
        return _UNITS[count].capitalize()
    tens, unit = divmod(count, 10)
    words = _TENS[tens - 2] + (f"-{_UNITS[unit]}" if unit else "")
    return words.capitalize()


def _ordinal_text(count: int) -> str:
    if not 0 <= count < 100:
        return _ordinal(count)
    head, dash, last = _cardinal_text(count).lower().rpartition("-")
    last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return (head + dash + last).capitalize()


_PRINTERS: dict[str, Callable[[int], str]] = {
    "bullet": lambda _: "",
    "none": lambda _: "",
    "decimalZero": lambda count: f"{count:02d}",
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "russianLower": lambda count: _letters(count, _RUSSIAN),
    "russianUpper": lambda count: _letters(count, _RUSSIAN).upper(),
    "chicago": lambda count: _letters(count, _CHICAGO),
    "ordinal": _ordinal,
    "cardinalText": _cardinal_text,
    "ordinalText": _ordinal_text,
    "hex": lambda count: f"{count:X}",
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedParen": lambda count: f"({count})",
    "decimalEnclosedFullstop": lambda count: f"{count}.",
}
