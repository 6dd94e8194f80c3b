"""The form of a statement: its length, its signs, its letters."""

import string
from collections.abc import Iterator

from reqx.extraction.rules.reading import Reading
from reqx.extraction.rules.values import has_value

_SHORT, _BRIEF, _LONG = 4, 8, 35
"""Words below which a statement is short and brief, and above which it is long."""
_CAPITALS = 0.6
_ASCII_LETTERS = string.ascii_letters.encode()
_ASCII_SMALL = string.ascii_lowercase.encode()
_ASCII_CAPITALS = string.ascii_uppercase.encode()


def forms(reading: Reading, *, has_intro: bool) -> Iterator[str]:
    """Yield the features of the form; `has_intro`: the introduction is the sentence's beginning."""
    text = reading.text
    words = reading.said.count(" ") + 1
    yield from _length(words + reading.intro_said.count(" ") + 1 if has_intro else words)
    last = text[-1]
    if last in ".;":
        yield "stop"
    elif last == ":":
        yield "colon"
    elif last == "?":
        yield "question"
    if text[0].islower():
        yield "lower"
    if _is_in_capitals(text):
        yield "capitals"
    if _is_infinitive(reading):
        yield "infinitive"
    if has_value(text):
        yield "value"


def _length(words: int) -> Iterator[str]:
    if words < _SHORT:
        yield "short"
    elif words < _BRIEF:
        yield "brief"
    elif words > _LONG:
        yield "long"


def _is_in_capitals(text: str) -> bool:
    signs = text.encode()
    # Most texts have more small letters than can be, which is faster seen.
    if len(signs) - len(signs.translate(None, _ASCII_SMALL)) > (1 - _CAPITALS) * len(text) + 1:
        return False
    if text.isascii():
        letters = len(signs) - len(signs.translate(None, _ASCII_LETTERS))
        return len(signs) - len(signs.translate(None, _ASCII_CAPITALS)) > _CAPITALS * letters
    found = [char for char in text if char.isalpha()]
    return sum(map(str.isupper, found)) > _CAPITALS * len(found)


def _is_infinitive(reading: Reading) -> bool:
    """Say whether the first word has an ending of the infinitive, in a language that has one."""
    if not reading.words["verbs.infinitive_endings"].words:
        return False
    first = reading.said.split(" ", 1)[0].strip(",;.")
    is_verb = len(first) > 3 and first not in reading.words["verbs.infinitive_exceptions"]
    return is_verb and first.endswith(reading.words["verbs.infinitive_endings"].endings)
