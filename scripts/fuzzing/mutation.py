"""Breaks documents: the same seed and number break the same document in the same way."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from fuzzing.seeds import Seed, pack
from fuzzing.trees import misgrown

MAX_BYTES = 600_000
_NUMBER = re.compile(rb"(?<![A-Za-z_])-?\d+(?:\.\d+)?")
_TOKEN = re.compile(rb"/[A-Za-z][A-Za-z0-9]*|</?[A-Za-z][^<>]{0,200}>|\d+ 0 R|[A-Za-z]{2,}|-?\d+")
_NUMBERS = (b"0", b"-1", b"1", b"2", b"255", b"65536", b"2147483647", b"-2147483648", b"4294967296")
_GREAT = (b"9223372036854775807", b"99999999999999999999", b"1e38", b"-0.0000001", b"NaN")
_NASTY = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xe2\x80\xae",
    b"\r\r\n",
    b"\t" * 500,
    b"<a>" * 2_000,
    b"<table><tr><td>" * 300,
    b"[" * 5_000,
    b"(" * 5_000,
    b"<<" * 3_000,
    b"> " * 2_000,
    b"- " * 2_000,
    b'"',
    b"&#x10FFFF;&#0;&nosuch;",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"endstream endobj",
    b"A" * 100_000,
    b"shall " * 10_000,
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken document: which it is, the seed it was made of, its kind and its bytes."""

    number: int
    seed: str
    kind: str
    content: bytes

    @property
    def name(self) -> str:
        """A file name that tells all."""
        return f"{self.number:06}-{self.seed}"


def broken(found: Mapping[str, Sequence[Seed]], number: int, seed: int) -> Broken:
    """Return the document `number` of the run `seed`; the kinds take turns."""
    # A text, since two numbers would have to be mixed, and a text is hashed the same everywhere.
    rng = Random(f"{seed}:{number}")  # noqa: S311 - nothing secret; it must repeat
    kinds = sorted(found)
    whole = rng.choice(found[kinds[number % len(kinds)]])
    inner = bool(whole.members) and rng.random() < 0.75
    content = pack(_members(whole.members, rng)) if inner else mutated(whole.content, rng)
    return Broken(number, whole.name, whole.kind, content)


def mutated(content: bytes, rng: Random) -> bytes:
    """Return the bytes after one to five accidents."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        content = rng.choice(MUTATORS)(content, rng)[:MAX_BYTES]
    return content


def _members(members: Mapping[str, bytes], rng: Random) -> dict[str, bytes]:
    """Return a package's members, of which one is broken or missing, or two have changed places."""
    made = dict(members)
    name, other = rng.choice(list(made)), rng.choice(list(made))
    chance = rng.random()
    if chance < 0.06:
        del made[name]
    elif chance < 0.12:
        made[name], made[other] = made[other], made[name]
    else:
        # The greatest one holds the text, and most of what its reader does.
        most = max(made, key=lambda each: len(made[each]))
        which = rng.choice((name, most))
        grown = misgrown(made[which], rng) if rng.random() < 0.7 else None
        made[which] = mutated(made[which], rng) if grown is None else grown
    return made


def _range(content: bytes, rng: Random, most: int = 2_000) -> tuple[int, int]:
    start = rng.randrange(len(content) + 1)
    return start, min(len(content), start + rng.randint(1, most))


def _flip(content: bytes, rng: Random) -> bytes:
    made = bytearray(content)
    for _ in range(rng.choice((1, 4, 16, 64)) if made else 0):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def _truncate(content: bytes, rng: Random) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def _behead(content: bytes, rng: Random) -> bytes:
    return content[rng.randrange(min(len(content), 300) + 1) :]


def _delete(content: bytes, rng: Random) -> bytes:
    start, end = _range(content, rng)
    return content[:start] + content[end:]


def _copy(content: bytes, rng: Random) -> bytes:
    (start, end), place = _range(content, rng), rng.randrange(len(content) + 1)
    return content[:place] + content[start:end] * rng.choice((1, 2, 50)) + content[place:]


def _blank(content: bytes, rng: Random) -> bytes:
    start, end = _range(content, rng, 300)
    return content[:start] + rng.choice((b"\0", b" ", b"\xff")) * (end - start) + content[end:]


def _change_numbers(content: bytes, rng: Random) -> bytes:
    return _replaced(content, _NUMBER, rng, lambda _: rng.choice((*_NUMBERS, *_GREAT)))


def _change_tokens(content: bytes, rng: Random) -> bytes:
    tokens = [match.group() for match in _TOKEN.finditer(content)]
    return _replaced(content, _TOKEN, rng, lambda _: rng.choice(tokens))


def _double_tokens(content: bytes, rng: Random) -> bytes:
    times = rng.choice((2, 100, 1_000))
    return _replaced(content, _TOKEN, rng, lambda token: token * times)


def _drop_tokens(content: bytes, rng: Random) -> bytes:
    return _replaced(content, _TOKEN, rng, lambda _: b"")


def _insert(content: bytes, rng: Random) -> bytes:
    place = rng.randrange(len(content) + 1)
    return content[:place] + rng.choice(_NASTY) + content[place:]


def _recode(content: bytes, rng: Random) -> bytes:
    """Write the bytes, as a text, in another encoding; half of the time a byte short."""
    text = content.decode("utf-8", "replace")
    name = rng.choice(("utf-16", "utf-16-be", "utf-32", "utf-7", "cp1252", "cp037"))
    return text.encode(name, "replace")[: rng.choice((None, -1))]


def _replaced(
    content: bytes, pattern: re.Pattern[bytes], rng: Random, new: Callable[[bytes], bytes]
) -> bytes:
    """Replace some of what matches."""
    places = [match.span() for match in pattern.finditer(content)]
    chosen = rng.sample(places, min(len(places), rng.choice((1, 2, 8))))
    for start, end in sorted(chosen, reverse=True):
        content = content[:start] + new(content[start:end]) + content[end:]
    return content


MUTATORS: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _truncate,
    _behead,
    _delete,
    _copy,
    _blank,
    _change_numbers,
    _change_numbers,
    _change_tokens,
    _change_tokens,
    _double_tokens,
    _drop_tokens,
    _insert,
    _recode,
)
