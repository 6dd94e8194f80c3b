"""A delivery: files on their way into the library, kept together.

They wait in a folder of the delivery's own, `<root>/.incoming-…`, until `keep` puts all of them on
disk and under their fingerprints; only then does the store record them. Before the first is moved,
a list of them is written: after a crash, or when the store fails, it tells which files nobody may
know, and `clear` removes those. Nothing that is on no list is ever removed, since another database
may know it; nor is a file that somebody else has found there meanwhile (its time has changed).
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reqx.errors import ReqxError, StorageError
from reqx.intake.library import Library, sync

_INCOMING = ".incoming-"
_LIST = "list.json"
_LOCK = ".lock"
_SYNC_THREADS = 8
"""The disk serves several waiting writers with one flush."""

_OLD_SECONDS = 86400.0
"""After which a delivery is over, even where the file system knows no locks."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The database that records deliveries, and which of some fingerprints it knows."""

    name: str
    known: Callable[[Collection[str]], set[str]]


@dataclass(frozen=True, slots=True)
class Received:
    """Bytes that came in: SHA-256 in hexadecimal, and how many."""

    fingerprint: str
    size: int


class Delivery:
    """See `deliver`."""

    def __init__(self, library: Library, owner: Owner, undo: ExitStack) -> None:
        self._library = library
        self._owner = owner
        self._undo = undo
        self._folder: Path | None = None
        self._waiting: dict[str, Path] = {}
        self._threads = ThreadPoolExecutor(_SYNC_THREADS)
        self._syncing: list[Future[None]] = []
        self._is_listed = False

    def receive(self, chunks: Iterable[bytes]) -> Received:
        """Take the bytes of a file in; they are safe after `keep` only.

        Raises StorageError (disk full, I/O) or PermissionRefused, as `keep` does.
        """
        with self._library.writing():
            descriptor, name = tempfile.mkstemp(dir=self._own_folder())
            with os.fdopen(descriptor, "wb") as file:
                received = _copy(chunks, file)
        path = Path(name)
        if self._waiting.setdefault(received.fingerprint, path) is path:
            # The disk writes while the next file comes in.
            self._syncing.append(self._threads.submit(sync, path))
        return received

    def keep(self) -> None:
        """Put all that was received on disk, and where `Library.path` finds it."""
        if self._folder is None:
            return
        with self._library.writing():
            new = {f: path for f, path in self._waiting.items() if not self._adopt(f)}
            for written in self._syncing:
                written.result()
            self._is_listed = True
            path = _write_list(self._folder, self._owner, new)
            self._sync([path, self._folder, self._library.root])
            self._move(new)

    def _own_folder(self) -> Path:
        if self._folder is None:
            root = self._library.root
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._undo.enter_context(_locked(root, fcntl.LOCK_SH))
            self._folder = Path(tempfile.mkdtemp(prefix=_INCOMING, dir=root))
            self._undo.callback(self._tidy, self._folder)
            self._undo.enter_context(self._threads)
        return self._folder

    def _adopt(self, fingerprint: str) -> bool:
        """Return whether the bytes are there already; touched, nobody takes them for his."""
        now = time.time_ns()
        try:
            os.utime(self._library.place(fingerprint), ns=(now, now))
        except FileNotFoundError:
            return False
        return True

    def _move(self, new: dict[str, Path]) -> None:
        # Those of adopted files too: who brought them may not have come to this yet.
        folders = {self._library.place(fingerprint).parent for fingerprint in self._waiting}
        for folder in folders:
            folder.mkdir(mode=0o700, exist_ok=True)
        for fingerprint, path in new.items():
            path.rename(self._library.place(fingerprint))
        self._sync([*folders, self._library.root])

    def _sync(self, paths: Iterable[Path]) -> None:
        """Wait until these are on disk."""
        list(self._threads.map(sync, paths))

    def note_recorded(self) -> None:
        """Take note that the store knows all that was kept: the list is needed no more."""
        self._is_listed = False

    def take_back(self) -> None:
        """Remove what the store does not know; if that cannot be found out now, `clear` will."""
        self._undo.close()
        if self._folder is None or not self._is_listed:
            return
        with suppress(ReqxError), self._library.writing(), _alone(self._library.root) as is_alone:
            if is_alone:
                _remove(self._folder, self._library, self._owner)

    def _tidy(self, folder: Path) -> None:
        """Remove what was never moved, unless the list must tell of what was."""
        if not self._is_listed:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def deliver(library: Library, owner: Owner) -> Iterator[Delivery]:
    """Give a delivery, which the store must have recorded at the end of the block.

    After a full disk, what was put into the library is removed at once. After any other failure
    the store may have recorded it all the same (the answer to its COMMIT was lost): `clear` sees.
    """
    with ExitStack() as undo:
        delivery = Delivery(library, owner, undo)
        try:
            yield delivery
        except StorageError:
            delivery.take_back()
            raise
        delivery.note_recorded()


def clear(library: Library, owner: Owner) -> None:
    """Remove what uploads of this owner left behind that were killed more than a day ago.

    Does nothing while another upload is under way, nor when that fails: it keeps nobody waiting.
    """
    if not any(_old(library.root)):
        return
    with suppress(ReqxError), library.writing(), _alone(library.root) as is_alone:
        for path in _old(library.root) if is_alone else ():
            _remove(path, library, owner)


def _old(root: Path) -> Iterator[Path]:
    limit = time.time() - _OLD_SECONDS
    for path in root.glob(f"{_INCOMING}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < limit:
                yield path


def _remove(path: Path, library: Library, owner: Owner) -> None:
    """Remove one delivery and what it alone brought; another database's is left to its owner."""
    if path.is_dir():
        name, times = _read_list(path)
        if name not in (None, owner.name):
            return
        for fingerprint in times.keys() - owner.known(times.keys()):
            _remove_unchanged(library.place(fingerprint), times[fingerprint])
        shutil.rmtree(path)
    else:
        path.unlink()


def _remove_unchanged(path: Path, time_ns: int) -> None:
    with suppress(FileNotFoundError):
        if path.stat().st_mtime_ns == time_ns:
            path.unlink()


def _write_list(folder: Path, owner: Owner, new: dict[str, Path]) -> Path:
    times = {fingerprint: path.stat().st_mtime_ns for fingerprint, path in new.items()}
    path = folder / _LIST
    path.write_text(json.dumps({"owner": owner.name, "files": times}), encoding="utf-8")
    return path


def _read_list(folder: Path) -> tuple[str | None, dict[str, int]]:
    """Return the owner and the files with their times; None and nothing: no file was moved."""
    try:
        content = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        # Cut short: the files are moved only after the list is whole.
        return None, {}
    return content["owner"], content["files"]


@contextmanager
def _locked(root: Path, how: int) -> Iterator[bool]:
    """Hold the library's lock, shared or alone; give whether it could be had.

    Deliveries share it. Where the file system knows no locks, nobody is ever alone.
    """
    with (root / _LOCK).open("a") as file:
        try:
            fcntl.flock(file, how)
        except OSError:
            yield False
        else:
            yield True


def _alone(root: Path) -> AbstractContextManager[bool]:
    return _locked(root, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _copy(chunks: Iterable[bytes], target: BinaryIO) -> Received:
    digest, size = hashlib.sha256(), 0
    for chunk in chunks:
        digest.update(chunk)
        size += target.write(chunk)
    return Received(digest.hexdigest(), size)
