"""How wide a word may be printed, to tell what is two words, or each letter of one twice."""

from math import inf

_MOST = 4096
_LEADER = "._-\u2026\u00b7"
_WITHOUT_LEADER = str.maketrans("", "", _LEADER)
_HEBREW = "\u0590"
"""From here on, scripts that run other ways."""


class Widths(dict[str, float]):
    """The width of each text, in sizes, above which it is two words that pdfium did not separate.

    Negative where every letter may be printed twice. Words come again: their widths are kept.
    """

    def __missing__(self, text: str) -> float:
        if len(self) >= _MOST:
            self.clear()
        width = self[text] = _widest(text)
        return width


def _widest(text: str) -> float:
    # The dots of a leader are neither two words nor one letter twice.
    letters = text if text.isalnum() else text.translate(_WITHOUT_LEADER)
    count = len(letters)
    if count < 2 or not (letters.isascii() or max(letters) < _HEBREW):
        return inf
    # Of letters that come twice in a row, no more than one in two is another one.
    is_doubled = (
        2 * len(set(letters)) <= count + 1
        and 2 * sum(map(str.__eq__, letters, letters[1:])) >= count - 1
    )
    return -1.0 if is_doubled else 1.3 * len(text)
