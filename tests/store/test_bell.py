"""The bell rings once for the jobs of a transaction, on PostgreSQL, unless it is switched off."""

from collections.abc import Iterator
from contextlib import closing
from multiprocessing.connection import wait

import psycopg
import pytest

from reqx.errors import StoreUnavailable
from reqx.store import Store, connect, jobs
from reqx.store.bell import Bell
from tests import make


@pytest.fixture
def bell(postgresql_store: Store) -> Iterator[Bell]:
    found = postgresql_store.listen()
    assert found is not None
    with found:
        yield found


def rings(bell: Bell, seconds: float) -> bool:
    """Wait for it as the worker does."""
    return bool(wait([bell.fileno()], timeout=seconds))


def hear(bell: Bell) -> None:
    """Listen until nothing more comes."""
    while rings(bell, 5):
        bell.drain()


def test_new_job_rings(postgresql_store: Store, bell: Bell) -> None:
    assert not bell.drain()
    make.job(postgresql_store)
    assert rings(bell, 5)
    assert bell.drain()
    assert not bell.drain()


def test_many_jobs_of_one_transaction_ring_once(postgresql_store: Store, bell: Bell) -> None:
    ids = [make.document(postgresql_store, name).id for name in "abc"]
    with postgresql_store.begin() as tx:
        for document_id in ids:
            jobs.enqueue(tx, [document_id], extractor="rules")
        assert not rings(bell, 0.2)
    assert rings(bell, 5)
    assert len(list(bell._driver.notifies(timeout=0))) == 1


def test_cut_line_is_unavailable_and_a_new_bell_hears(
    postgresql_store: Store, bell: Bell, postgresql_url: str
) -> None:
    with psycopg.connect(postgresql_url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s)", [bell._driver.info.backend_pid])
    with pytest.raises(StoreUnavailable, match="does not answer"):
        hear(bell)
    with pytest.raises(StoreUnavailable):
        bell.fileno()
    again = postgresql_store.listen()
    assert again is not None
    with again:
        make.job(postgresql_store)
        assert rings(again, 5)


def test_listening_takes_no_connection_from_the_pool(postgresql_store: Store, bell: Bell) -> None:
    with postgresql_store.hold() as tx:
        assert tx.connection.connection.driver_connection is not bell._driver
    postgresql_store.close()
    assert not bell.drain()


def test_switched_off_nothing_rings_nor_listens(postgresql_url: str, bell: Bell) -> None:
    with closing(connect(postgresql_url, is_notifying=False)) as store:
        assert store.listen() is None
        make.job(store)
    assert not rings(bell, 0.2)


def test_sqlite_has_no_bell(sqlite_store: Store) -> None:
    assert sqlite_store.listen() is None
    make.job(sqlite_store)


def test_server_that_is_away_gives_no_bell() -> None:
    with (
        closing(connect("postgresql://kim@127.0.0.1:9/reqx")) as store,
        pytest.raises(StoreUnavailable),
    ):
        store.listen()
