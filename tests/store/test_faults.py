import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from reqx.errors import (
    ConfigurationError,
    PermissionRefused,
    ReqxError,
    SchemaOutdated,
    StorageError,
    StoreError,
    StoreUnavailable,
)
from reqx.store import Store, documents, faults
from tests import make
from tests.conftest import opened

URL = make_url("postgresql://kim:secret@h/d")


def test_a_server_that_does_not_answer_is_unavailable() -> None:
    named = pytest.raises(StoreUnavailable, match=r"kim:\*\*\*@127.0.0.1:9")
    with opened("postgresql://kim:secret@127.0.0.1:9/reqx") as store, named as error:
        store.prepare()
    assert "secret" not in error.value.message
    assert "REQX_DATABASE_URL" in error.value.hint


@pytest.mark.parametrize("change", [("reqx_", "no_"), ("postgres:@", "kim:secret@")])
def test_a_server_that_refuses_the_connection_is_unavailable(
    postgresql_url: str, change: tuple[str, str]
) -> None:
    named = pytest.raises(StoreUnavailable, match="does not exist")
    with opened(postgresql_url.replace(*change)) as store, named as error:
        store.prepare()
    assert "secret" not in error.value.message


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 100)
    named = pytest.raises(SchemaOutdated, match="not a database")
    with opened(f"sqlite:///{path}") as store, named as error:
        store.prepare()
    assert path.read_text() == "not a database " * 100
    assert "Move it away" in error.value.hint


def test_a_damaged_database_asks_for_a_copy(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    damaged = pytest.raises(StorageError, match="is damaged")
    with opened(sqlite_url) as store, damaged as error:
        make.document(store)
    assert "restore a copy" in error.value.hint
    assert "integrity_check" in error.value.hint


def test_a_database_without_our_tables_is_outdated(empty_store: Store) -> None:
    with pytest.raises(SchemaOutdated) as error:
        make.document(empty_store)
    assert "reqx db upgrade" in error.value.hint


def test_a_database_that_may_only_be_read_refuses_access(store: Store) -> None:
    with store.hold() as tx:
        read_only = "PRAGMA query_only = ON"
        if tx.dialect == "postgresql":
            read_only = "SET default_transaction_read_only = on"
        tx.run(text(read_only))
        with pytest.raises(PermissionRefused):
            documents.add(tx, make.new_document())


def test_a_full_disk_is_a_storage_error(sqlite_store: Store) -> None:
    with sqlite_store.hold() as tx:
        tx.run(text("PRAGMA max_page_count = 30"))
        with pytest.raises(StorageError) as error:
            documents.add(tx, make.new_document(name="x" * 1_000_000))
        assert documents.add(tx, make.new_document("small.pdf"))
    assert "free space" in error.value.hint


def test_a_locked_database_is_unavailable(sqlite_store: Store) -> None:
    with sqlite_store.begin(), sqlite_store.hold() as other:
        other.run(text("PRAGMA busy_timeout = 1"))
        with pytest.raises(StoreUnavailable, match="is locked"):
            documents.add(other, make.new_document())


def test_a_row_against_the_rules_is_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="refused a row"):
        make.document(store, revision_of=777)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreUnavailable),
        (sqlite3.SQLITE_IOERR_FSYNC, StorageError),
        (sqlite3.SQLITE_CORRUPT, StorageError),
        (sqlite3.SQLITE_IOERR_SHMMAP, ConfigurationError),
        (sqlite3.SQLITE_IOERR_SHMSIZE, StorageError),
        (sqlite3.SQLITE_CANTOPEN, PermissionRefused),
        (sqlite3.SQLITE_READONLY_DIRECTORY, PermissionRefused),
        (sqlite3.SQLITE_TOOBIG, StoreError),
    ],
)
def test_the_code_of_sqlite_decides(code: int, kind: type[ReqxError]) -> None:
    error = sqlite3.OperationalError("words")
    error.sqlite_errorcode = code
    assert type(faults.translated(error, URL)) is kind


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("57P01", StoreUnavailable),
        ("25P03", StoreUnavailable),
        ("53300", StoreUnavailable),
        ("53100", StorageError),
        ("40P01", StoreUnavailable),
        ("28P01", StoreUnavailable),
        ("42501", PermissionRefused),
        ("42P01", SchemaOutdated),
        ("22003", StoreError),
    ],
)
def test_the_sqlstate_of_postgresql_decides(state: str, kind: type[ReqxError]) -> None:
    error = psycopg.errors.lookup(state)("words")
    assert type(faults.translated(error, URL)) is kind


def test_an_error_without_a_code_is_an_error_of_the_store() -> None:
    assert type(faults.translated(ValueError("odd"), URL)) is StoreError


def test_a_password_in_the_drivers_words_is_hidden() -> None:
    error = psycopg.OperationalError("no user kim with secret\nnor kin")
    message = faults.translated(error, URL).message
    assert message == (
        "the database postgresql://kim:***@h/d does not answer: no user kim with *** nor kin"
    )
