"""The library: the bytes of every document, each under its fingerprint.

A folder for now: `<root>/<first two digits>/<SHA-256>`. The name a file came with is data in the
store and never part of a path. Files come in by a `Delivery`.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from reqx.errors import ConfigurationError, PermissionRefused, StorageError


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

    def path(self, fingerprint: str) -> Path:
        """Return the file that holds these bytes; StorageError when it is gone."""
        path = self.place(fingerprint)
        if not path.is_file():
            raise StorageError(
                f"the library has no file for {fingerprint[:12]}… ({self.root})",
                hint="Was REQX_LIBRARY_URL changed or the folder emptied? Upload it again.",
            )
        return path

    def place(self, fingerprint: str) -> Path:
        """Return where these bytes belong, whether they are there or not."""
        return self.root / fingerprint[:2] / fingerprint

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what the file system says into the error the operator can act on."""
        try:
            yield
        except OSError as error:
            message = f"library {self.root} cannot be written: {error.strerror}"
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
                hint = "Check who owns it, or set REQX_HOME."
                raise PermissionRefused(message, hint=hint) from error
            raise StorageError(message, hint="Free some space and upload again.") from error


def sync(path: Path) -> None:
    """Put a file's bytes, or a folder's names, on disk: a rename alone may go with the power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
