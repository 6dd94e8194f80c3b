"""The library: the bytes of every document, each under its fingerprint.

A folder for now: `<root>/<first two digits>/<SHA-256>`. The name a file came with is data in the
store and never part of a path.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from reqx.errors import ConfigurationError, PermissionRefused, StorageError

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes in the library: SHA-256 in hexadecimal, and how many."""

    fingerprint: str
    size: int


@dataclass(frozen=True, slots=True)
class Library:
    """A folder of documents, content-addressed."""

    root: Path

    @classmethod
    def at(cls, url: str) -> "Library":
        """Return the library at a `file://` URL; ConfigurationError for any other."""
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost") or not parts.path:
            raise ConfigurationError(
                f"REQX_LIBRARY_URL: '{parts.scheme}:' is not a place this version keeps documents",
                hint="Use file:///path/to/a/folder.",
            )
        return cls(Path(unquote(parts.path)))

    def keep(self, source: BinaryIO) -> Kept:
        """Copy the bytes of `source` in, on disk when this returns; known bytes are kept once.

        Raises StorageError (disk full, I/O) or PermissionRefused.
        """
        with _named_errors(self.root):
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=".incoming-", dir=self.root)
            incoming = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    kept = _copy(source, file)
                self._move(incoming, kept.fingerprint)
            finally:
                with suppress(FileNotFoundError):
                    incoming.unlink()
            return kept

    def path(self, fingerprint: str) -> Path:
        """Return the file that holds these bytes; StorageError when it is gone."""
        path = self._place(fingerprint)
        if not path.is_file():
            raise StorageError(
                f"the library has no file for {fingerprint[:12]}… ({self.root})",
                hint="Was REQX_LIBRARY_URL changed or the folder emptied? Upload it again.",
            )
        return path

    def _place(self, fingerprint: str) -> Path:
        return self.root / fingerprint[:2] / fingerprint

    def _move(self, incoming: Path, fingerprint: str) -> None:
        place = self._place(fingerprint)
        if place.exists():
            return
        place.parent.mkdir(mode=0o700, exist_ok=True)
        incoming.rename(place)
        _sync_folder(place.parent)


def _copy(source: BinaryIO, target: BinaryIO) -> Kept:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK_BYTES):
        digest.update(chunk)
        size += target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return Kept(digest.hexdigest(), size)


def _sync_folder(folder: Path) -> None:
    """Put the new name itself on disk: a rename alone may be lost with the power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _named_errors(root: Path) -> Iterator[None]:
    """Turn what the file system says into the error the operator can act on."""
    try:
        yield
    except OSError as error:
        message = f"library {root} cannot be written: {error.strerror}"
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise PermissionRefused(message, hint="Check who owns it, or set REQX_HOME.") from error
        raise StorageError(message, hint="Free some space and upload again.") from error
