"""Trouble that comes while jobs are in hand: the worker neither hangs nor says what is not so."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGTERM
from threading import Timer

import pytest
from sqlalchemy import text

from reqx.errors import SchemaOutdated, StoreUnavailable
from reqx.model.jobs import JobStatus
from reqx.store import Store, journal
from reqx.worker.housekeeping import Housekeeping
from reqx.worker.orders import Until
from tests import make
from tests.conftest import opened
from tests.worker.conftest import Line
from tests.worker.workshop import (
    Desk,
    Log,
    Workshop,
    hired,
    outcomes,
    queue,
    send,
    status,
    wait_until,
)

LATE_SECONDS = 10.0


@contextmanager
def ended_in_time() -> Iterator[None]:
    """End a worker that would go on for ever, and tell."""
    rescue = Timer(LATE_SECONDS, send(SIGTERM))
    rescue.start()
    yield
    assert rescue.is_alive(), "it went on"
    rescue.cancel()


def change(store: Store, statement: str) -> None:
    with store.begin() as tx:
        tx.run(text(statement))


@pytest.fixture
def hasty_store(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give a store that does not wait for another program's lock."""
    monkeypatch.setattr(journal, "LOCK_SECONDS", 0.01)
    with opened(sqlite_url) as store:
        yield store


@pytest.fixture
def locker(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    """Give another program's connection, with which to lock the database against writing."""
    path = sqlite_url.removeprefix("sqlite:///")
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    yield connection
    connection.close()


def test_what_is_in_hand_is_settled_before_another_schema_ends_the_worker(
    sqlite_store: Store, tmp_path: Path
) -> None:
    (job_id,) = queue(sqlite_store, "slow")
    workshop = Workshop(1, tmp_path)
    log = Log({})
    worker = hired(sqlite_store, workshop, log, until=Until.SIGNALLED, grace_seconds=0)

    def upgrade() -> None:
        change(sqlite_store, "UPDATE reqx_schema SET version_num = '9999'")
        Timer(1.0, workshop.let_go, ["slow"]).start()

    log.reactions["claimed slow"] = upgrade
    with ended_in_time(), pytest.raises(SchemaOutdated, match="another schema"):
        worker.run()
    assert status(sqlite_store, job_id) is JobStatus.COMPLETED


def test_a_schema_that_cannot_be_written_ends_the_worker(sqlite_store: Store) -> None:
    queue(sqlite_store, "a")
    log = Log({})
    worker = hired(sqlite_store, Desk(), log, until=Until.SIGNALLED, grace_seconds=0)
    log.reactions["claimed a"] = lambda: change(
        sqlite_store, "ALTER TABLE attempts RENAME TO tries"
    )
    with ended_in_time(), pytest.raises(SchemaOutdated, match="has not the tables"):
        worker.run()


def test_a_database_that_can_only_be_read_is_not_waited_for_for_ever(
    hasty_store: Store, locker: sqlite3.Connection
) -> None:
    queue(hasty_store, "a")
    log = Log({"claimed a": lambda: locker.execute("BEGIN IMMEDIATE")})
    worker = hired(hasty_store, Desk(), log, patience_seconds=1.0, grace_seconds=0)
    with ended_in_time(), pytest.raises(StoreUnavailable, match="is locked"):
        worker.run()
    assert log.events == ["claimed a", "interrupted"]


def test_a_result_that_could_not_be_written_counts_as_given_back(
    hasty_store: Store, locker: sqlite3.Connection
) -> None:
    (job_id,) = queue(hasty_store, "a")
    log = Log({"claimed a": lambda: locker.execute("BEGIN IMMEDIATE")})
    log.reactions["interrupted"] = send(SIGTERM)
    worker = hired(hasty_store, Desk(), log, grace_seconds=0)
    worker.run()
    locker.execute("ROLLBACK")
    assert status(hasty_store, job_id) is JobStatus.PROCESSING
    assert (worker.has_released, worker.signal) == (True, SIGTERM)


def test_an_outage_with_all_slots_taken_does_not_spin(sqlite_store: Store) -> None:
    worker = hired(sqlite_store, Desk(0))
    with worker._shutdown:
        worker._outage.note(StoreUnavailable("away"))
        wait_until(lambda: not worker._outage.is_waiting)
        assert worker._seconds_to_wait() > 0


def test_a_worker_that_slept_beyond_its_leases_keeps_what_nobody_took(store: Store) -> None:
    """A laptop was closed: to take back its own job would cost one of the job's three lives."""
    (job_id,) = queue(store, "a")
    log = Log({})
    worker = hired(store, Desk(), log)

    def sleep() -> None:
        with store.begin() as tx:
            make.expire(tx, job_id)
        worker._housekeeping._sweep_at = 0.0

    log.reactions["claimed a"] = sleep
    assert worker.run().completed == 1
    assert outcomes(store, job_id) == ["completed"]


def test_the_first_document_does_not_wait_until_the_queue_is_tidied(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log({})
    monkeypatch.setattr(Housekeeping, "tidy", lambda _self, _tx: log.events.append("tidied"))
    hired(store, Desk(), log).run()
    assert log.events == ["tidied"]
    queue(store, "a")
    hired(store, Desk(), log).run()
    assert log.events[1:3] == ["claimed a", "tidied"]


def test_a_worker_that_waits_outlives_a_cut(postgresql_store: Store, line: Line) -> None:
    """The loop's connection, the bell's and the heartbeat's are all gone at once."""
    worker = hired(
        postgresql_store,
        Desk(),
        Log({"settled b COMPLETED": send(SIGTERM)}),
        until=Until.SIGNALLED,
        interval=30.0,
    )

    def go_on() -> None:
        wait_until(lambda: worker._alarm._bell)
        line.cut()
        queue(postgresql_store, "b")

    Timer(0.0, go_on).start()
    with ended_in_time():
        assert worker.run().completed == 1
