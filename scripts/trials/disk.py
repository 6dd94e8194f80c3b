"""The disk is full, or nearly, during upload and work; then there is room again."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reqx.errors import SchemaOutdated
from trials.checker import violations
from trials.databases import is_file, path_of
from trials.ground import Ground, said
from trials.history import DocumentRow
from trials.promise import Promise, Yield
from trials.result import Result
from trials.site import Site, opened

KIBIBYTE = 1024
ROOM_KB = (4, 48, 160, 400, 1200, 3600)
"""What may still be written: this trial's database with its log needs a megabyte or so."""

DISK_KB = 8192
DOCUMENTS, PAGES = 6, 12
FULL = 74
DRAIN = ("work", "--drain", "--interval", "0.5")


class Scarcity(Protocol):
    """A way of running out of room."""

    def attempt(self, site: Site, room: int, *words: object) -> int:
        """Run a command with so many bytes to write; return its exit status."""
        ...


class Limit:
    """No file may become larger than the room (RLIMIT_FSIZE): anybody can have that."""

    def attempt(self, site: Site, room: int, *words: object) -> int:
        return site.attempt(*words, largest_file=room)


class SmallDisk:
    """The data directory lies on a disk of its own, filled up but for the room."""

    def attempt(self, site: Site, room: int, *words: object) -> int:
        ballast = site.home / "ballast"
        disk = os.statvfs(site.home)
        ballast.write_bytes(bytes(max(0, disk.f_bavail * disk.f_frsize - room)))
        try:
            return site.attempt(*words)
        finally:
            ballast.unlink()


@contextmanager
def limit(_folder: Path) -> Iterator[Scarcity]:
    """Give the limit."""
    yield Limit()


@contextmanager
def small_disk(folder: Path) -> Iterator[Scarcity]:
    """Give a small disk mounted at the folder where that is possible, else a limit."""
    folder.mkdir(parents=True)
    size = f"size={DISK_KB}k"
    is_possible = sys.platform == "linux" and os.geteuid() == 0
    if not is_possible or _call("mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)):
        yield Limit()
        return
    try:
        yield SmallDisk()
    finally:
        _call("umount", str(folder))


def _call(*words: str) -> int:
    return subprocess.run(words, capture_output=True, check=False).returncode


def disk(ground: Ground, amounts: Sequence[int] = ROOM_KB) -> Result:
    """Upload and work with each amount of room, of both kinds; then with enough."""
    folder, yields = ground.documents("disk", DOCUMENTS, PAGES)
    statuses: Counter[int] = Counter()
    found: list[str] = []
    for kind, scarce in (("limit", limit), ("disk", small_disk)):
        for amount in amounts:
            name = f"{kind}-{amount}"
            with _site(ground, name) as site, scarce(site.home) as scarcity:
                scene = Scene(site, scarcity, amount * KIBIBYTE, folder, yields)
                found += [f"{name}: {sentence}" for sentence in scene.play(statuses)]
    if not statuses[FULL]:
        found.append("no command ever met a full disk: the trial proves nothing")
    ended = ", ".join(f"{count} with {status}" for status, count in sorted(statuses.items()))
    done = f"{statuses.total()} commands with {len(amounts)} amounts of room ended: {ended}"
    seconds = time.monotonic() - ground.begun
    return Result("disk", ground.databases.name, done, tuple(found), None, seconds)


def _site(ground: Ground, name: str) -> AbstractContextManager[Site]:
    """Return a site; a SQLite file lies in the data directory, as it does for users."""
    home = ground.folder / name
    url = ground.databases.make(name)
    return opened(home, f"sqlite:///{home}/reqx.db" if is_file(url) else url)


@dataclass(frozen=True)
class Scene:
    """One amount of room on one site."""

    site: Site
    scarcity: Scarcity
    room: int
    folder: Path
    yields: dict[str, Yield]

    def play(self, statuses: Counter[int]) -> Iterator[str]:
        """Run out of room and get it back, twice; count exit statuses, yield what is wrong."""
        for words in (("upload", "-r", self.folder), DRAIN):
            status = self.scarcity.attempt(self.site, self.room, *words)
            statuses[status] += 1
            if status not in (0, FULL):
                yield f"{words[0]} with little room ended with {status}"
            yield from self._damage()
            self.site.run(*words)
        promise = Promise(frozenset(self.yields), self.yields)
        yield from said(self.site)
        yield from violations(self.site.history(), promise)
        yield from self._damage()

    def _damage(self) -> Iterator[str]:
        """Yield what is broken or half there, while the work is not finished."""
        if is_file(self.site.url) and not Path(path_of(self.site.url)).stat().st_size:
            return
        verdict = integrity(self.site.url)
        if verdict != "ok":
            yield f"the integrity check says {verdict}"
        try:
            history = self.site.history()
        except SchemaOutdated:
            # The room did not even do for the tables, and none is there by half: the next run
            # makes them.
            return
        yield from violations(history, Promise(is_drained=False))
        for document in history.documents:
            yield from self._missing_bytes(document)

    def _missing_bytes(self, document: DocumentRow) -> Iterator[str]:
        name = document.fingerprint
        path = self.site.home / "library" / name[:2] / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != name:
            yield f"document {document.id} is there and its bytes are not"


def integrity(url: str) -> str:
    """Return what SQLite says about its file; a server would have refused to start."""
    if not is_file(url):
        return "ok"
    with closing(sqlite3.connect(path_of(url))) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
