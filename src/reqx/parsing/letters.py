"""Counting in letters without a zero: columns of a sheet, numbers of some lists."""

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letters(count: int) -> str:
    """Return A for 1, Z for 26, AA for 27, AB for 28; "" below 1."""
    digits = ""
    while count > 0:
        count, index = divmod(count - 1, len(_ALPHABET))
        digits = _ALPHABET[index] + digits
    return digits


def count(digits: str) -> int:
    """Return the number that `letters` writes so; 0 for what it never writes."""
    number = 0
    for digit in digits.upper():
        index = _ALPHABET.find(digit)
        if index < 0:
            return 0
        number = number * len(_ALPHABET) + index + 1
    return number
