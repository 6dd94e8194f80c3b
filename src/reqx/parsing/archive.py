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
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from reqx.errors import Encrypted, TooLarge, Unreadable

MAX_UNPACKED_BYTES = 200_000_000
MAX_RATIO = 100
MAX_ENTRIES = 10_000

ENCRYPTED_FLAG = 0x1
"""Of `ZipInfo.flag_bits`."""

OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
"""How the container of the old Office formats begins, and of an encrypted DOCX."""

# Below this size a high ratio is a document that repeats itself, not an attack.
_RATIO_COUNTS_FROM_BYTES = 10_000_000
_CHUNK_BYTES = 1 << 18
_UNPACK = "Unpack it and pack it again as an ordinary ZIP file."
_MAX_DIRECTORY_BYTES = MAX_ENTRIES * 1_000
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

        Raises Unreadable when its bytes are not what the directory says they are.
        """
        member = self.members.get(name.lower())
        if member is None:
            return None
        return b"".join(unpacked(self.zip_file, member, self.name))


@contextmanager
def opened(path: Path, name: str = "") -> Iterator[Archive]:
    """Open the ZIP file at `path`, a document, for the time of a `with` block.

    Errors call it `name`, or as the file is. Raises Encrypted, TooLarge or Unreadable before
    anything is unpacked.
    """
    name = name or path.name
    with bounded(path, name) as zip_file:
        members = zip_file.infolist()
        _check_members(name, members)
        yield Archive(name, {m.filename.lower(): m for m in members}, zip_file)


@contextmanager
def bounded(path: Path, name: str) -> Iterator[ZipFile]:
    """Open any ZIP file within the limits; single members may be encrypted or named alike.

    Raises TooLarge or Unreadable before anything is unpacked.
    """
    with path.open("rb") as stream:
        _check_ends(name, stream)
        with _damage_named(name):
            zip_file = ZipFile(stream)
        with zip_file:
            _check_sizes(name, path.stat().st_size, zip_file.infolist())
            yield zip_file


def unpacked(zip_file: ZipFile, member: ZipInfo, name: str) -> Iterator[bytes]:
    """Yield a member's bytes; errors call it `name`.

    Raises Unreadable when they are not what the directory says they are. Of other methods than
    "deflate", zipfile unpacks whatever comes before it compares sizes; of that one too, unless it
    is asked for a piece at a time.
    """
    if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise Unreadable(f"{name} is packed by a method that reqx does not unpack", hint=_UNPACK)
    with _damage_named(name), zip_file.open(member) as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


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


def _check_sizes(name: str, size: int, members: list[ZipInfo]) -> None:
    if len(members) > MAX_ENTRIES:
        raise TooLarge(f"{name} holds {len(members):,} parts; the limit is {MAX_ENTRIES:,}")
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED_BYTES:
        raise TooLarge(f"{name} unpacks to {total:,} bytes; {MAX_UNPACKED_BYTES:,} at most")
    ratio = total / max(1, size)
    if ratio > MAX_RATIO and total > _RATIO_COUNTS_FROM_BYTES:
        raise TooLarge(f"{name} unpacks to {ratio:.0f} times its size; {MAX_RATIO} at most")


def _check_members(name: str, members: list[ZipInfo]) -> None:
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise Encrypted(f"{name} is encrypted")
    names = Counter(member.filename.lower() for member in members)
    doubled = next((each for each, count in names.items() if count > 1), None)
    if doubled is not None:
        raise Unreadable(f"{name} holds two parts named '{doubled}'")
