"""A worker works on the schema it knows and on no other, whenever that comes about."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from reqx.store import Store
from tests.conftest import opened
from tests.end_to_end.command import Reqx, wait_for
from tests.store import first_schema


@pytest.fixture
def own_store(empty_url: str) -> Iterator[Store]:
    """Give a database that the test may spoil."""
    with opened(empty_url) as store:
        store.prepare()
        yield store


@pytest.fixture
def own(empty_url: str, own_store: Store, tmp_path: Path) -> Reqx:
    """Give the command on that database."""
    del own_store
    return Reqx(tmp_path / "home", {"REQX_DATABASE_URL": empty_url})


def move_on(store: Store) -> None:
    """Let a later version of reqx have upgraded the database."""
    with store.begin() as tx:
        tx.run(text("UPDATE reqx_schema SET version_num = '9999'"))


def has_worker(store: Store) -> bool:
    with store.read() as tx:
        return bool(tx.value(text("SELECT count(*) FROM workers")) == 1)


def test_worker_refuses_a_newer_schema_at_start(own: Reqx, own_store: Store) -> None:
    move_on(own_store)
    refused = own("work", "--drain", status=78)
    assert "has schema 9999, which is newer" in refused.stderr
    assert own("work", "--drain", "--json", status=78).stdout.count("schema 9999") == 1


def test_running_worker_ends_when_the_schema_moves_on(own: Reqx, own_store: Store) -> None:
    worker = own.start("work", "--interval", 0.2)
    wait_for(lambda: has_worker(own_store), "the worker registers")
    move_on(own_store)
    _, said = worker.communicate(timeout=30)
    assert worker.returncode == 78
    assert "another schema" in said


def test_older_postgresql_schema_waits_for_the_command(
    empty_postgresql_url: str, tmp_path: Path
) -> None:
    first_schema.fill(empty_postgresql_url)
    reqx = Reqx(tmp_path, {"REQX_DATABASE_URL": empty_postgresql_url})
    assert "Run `reqx db upgrade`" in reqx("work", "--drain", status=78).stderr
    reqx("db", "upgrade")
    assert reqx.json("jobs", "show", 3)["status"] == "COMPLETED"


def test_older_sqlite_schema_is_upgraded_at_first_use(
    empty_sqlite_url: str, tmp_path: Path
) -> None:
    first_schema.fill(empty_sqlite_url)
    reqx = Reqx(tmp_path, {"REQX_DATABASE_URL": empty_sqlite_url})
    assert reqx.json("jobs", "show", 3)["status"] == "COMPLETED"
    assert reqx.json("db", "status")["current"] == reqx.json("db", "status")["head"]
