"""Which words make statements alike: what is compared of them, and the keys they are found by.

Two statements that share most of their pairs of words share a key, so that like ones are found by
an index and never by comparing each with each.
"""

import re
import unicodedata
from collections.abc import Iterator
from hashlib import blake2b
from itertools import pairwise

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
    return _TOKEN.findall(unicodedata.normalize("NFKC", said).casefold())


def keys(statement: str, intro: str | None = None) -> tuple[int, ...]:
    """Return the keys of a statement, each once, 64 bits signed; none for a very short one."""
    words = tokens(statement, intro)
    if len(words) < SHORTEST:
        return ()
    return tuple(dict.fromkeys(_hash(text) for text in _marks(words)))


def _marks(words: list[str]) -> Iterator[str]:
    yield "=".join(("", *words))
    pairs = {" ".join(pair) for pair in pairwise(words)}
    yield from sorted(pairs, key=lambda pair: (-len(pair), pair))[:SHINGLES]


def _hash(text: str) -> int:
    digest = blake2b(text.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
