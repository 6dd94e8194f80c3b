"""Numbers as the sheet shows them (ECMA-376 part 1, 18.8.30 and 18.8.31).

The usual formats: decimals, thousands, percent, currency, units in quotation marks, dates and
times in figures. A format beyond them (fractions, conditions, names of months, which are written
in the reader's language) gives the number as it is, or the date in ISO 8601. Decimal point and
thousands separator are those of the file, in English.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import isfinite

GENERAL = "General"
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy-mm-dd",
    15: "yyyy-mm-dd",
    16: "yyyy-mm-dd",
    17: "yyyy-mm-dd",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
}
"""The formats that files name by number only. Those that each country writes in its own way (14 to
17, 22) are in ISO 8601."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|\[(?P<elapsed>h+|m+|s+)\]|(?P<condition>\[[<>=][^\]]*\])|\[[^\]]*\]|(?P<half>am/pm|a/p)"
    r"|(?P<date>y+|m+|d+|h+|s+(?:\.0+)?)|(?P<digits>[0#?][0#?.,]*|\.[0#?]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|\Z)', re.DOTALL)
_MAX_CODE = 255
_MAX_DAYS = 2_958_465
_LEAP_BUG_DAYS = 60
"""The 1900 system has a 29 February 1900, so that its days before it are one off."""
_PRECISION = 350
_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def shown(value: str, code: str, *, is_1904: bool = False) -> str:
    """Return what a cell with the number `value` shows in the format `code`."""
    try:
        number = float(value)
    except ValueError:
        return value
    if code in {GENERAL, "@", ""} or len(code) > _MAX_CODE or not isfinite(number):
        return _general(number)
    section, counted = _section(code, number)
    tokens = _tokens(section)
    if any(token.kind in {"date", "elapsed"} for token in tokens):
        return _moment(counted, tokens, is_1904=is_1904) or _general(number)
    return _decimal(counted, tokens) or _general(number)


def _general(number: float) -> str:
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return f"{number:.15g}".upper()


def _section(code: str, number: float) -> tuple[str, float]:
    """Return the part of the code for numbers of this sign, and the number it then shows."""
    sections = _SECTION.findall(code)[:-1] or [code]
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


def _tokens(section: str) -> list[_Token]:
    tokens = []
    for found in _TOKEN.finditer(section):
        kind = found.lastgroup
        if kind is not None:
            tokens.append(_Token(kind, found[kind]))
    return tokens


_LITERALS = frozenset(["quoted", "escaped", "currency", "other"])


def _decimal(number: float, tokens: list[_Token]) -> str:
    """Return the number in a format of digits, "" for a format that is not a usual one."""
    digits = [token for token in tokens if token.kind == "digits"]
    if len(digits) != 1 or any(token.kind in {"condition", "half"} for token in tokens):
        return ""
    percents = sum(token == _Token("other", "%") for token in tokens)
    if any(token.kind == "other" and token.text in "eE/@" for token in tokens):
        return ""
    figures = _figures(abs(number), digits[0].text, percents)
    pieces = [
        figures if token.kind == "digits" else token.text if token.kind in _LITERALS else ""
        for token in tokens
    ]
    sign = "-" if number < 0 and any(char in "123456789" for char in figures) else ""
    return (sign + "".join(pieces)).strip()


def _figures(number: float, pattern: str, percents: int) -> str:
    whole, point, fraction = pattern.partition(".")
    thousands = len(pattern) - len(pattern.rstrip(","))
    whole, fraction = whole.rstrip(","), fraction.rstrip(",")
    with localcontext(prec=_PRECISION, rounding=ROUND_HALF_UP):
        exact = Decimal(repr(number)) * 100**percents / 1000**thousands
        text = f"{exact:{',' if ',' in whole else ''}.{len(fraction)}f}"
    for char in reversed(fraction):
        if char == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    text = text if "." in text or not point else f"{text}."
    before, mark, after = text.partition(".")
    least = whole.count("0")
    before = "" if before == "0" and not least and after else before.zfill(least)
    return f"{before}{mark}{after}"


def _moment(number: float, tokens: list[_Token], *, is_1904: bool) -> str:
    """Return a date or time, "" when the number is none."""
    if not 0 <= number <= _MAX_DAYS:
        return ""
    if any(token.kind == "elapsed" for token in tokens):
        return _elapsed(number, tokens)
    epoch = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's times have no zone
    if not is_1904 and number < _LEAP_BUG_DAYS:
        epoch += timedelta(days=1)
    moment = epoch + timedelta(seconds=round(number * 86_400))
    pieces = _pieces(moment, tokens)
    return _iso(moment, tokens) if pieces is None else "".join(pieces).strip()


def _elapsed(number: float, tokens: list[_Token]) -> str:
    seconds = round(number * 86_400)
    units = {"h": seconds // 3600, "m": seconds // 60, "s": seconds}
    within = {"m": seconds // 60 % 60, "s": seconds % 60}
    pieces = []
    for token in tokens:
        unit = token.text[:1].lower()
        if token.kind == "elapsed":
            pieces.append(str(units[unit]).zfill(len(token.text)))
        elif token.kind == "date":
            pieces.append(str(within.get(unit, 0)).zfill(2))
        elif token.kind in _LITERALS:
            pieces.append(token.text)
    return "".join(pieces)


def _pieces(moment: datetime, tokens: list[_Token]) -> list[str] | None:
    """Return the figures and what stands between them, None when a name is asked for."""
    is_half = any(token.kind == "half" for token in tokens)
    dates = [token for token in tokens if token.kind == "date"]
    pieces = []
    place = 0
    for token in tokens:
        if token.kind == "half":
            pieces.append("AM" if moment.hour < 12 else "PM")
        elif token.kind in _LITERALS:
            pieces.append(token.text)
        elif token.kind == "date":
            unit = _unit(dates, place)
            place += 1
            if unit in "Md" and len(token.text) >= _WORDS:
                return None
            pieces.append(_figure(moment, unit, len(token.text), is_half=is_half))
    return pieces


def _unit(dates: list[_Token], place: int) -> str:
    """Return y, M, d, h, m or s; an m beside hours or seconds is minutes."""
    unit = dates[place].text[0].lower()
    if unit != "m":
        return unit
    before = dates[place - 1].text[0].lower() if place else ""
    after = dates[place + 1].text[0].lower() if place + 1 < len(dates) else ""
    return "m" if before == "h" or after == "s" else "M"


def _figure(moment: datetime, unit: str, length: int, *, is_half: bool) -> str:
    hour = (moment.hour % 12 or 12) if is_half else moment.hour
    numbers = {
        "y": moment.year if length > 2 else moment.year % 100,
        "M": moment.month,
        "d": moment.day,
        "h": hour,
        "m": moment.minute,
        "s": moment.second,
    }
    return str(numbers[unit]).zfill(2 if unit == "y" else min(length, 2))


def _iso(moment: datetime, tokens: list[_Token]) -> str:
    units = {token.text[0].lower() for token in tokens if token.kind == "date"}
    date = f"{moment:%Y-%m-%d}" if units & {"y", "d"} or units == {"m"} else ""
    return f"{date} {moment:%H:%M}".strip() if "h" in units else date
