"""Which words make statements alike: what is compared of them, and the keys they are found by.

Two statements that share most of their pairs of words share a key, so that like ones are found by
an index and never by comparing each with each.
"""

import re
import unicodedata
from hashlib import blake2b
from itertools import pairwise
from struct import unpack

_TOKEN = re.compile(r"[^\W_]+(?:[.,]\d+)*|[<>\u2264\u2265=\u00b1%\u20ac$\u00b0]|[-\u2212](?=\d)")
"""A word, a number with its decimals, a sign that changes what is required."""

SHORTEST = 4
"""Words from which a statement can be like another: "See above." says nothing by itself."""
SHINGLES = 8
"""Pairs of words that are keys.

The longest ones, which are rare. Of twenty words two can be others, and one of the eight is still
shared by the longest eight of both: to share 0.6 of n pairs is to share one of 0.4 n + 1 in any
fixed order (prefix filtering; Chaudhuri, Ganti and Kaushik, ICDE 2006).
"""


def tokens(statement: str, intro: str | None = None) -> list[str]:
    """Return the words, numbers and signs that are compared, those of the introduction first."""
    said = statement if intro is None else f"{intro} {statement}"
    if not said.isascii():
        said = unicodedata.normalize("NFKC", said)
    return _TOKEN.findall(said.casefold())


def keys(statement: str, intro: str | None = None) -> tuple[int, ...]:
    """Return the keys of a statement, each once, 64 bits signed; none for a very short one."""
    words = tokens(statement, intro)
    if len(words) < SHORTEST:
        return ()
    marks = ["=".join(("", *words)), *_shingles(words)]
    # No word has a line feed in it: all are encoded at once.
    encoded = "\n".join(marks).encode("utf-8", "surrogatepass").split(b"\n")
    digests = b"".join([blake2b(mark, digest_size=8).digest() for mark in encoded])
    return tuple(dict.fromkeys(unpack(f">{len(marks)}q", digests)))


def _shingles(words: list[str]) -> list[str]:
    """Return the longest pairs of words; of equally long ones the first by alphabet."""
    pairs = sorted(set(map(" ".join, pairwise(words))))
    pairs.sort(key=len, reverse=True)
    return pairs[:SHINGLES]
