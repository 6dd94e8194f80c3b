"""What a delivery put into the library stays if the store knows it, and goes if nobody does."""

import errno
import os
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reqx.errors import ReqxError, StorageError, StoreUnavailable, Unreadable
from reqx.intake.delivery import Owner, clear, deliver
from reqx.intake.library import Library
from tests import make
from tests.limits import file_size_limit

AWAY = StoreUnavailable("nobody knows whether the COMMIT arrived")
TENDER, ANNEX = b"%PDF-1.7 a tender", b"%PDF-1.7 an annex"


class Database:
    """An owner that knows what it is told."""

    def __init__(self, name: str = "own") -> None:
        self.fingerprints: set[str] = set()
        self.owner = Owner(name, self._known)

    def _known(self, fingerprints: Collection[str]) -> set[str]:
        return self.fingerprints & set(fingerprints)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def database() -> Database:
    return Database()


def files(library: Library) -> list[Path]:
    """Return the files in the library, without its lock."""
    return [path for path in library.root.rglob("*") if path.is_file() and path.name != ".lock"]


def fail(library: Library, database: Database, error: ReqxError, *contents: bytes) -> None:
    """Deliver, and meet the error in place of the store's recording it."""
    with suppress(type(error)), deliver(library, database.owner) as delivery:
        for content in contents:
            delivery.receive([content])
        delivery.keep()
        raise error


def let_a_day_pass(library: Library) -> None:
    yesterday = time.time() - 86500
    for path in library.root.glob(".incoming-*"):
        os.utime(path, (yesterday, yesterday))


def test_nothing_but_the_files_is_left(library: Library, database: Database) -> None:
    with deliver(library, database.owner) as delivery:
        first, second = delivery.receive([TENDER[:5], TENDER[5:]]), delivery.receive([ANNEX])
        delivery.keep()
    assert (first.size, second.size) == (len(TENDER), len(ANNEX))
    kept = {library.path(received.fingerprint) for received in (first, second)}
    assert set(files(library)) == kept


def test_same_bytes_are_kept_once(library: Library, database: Database) -> None:
    make.keep(library, TENDER)
    with deliver(library, database.owner) as delivery:
        for _ in range(2):
            delivery.receive([TENDER])
        delivery.keep()
    assert len(files(library)) == 1


def test_what_was_received_but_not_kept_is_gone(library: Library, database: Database) -> None:
    with deliver(library, database.owner) as delivery:
        delivery.receive([TENDER])
    assert files(library) == []


def test_interrupt_before_the_files_are_kept_leaves_nothing(
    library: Library, database: Database
) -> None:
    with suppress(KeyboardInterrupt), deliver(library, database.owner) as delivery:
        delivery.receive([TENDER])
        raise KeyboardInterrupt
    assert list(library.root.iterdir()) == [library.root / ".lock"]


def test_file_that_breaks_off_costs_only_itself(library: Library, database: Database) -> None:
    def broken() -> Iterator[bytes]:
        yield TENDER
        raise Unreadable("the disk it lies on has a bad block")

    with deliver(library, database.owner) as delivery:
        with pytest.raises(Unreadable):
            delivery.receive(broken())
        delivery.receive([ANNEX])
        delivery.keep()
    assert [path.read_bytes() for path in files(library)] == [ANNEX]


def test_full_disk_is_named_and_leaves_nothing(library: Library, database: Database) -> None:
    full = pytest.raises(StorageError, match="cannot be written")
    with file_size_limit(1000), full, deliver(library, database.owner) as delivery:
        delivery.receive([bytes(2000)])
    assert files(library) == []


def test_file_that_does_not_get_to_the_disk_is_not_kept(
    library: Library, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def fail_to_sync(path: Path) -> None:
        asked.append(path)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("reqx.intake.delivery.sync", fail_to_sync)
    with deliver(library, database.owner) as delivery:
        delivery.receive([TENDER])
        with pytest.raises(StorageError, match="Input/output error"):
            delivery.keep()
    assert len(asked) == 1
    assert files(library) == []


def test_full_disk_of_the_database_takes_the_files_back(
    library: Library, database: Database
) -> None:
    known = make.keep(library, ANNEX)
    fail(library, database, StorageError("the disk is full"), TENDER, ANNEX)
    assert files(library) == [library.path(known)]


def test_full_disk_before_the_first_file_leaves_nothing(
    library: Library, database: Database
) -> None:
    fail(library, database, StorageError("the disk is full"))
    assert not library.root.exists()


def test_files_are_not_taken_back_while_another_delivery_may_adopt_them(
    library: Library, database: Database
) -> None:
    with deliver(library, Database("other").owner) as delivery:
        delivery.receive([TENDER])
        fail(library, database, StorageError("the disk is full"), TENDER)
        delivery.keep()
    let_a_day_pass(library)
    clear(library, database.owner)
    assert [path.read_bytes() for path in files(library)] == [TENDER]


def test_files_are_left_when_the_store_may_have_recorded_them(
    library: Library, database: Database
) -> None:
    fail(library, database, AWAY, TENDER)
    clear(library, database.owner)
    assert library.path(make.sha256(TENDER.decode()))


def test_orphans_are_removed_a_day_later(library: Library, database: Database) -> None:
    fail(library, database, AWAY, TENDER, ANNEX)
    database.fingerprints = {make.sha256(ANNEX.decode())}
    let_a_day_pass(library)
    clear(library, database.owner)
    assert [path.read_bytes() for path in files(library)] == [ANNEX]


def test_orphan_that_another_database_has_adopted_stays(
    library: Library, database: Database
) -> None:
    fail(library, database, AWAY, TENDER)
    make.keep(library, TENDER)
    let_a_day_pass(library)
    clear(library, database.owner)
    assert [path.read_bytes() for path in files(library)] == [TENDER]


def test_another_databases_list_is_left_to_it(library: Library, database: Database) -> None:
    fail(library, Database("other"), AWAY, TENDER)
    let_a_day_pass(library)
    clear(library, database.owner)
    assert library.path(make.sha256(TENDER.decode()))


def test_nothing_is_cleared_while_another_delivery_is_under_way(
    library: Library, database: Database
) -> None:
    fail(library, database, AWAY, TENDER)
    with deliver(library, database.owner) as delivery:
        delivery.receive([ANNEX])
        let_a_day_pass(library)
        clear(library, database.owner)
        delivery.keep()
    assert {path.read_bytes() for path in files(library)} >= {TENDER, ANNEX}


def test_store_that_cannot_be_asked_keeps_the_orphans(library: Library, database: Database) -> None:
    def away(fingerprints: Collection[str]) -> set[str]:
        raise StoreUnavailable(f"{len(fingerprints)} fingerprints, and nobody to ask")

    fail(library, database, AWAY, TENDER)
    let_a_day_pass(library)
    clear(library, Owner("own", away))
    assert library.path(make.sha256(TENDER.decode()))


@pytest.mark.parametrize("name", [".incoming-old", ".incoming-x/tmp", ".incoming-x/list.json"])
def test_what_was_cut_short_before_a_file_was_moved_is_removed(
    library: Library, database: Database, name: str
) -> None:
    kept = make.keep(library, ANNEX)
    path = library.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b'{"owner": "ow')
    let_a_day_pass(library)
    clear(library, database.owner)
    assert files(library) == [library.path(kept)]
