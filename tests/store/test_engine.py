import errno
import os
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from reqx.errors import (
    ConfigurationError,
    PermissionRefused,
    ReqxError,
    StorageError,
    StoreUnavailable,
)
from reqx.store import Store, connect, engine
from tests import make
from tests.conftest import opened


@pytest.mark.parametrize(
    "url",
    [
        "",
        "reqx.db",
        "mysql://u:secret@h/d",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///reqx.db?mode=ro",
        "postgresql://h:port/",
    ],
)
def test_a_url_reqx_cannot_use_is_a_configuration_error(url: str) -> None:
    with pytest.raises(ConfigurationError) as error:
        connect(url)
    assert "sqlite:///" in error.value.hint
    assert "secret" not in error.value.message


@pytest.mark.parametrize(
    "url",
    ["postgresql://kim:secret@h/d", "postgresql+psycopg://kim@h/d?password=secret"],
)
def test_the_safe_url_has_no_password(url: str) -> None:
    with opened(url) as store:
        assert "secret" not in store.url_safe
        assert "kim" in store.url_safe


def test_a_new_sqlite_file_is_its_owners_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with opened(f"sqlite:///{tmp_path}/reqx.db") as store:
            store.prepare()
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(["reqx.db", "reqx.db-wal", "reqx.db-shm"], 0o600)


def test_sqlite_is_set_up_to_be_durable_and_strict(sqlite_store: Store) -> None:
    with sqlite_store.hold() as tx:
        pragmas = (
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "wal_autocheckpoint",
        )
        values = [tx.value(text(f"PRAGMA {name}")) for name in pragmas]
    assert values == ["wal", 2, 1, 20_000, 4_000]


@pytest.mark.parametrize("path", ["missing/reqx.db", "file/reqx.db", ""])
def test_a_place_where_no_file_can_be_is_named(tmp_path: Path, path: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreUnavailable, match=str(tmp_path)) as error:
        connect(f"sqlite:///{tmp_path}/{path}")
    assert "REQX_DATABASE_URL" in error.value.hint


def test_sqlite_without_returning_is_too_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "OLDEST_SQLITE", (99, 0))
    with pytest.raises(ConfigurationError, match="is too old"):
        connect(f"sqlite:///{tmp_path}/reqx.db")


def test_sqlite_may_be_told_to_trust_the_power(sqlite_url: str) -> None:
    store = connect(sqlite_url, synchronous="normal")
    with closing(store), store.hold() as tx:
        assert tx.value(text("PRAGMA synchronous")) == 1


@pytest.mark.parametrize(
    ("number", "kind", "hint"),
    [
        (errno.EACCES, PermissionRefused, "who owns"),
        (errno.EROFS, PermissionRefused, "for writing"),
        (errno.ENOSPC, StorageError, "free space"),
    ],
)
def test_what_the_file_system_says_decides(number: int, kind: type[ReqxError], hint: str) -> None:
    error = engine._refusal(OSError(number, os.strerror(number)), "reqx.db")
    assert type(error) is kind
    assert error.message == f"the database reqx.db cannot be opened: {os.strerror(number)}"
    assert hint in error.hint


def test_a_store_can_be_used_again_after_it_was_closed(store: Store) -> None:
    make.document(store)
    store.close()
    assert make.document(store, "b.pdf").id == 2


def test_a_server_that_vanished_is_noticed_soon(postgresql_url: str) -> None:
    with opened(f"{postgresql_url}&keepalives_count=9") as store, store.hold() as tx:
        driver = tx.connection.connection.driver_connection
        assert driver is not None
        options = driver.info.get_parameters()
    assert options["tcp_user_timeout"] == "30000"
    # Who runs the server may know better.
    assert (options["keepalives_idle"], options["keepalives_count"]) == ("15", "9")
