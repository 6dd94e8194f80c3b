"""Scripted models of which each answer follows from the question alone."""

import re
from collections.abc import Iterator, Sequence

from reqx.testing import Reply, Request, replies

LINES = re.compile(r"^\[(\d+)\]\*? (.*)$", re.MULTILINE)
_NUMBER = re.compile(r"pump (\d+) ")
CAPABLE = replies.answer({"colours": ["amber"]})

Line = tuple[str, str]


def lines(request: Request) -> list[Line]:
    """Return number and words of the lines asked about.

    None for a probe, and for what whoever was killed did not come to send whole.
    """
    messages = request.body.get("messages")
    return LINES.findall(messages[1]["content"]) if messages else []


def sentences(lot: int, count: int) -> Iterator[str]:
    """Yield sentences of a document; the rules take two of three for requirements."""
    for n in range(count):
        asked = f"Who knows whether in lot {lot} pump {n} delivers {n} bar?"
        yield f"In lot {lot} pump {n} shall deliver {n} bar." if n % 3 else asked


def contrary(request: Request) -> Reply:
    """Disagree with the rules, both ways and about modality; be too long or silent now and then."""
    asked = lines(request)
    if not asked:
        return CAPABLE
    numbers = [_number(words) for _, words in asked]
    if len(numbers) > 10 and any(n % 400 == 50 for n in numbers):
        return replies.truncated()
    if any(n % 400 == 350 for n in numbers):
        return replies.refusal()
    return replies.answer({"items": list(_items(asked))})


def agreeing(request: Request, usage: replies.Usage = replies.USAGE) -> Reply:
    """Take what the rules take."""
    asked = lines(request)
    items = [_item(place, "mandatory") for place, words in asked if "shall" in words]
    return replies.answer({"items": items}, usage=usage) if asked else CAPABLE


def _items(asked: Sequence[Line]) -> Iterator[dict[str, object]]:
    for place, words in asked:
        n = _number(words)
        if n % 5:
            yield _item(place, ("mandatory", "recommended", "optional", "prohibited")[n % 4])


def _item(place: str, modality: str) -> dict[str, object]:
    return {"ids": [int(place)], "modality": modality, "kind": "other", "quote": ""}


def _number(words: str) -> int:
    found = _NUMBER.search(words)
    return int(found[1]) if found else 0
