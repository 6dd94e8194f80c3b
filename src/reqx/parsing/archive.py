"""A ZIP file whose directory is looked at before anything in it is unpacked.

The limits are those of a hostile sender: a DOCX of half a megabyte can unpack to 170 MB of XML
that keeps a parser busy for minutes.
"""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from reqx.errors import Encrypted, TooLarge, Unreadable

MAX_UNPACKED_BYTES = 200_000_000
MAX_RATIO = 100
MAX_ENTRIES = 10_000

OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
"""How the container of the old Office formats begins, and of an encrypted DOCX."""

# Below this size a high ratio is a document that repeats itself, not an attack.
_RATIO_COUNTS_FROM_BYTES = 10_000_000
_MAX_DIRECTORY_BYTES = MAX_ENTRIES * 1_000
_ENCRYPTED_FLAG = 0x1
_END_MAGIC = b"PK\x05\x06"
_END_RECORD = struct.Struct("<4s4H2LH")
_END_SEARCH_BYTES = 65_535 + _END_RECORD.size

_DAMAGE = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    UnicodeDecodeError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Archive:
    """An open ZIP file within the limits. Names are compared without regard to case (OPC)."""

    name: str
    members: dict[str, ZipInfo]
    zip_file: ZipFile

    def read(self, name: str) -> bytes | None:
        """Return a member's bytes, None when there is no such member.

        Raises Unreadable when its bytes are not what the directory says they are: zipfile stops
        at the stated size and then compares the checksum.
        """
        member = self.members.get(name.lower())
        if member is None:
            return None
        with _damage_named(self.name):
            return self.zip_file.read(member)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open the ZIP file at `path` for the time of a `with` block.

    Raises Encrypted, TooLarge or Unreadable before anything is unpacked.
    """
    with path.open("rb") as stream:
        _check_ends(path.name, stream)
        with _damage_named(path.name):
            zip_file = ZipFile(stream)
        with zip_file:
            members = zip_file.infolist()
            _check_members(path, members)
            yield Archive(path.name, {m.filename.lower(): m for m in members}, zip_file)


@contextmanager
def _damage_named(name: str) -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        raise Unreadable(f"{name} is damaged: {error}") from error


def _check_ends(name: str, stream: BinaryIO) -> None:
    """Judge by the first bytes and the end record, before the directory fills memory."""
    if stream.read(len(OLE_MAGIC)) == OLE_MAGIC:
        raise Encrypted(f"{name} is encrypted")
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_SEARCH_BYTES))
    tail = stream.read()
    at = tail.rfind(_END_MAGIC)
    if at < 0 or at + _END_RECORD.size > len(tail):
        raise Unreadable(f"{name} is truncated: the end of the file is missing")
    _, _, _, _, entries, directory_bytes, _, _ = _END_RECORD.unpack_from(tail, at)
    if entries > MAX_ENTRIES or directory_bytes > _MAX_DIRECTORY_BYTES:
        raise TooLarge(f"{name} holds {entries:,} parts or more; the limit is {MAX_ENTRIES:,}")


def _check_members(path: Path, members: list[ZipInfo]) -> None:
    if len(members) > MAX_ENTRIES:
        raise TooLarge(f"{path.name} holds {len(members):,} parts; the limit is {MAX_ENTRIES:,}")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES:
        raise TooLarge(f"{path.name} unpacks to {unpacked:,} bytes; {MAX_UNPACKED_BYTES:,} at most")
    ratio = unpacked / max(1, path.stat().st_size)
    if ratio > MAX_RATIO and unpacked > _RATIO_COUNTS_FROM_BYTES:
        raise TooLarge(f"{path.name} unpacks to {ratio:.0f} times its size; {MAX_RATIO} at most")
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        raise Encrypted(f"{path.name} is encrypted")
    names = Counter(member.filename.lower() for member in members)
    doubled = next((name for name, count in names.items() if count > 1), None)
    if doubled is not None:
        raise Unreadable(f"{path.name} holds two parts named '{doubled}'")
