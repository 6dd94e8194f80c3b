"""How wide a word may be printed, to tell what is two words, or each letter of one twice."""

from math import inf

_MOST = 4096
_LEADER = "._-\u2026\u00b7"
_LEADER_MARKS = frozenset(_LEADER)
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
        letters = text if text.isalnum() else _without_leader(text)
        count = len(letters)
        if count < 2 or not (letters.isascii() or max(letters) < _HEBREW):
            width = inf
        # Of letters that come twice in a row, no more than one in two is another one.
        elif (
            2 * len(set(letters)) <= count + 1
            and 2 * sum(map(str.__eq__, letters, letters[1:])) >= count - 1
        ):
            width = -1.0
        else:
            width = 1.3 * len(text)
        self[text] = width
        return width


def _without_leader(text: str) -> str:
    """Drop the dots of a leader: they are neither two words nor one letter twice."""
    letters = text.strip(_LEADER)
    # Most words have them at their ends, if anywhere.
    if letters.isalnum() or _LEADER_MARKS.isdisjoint(letters):
        return letters
    return letters.translate(_WITHOUT_LEADER)
