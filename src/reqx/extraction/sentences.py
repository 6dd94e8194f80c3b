"""Where the sentences of a text begin and end."""

import re

from reqx.extraction.lexicon import everywhere, folded

Span = tuple[int, int]

_STOP = re.compile(
    r"""(?P<stop>[.!?\u2026]+)(?P<close>["'\u2019\u201d\u00bb)\]]*)
        (?P<mark>\s*(?:\([A-Z]{1,3}\d?\)|\[[A-Z]{1,3}\d?\]))?     # a mark of the sentence: (M), [O]
        (?P<space>\s+)
        (?!(?:\([A-Z]{1,3}\d?\)|\[[A-Z]{1,3}\d?\])(?:\s|\Z))     # ... which is no sentence
        (?=["'\u201c\u2018\u00ab(\[]?\s?[A-Z\u00c0-\u00de0-9\u2022\u25aa\u25cf\uf0b7-])""",
    re.VERBOSE,
)
_BULLET = re.compile(r"(?<=\s)[\u2022\u25aa\u25cf\u25a0\u25e6\u2023\u27a2\uf0a7\uf0b7\uf0d8](?=\s)")
_LAST_WORD = re.compile(r"[^\s()\[\]\"'\u2019\u00ab\u00bb]{1,30}\Z")
_SPACED = re.compile(r"(?<!\w)(?P<first>[^\W\d_])\.\s(?P<second>[^\W\d_])\.")
_INITIAL = re.compile(r"[A-Z\u00c0-\u00de]\Z")
_NEXT_WORD = re.compile(r"\s*[^\W\d_]{1,30}")
_NUMBER_NEXT = re.compile(r"\s*[0-9]")


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of a text, without the white space around them.

    Abbreviations, initials, "Art. 3.2", decimal numbers and identifiers do not end a sentence; a
    mark in brackets after the full stop belongs to the sentence before it; a bullet in running
    text begins a new one.
    """
    begin, spans = 0, []
    for end, following in _ends(text):
        if end > begin:
            spans.append(_trimmed(text, begin, end))
            begin = following
    spans.append(_trimmed(text, begin, len(text)))
    return [span for span in spans if span[0] < span[1]]


def _ends(text: str) -> list[Span]:
    """Return (where a sentence ends, where the next one begins), sorted."""
    ends = [
        (match.start("space"), match.end())
        for match in _STOP.finditer(text)
        if not _is_abbreviated(text, match)
    ]
    if not text.isascii():
        ends = sorted([*ends, *(match.span() for match in _BULLET.finditer(text))])
    return ends


def _is_abbreviated(text: str, stop: re.Match[str]) -> bool:
    if stop["stop"] != "." or stop["mark"]:
        return False
    before = _LAST_WORD.search(text, max(0, stop.start() - 31), stop.start())
    if before is None:
        return False
    word = folded(before[0])
    if word in everywhere("text.abbreviations_at_end") and _is_new(text, stop):
        return False
    if word in everywhere("text.abbreviations") or _is_spaced_abbreviation(text, stop):
        return True
    if _INITIAL.fullmatch(before[0]):
        return _is_initial(text, before, stop)
    return word.isdigit() and _is_numbering(text, before, stop)


def _is_spaced_abbreviation(text: str, stop: re.Match[str]) -> bool:
    """Say whether the stop is in an abbreviation written apart, "z. B." for "z.B."."""
    around = _SPACED.finditer(text, max(0, stop.start() - 5), stop.end() + 2)
    known = everywhere("text.abbreviations")
    return any(
        folded(f"{pair['first']}.{pair['second']}") in known
        for pair in around
        if pair.start() < stop.start() < pair.end()
    )


def _is_new(text: str, stop: re.Match[str]) -> bool:
    """Say whether a word follows that has a capital only where a sentence begins: "The"."""
    following = _NEXT_WORD.match(text, stop.end())
    if following is None:
        return False
    return folded(following[0].strip()) in everywhere("text.stop_words")


def _is_initial(text: str, letter: re.Match[str], stop: re.Match[str]) -> bool:
    """Tell "by J. Doe" from "in Annex A. The ..." and "of 10 W. Then ..."."""
    if _is_new(text, stop):
        return False
    earlier = _LAST_WORD.search(text, max(0, letter.start() - 31), max(0, letter.start() - 1))
    return earlier is None or not (earlier[0][0].isupper() or earlier[0].isdigit())


def _is_numbering(text: str, word: re.Match[str], stop: re.Match[str]) -> bool:
    """Say whether "1." opens the text: a printed number, not the end of a sentence."""
    opens = not text[: word.start()].strip()
    return opens or _NUMBER_NEXT.match(text, stop.end()) is not None


def _trimmed(text: str, begin: int, end: int) -> Span:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    return begin, end
