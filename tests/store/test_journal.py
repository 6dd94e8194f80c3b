"""The write-ahead log is on where it works; another program's file is not touched."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from reqx.errors import ConfigurationError, SchemaOutdated
from reqx.store import journal
from tests.conftest import opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.db"


@pytest.fixture
def foreign(path: Path) -> Path:
    """Give a database of another program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE invoices (id integer)")
    return path


@pytest.fixture
def without_shared_memory(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file in SQLite's way for file systems that cannot do what the log needs."""
    with closing(sqlite3.connect(f"file:{path}?vfs=unix-dotfile", uri=True)) as connection:
        yield connection


def test_file_system_without_shared_memory_is_refused_with_the_remedy(
    without_shared_memory: sqlite3.Connection,
) -> None:
    with pytest.raises(ConfigurationError, match="the database there lies where") as error:
        journal.turn_on(without_shared_memory, "there")
    assert "a disk of this machine" in error.value.hint
    assert "PostgreSQL" in error.value.hint


def test_turning_it_on_writes_through_it(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 7")
        journal.turn_on(connection, "there")
        assert path.with_name("some.db-wal").stat().st_size > 0
        assert connection.execute("PRAGMA user_version").fetchone() == (7,)


def test_first_write_that_fails_is_found_at_once(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 7")
        connection.execute("PRAGMA query_only = ON")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            journal.turn_on(connection, "there")


def test_another_programs_file_is_refused_unchanged(foreign: Path) -> None:
    before = foreign.read_bytes()
    with opened(f"sqlite:///{foreign}") as store:
        for refused in (store.prepare, store.upgrade):
            with pytest.raises(SchemaOutdated, match="another program"):
                refused()
        assert store.is_foreign()
    assert foreign.read_bytes() == before
    assert [file.name for file in foreign.parent.iterdir()] == ["some.db"]


def test_restored_copy_gets_its_log_back(sqlite_url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with opened(sqlite_url) as store, store.hold() as tx:
        tx.run(text(f"VACUUM INTO '{copy}'"))
    with opened(f"sqlite:///{copy}") as store, store.hold() as tx:
        assert tx.value(text("PRAGMA journal_mode")) == "wal"
        assert store.is_current(tx)


def test_lock_of_another_process_is_waited_for(path: Path) -> None:
    with (
        closing(sqlite3.connect(path)) as holder,
        closing(sqlite3.connect(path, timeout=0.05)) as connection,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(journal, "LOCK_SECONDS", 0.3)
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            journal.turn_on(connection, "there")
        holder.execute("COMMIT")
        journal.turn_on(connection, "there")
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
