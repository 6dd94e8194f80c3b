"""Which requirements repeat an earlier one: equal in words, numbers and signs, or nearly so.

Looked up whenever requirements are shown, in time that grows with their number. A repetition is
named, never left out: `duplicate_of` is the first requirement of the project that it is like.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from rapidfuzz.distance import Indel

from reqx.extraction.lexicon import Lexicon, folded, lexicon
from reqx.model.filters import RequirementFilter, Window
from reqx.model.likeness import tokens
from reqx.store import Transaction, likenesses, requirements
from reqx.store.likenesses import Statement
from reqx.store.requirements import Located

NEAR = 0.9
"""Share of words, numbers and signs in common, in order, from which statements are nearly equal."""
_BATCH = 1000
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*|[<>\u2264\u2265=\u00b1%\u20ac$\u00b0]|[-\u2212](?=\d)")


def marked(tx: Transaction, rows: Iterable[Located]) -> Iterator[Located]:
    """Yield the rows in their order, each with the uid of the requirement that it repeats."""
    coming = iter(rows)
    while some := list(islice(coming, _BATCH)):
        firsts = _firsts(tx, [row.requirement.uid for row in some])
        for row in some:
            first = firsts.get(row.requirement.uid)
            yield replace(row, requirement=replace(row.requirement, duplicate_of=first))


def find_all(
    tx: Transaction, which: RequirementFilter, window: Window
) -> tuple[list[Located], str | None]:
    """Return a page of the requirements, marked, and the next page's cursor."""
    rows, cursor = requirements.find(tx, which, window)
    return list(marked(tx, rows)), cursor


def find(
    tx: Transaction, which: RequirementFilter, window: Window
) -> tuple[list[Located], str | None]:
    """Return a page of the requirements that repeat an earlier one, and the next page's cursor."""
    found: list[Located] = []
    while True:
        some = replace(window, limit=window.limit and _BATCH)
        rows, cursor = find_all(tx, which, some)
        repeats = [at for at, row in enumerate(rows) if row.requirement.duplicate_of]
        if window.limit is not None and len(found) + len(repeats) > window.limit:
            # What is asked for ends among these rows: the cursor is that of the last one taken.
            repeats = repeats[: window.limit - len(found)]
            _, cursor = requirements.find(tx, which, replace(some, limit=repeats[-1] + 1))
        found += [rows[at] for at in repeats]
        if cursor is None or len(found) == window.limit:
            return found, cursor
        window = replace(window, cursor=cursor)


def repeating(tx: Transaction, uid: str) -> list[str]:
    """Return the uids of the requirements that repeat this one."""
    [(one, others)] = likenesses.likely(tx, [uid])
    later = [other.uid for other in others if other.place > one.place]
    firsts = _firsts(tx, later)
    return [other for other in later if firsts.get(other) == uid]


def _firsts(tx: Transaction, uids: Sequence[str]) -> dict[str, str]:
    """Return, by uid, the first requirement that each of these is like."""
    found: dict[str, str] = {}
    for one, others in likenesses.likely(tx, uids) if uids else ():
        earlier = (other for other in others if other.place < one.place)
        first = next((other.uid for other in earlier if is_like(one, other)), None)
        if first is not None:
            found[one.uid] = first
    return found


def is_like(one: Statement, other: Statement) -> bool:
    """Say whether two statements are equal or nearly so, and ask for the same.

    Another number, unit, sign, identifier, negation or limit, or another obligation, is no near
    miss: it is another requirement.
    """
    if (one.modality, one.language) != (other.modality, other.language):
        return False
    words, others = tokens(one.statement, one.intro), tokens(other.statement, other.intro)
    if words == others:
        return True
    if Indel.normalized_similarity(words, others) < NEAR:
        return False
    return _telling(one) == _telling(other)


def _telling(one: Statement) -> Counter[str]:
    """Return what may not differ: numbers with the word behind, signs, names, words that turn."""
    said = unicodedata.normalize("NFKC", f"{one.intro or ''} {one.statement}")
    words = _WORD.findall(said)
    known = lexicon(one.language)
    found = Counter(word for word in words if not word.isalpha())
    found.update(word for before, word in pairwise(words) if before[-1].isdigit())
    if any(word.islower() for word in words):
        found.update(word for word in words if len(word) > 1 and word.isupper())
    found.update(_turning(" ".join(words), known))
    return found


def _turning(said: str, known: Lexicon) -> Iterator[str]:
    """Yield the negations, limits, opposites and numbers in words, but for articles."""
    text = folded(said)
    for name in ("likeness.turning", "flags.limits", "flags.numbers"):
        words = (text[start:end] for start, end in known[name].spans(text))
        is_number = name == "flags.numbers"
        yield from (word for word in words if not (is_number and word in known["text.stop_words"]))
