"""Bytes of a mail become its parts, within bounds and whatever its header fields look like."""

from contextlib import suppress
from email.errors import MessageError
from email.feedparser import BytesFeedParser
from email.message import EmailMessage
from email.policy import EmailPolicy, default
from functools import lru_cache
from itertools import count
from pathlib import Path

from reqx.errors import TooLarge, Unreadable
from reqx.intake import refusal

MAX_BYTES = 100_000_000
MAX_LINES = 2_000_000
"""100 MB of base64 have 1.4 million lines; each line costs the parser 60 bytes and more."""
MAX_PARTS = 1_000
MAX_MULTIPARTS = 100
"""Each that is open costs the parser a look at each line."""

_MAX_FIELDS = 1_000
_MAX_FIELD_CHARS = 20_000
_MAX_CONTENT_FIELD_CHARS = 3_000
_MAX_PARSED_CONTENT_CHARS = 600
"""Each part has such fields, and the time to parse one grows faster than the field."""
_CHUNK_BYTES = 1 << 16

FAULTS = (
    AssertionError,
    AttributeError,
    LookupError,
    MessageError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What Python's email package raises on malformed header fields, beside what it means to."""


class Part(EmailMessage):
    """A mail, or a part of one."""

    def set_raw(self, name: str, value: str) -> None:
        """Take in a header field as it was read, cut to the bounds."""
        if len(self) < _MAX_FIELDS:
            is_of_content = name.lower().startswith("content-")
            limit = _MAX_CONTENT_FIELD_CHARS if is_of_content else _MAX_FIELD_CHARS
            super().set_raw(name, value[:limit])


class _Lenient(EmailPolicy):
    """Gives a header field that cannot be parsed as it stands."""

    def header_fetch_parse(self, name: str, value: str) -> str:
        """Return the field's value, decoded where that is possible."""
        return _decoded(name, value)


@lru_cache(maxsize=64)
def _decoded(name: str, value: str) -> str:
    """Return a field's value; kept a while, as each question about a part asks for it again."""
    if not name.lower().startswith("content-") or len(value) <= _MAX_PARSED_CONTENT_CHARS:
        with suppress(*FAULTS):
            return str(default.header_fetch_parse(name, value))
    raw = value.encode("utf-8", errors="surrogateescape")
    return " ".join(raw.decode("utf-8", errors="replace").split())


def parsed(path: Path) -> Part:
    """Return the mail in the file at `path`, which may be malformed in any way.

    Raises TooLarge beyond the bounds, Unreadable when it cannot be taken apart.
    """
    _check(path)
    numbers = count()

    def part(*, policy: EmailPolicy | None = None) -> Part:
        if next(numbers) > MAX_PARTS:
            raise _over(path, "parts", MAX_PARTS)
        return Part(policy=policy)

    parser = BytesFeedParser(part, policy=_Lenient())
    try:
        # Not `BytesParser`, which turns CR LF into LF in attachments that are not encoded.
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                parser.feed(chunk)
        message = parser.close()
    except FAULTS as error:
        damage = f"{path.name} is damaged: its parts cannot be told apart"
        raise Unreadable(damage, hint=refusal.TAKE_APART) from error
    assert isinstance(message, Part)
    return message


def _check(path: Path) -> None:
    """Compare with the bounds before the parser fills memory."""
    if path.stat().st_size > MAX_BYTES:
        raise _over(path, "bytes", MAX_BYTES)
    lines = multiparts = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            lines += chunk.count(b"\n") + chunk.count(b"\r")
            multiparts += chunk.lower().count(b"multipart/")
    if lines > 2 * MAX_LINES:
        raise _over(path, "lines", MAX_LINES)
    if multiparts > MAX_MULTIPARTS:
        raise _over(path, "nested parts", MAX_MULTIPARTS)


def _over(path: Path, what: str, limit: int) -> TooLarge:
    return TooLarge(f"{path.name} has more than {limit:,} {what}", hint=refusal.TAKE_APART)
