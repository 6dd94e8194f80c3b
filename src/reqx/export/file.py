"""A file that is written whole or not at all."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from reqx.errors import OutputError, StorageError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a stream whose bytes replace the file at `path` at the end, unless an error comes first.

    The bytes go to a new file in the same folder, renamed at the end; a link is followed, and the
    rights of a file that was there are kept. A device or a pipe is written to directly. Raises
    OutputError when nothing can be created there, StorageError when writing fails.
    """
    path = path.resolve()
    mode = _mode(path)
    if mode is not None and not stat.S_ISREG(mode):
        with _creating(path):
            device = path.open("wb")
        with _writing(path), device:
            yield device
        return
    with _creating(path):
        draft = _create_beside(path)
    try:
        with _writing(path):
            with draft.open("wb") as stream:
                yield stream
                _flush(stream)
            if mode is not None:
                draft.chmod(stat.S_IMODE(mode))
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _mode(path: Path) -> int | None:
    with suppress(OSError):
        return path.stat().st_mode
    return None


def _create_beside(path: Path) -> Path:
    draft = path.with_name(f".reqx-{os.urandom(6).hex()}.part")
    # Not `tempfile`: its files are for their owner alone, an export is as public as the umask says.
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    return draft


def _flush(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


@contextmanager
def _creating(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{path} cannot be created: {error.strerror}",
            hint="Name a file in a folder that exists and that you may write to.",
        ) from error


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(
            f"{path} cannot be written: {error.strerror or error}",
            hint="Check the free space of its disk. What was there before is unchanged.",
        ) from error
