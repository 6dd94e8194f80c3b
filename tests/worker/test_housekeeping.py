"""What each worker does for all."""

import time
from dataclasses import replace

import pytest
from sqlalchemy import text

from reqx.errors import SchemaOutdated
from reqx.model.jobs import JobStatus
from reqx.store import Store, documents, jobs, workers
from reqx.store.llm.tables import CallState
from reqx.worker.housekeeping import Housekeeping
from tests import make
from tests.store.llm import desk
from tests.worker.workshop import ORDERS


def sweep(store: Store, *, is_pruning: bool = False) -> None:
    housekeeping = Housekeeping(store, replace(ORDERS, is_pruning=is_pruning))
    with store.hold() as tx:
        housekeeping.sweep(tx)
        housekeeping.tidy(tx)


def test_all_jobs_of_the_dead_are_taken_back_however_many(store: Store) -> None:
    with store.begin() as tx:
        documents.add_all(tx, [make.new_document(f"{n}.pdf") for n in range(250)])
        jobs.enqueue(tx, range(1, 251), extractor="rules")
        jobs.claim(tx, worker="dead", slots=250, lease_seconds=-1.0)
    sweep(store)
    with store.read() as tx:
        assert jobs.counts(tx)[JobStatus.PENDING] == 250


def test_jobs_that_wait_long_move_up(store: Store) -> None:
    make.job(store, "urgent", priority=1)
    old = make.job(store, "old")
    with store.begin() as tx:
        make.change_job(tx, old, scheduled_at=make.LONG_AGO)
    sweep(store)
    assert make.claim(store).document == "old"


def test_workers_that_are_long_gone_are_forgotten(store: Store) -> None:
    with store.begin() as tx:
        workers.register(tx, "gone", 1)
        make.change_worker(tx, "gone", seen_at=make.LONG_AGO)
    sweep(store)
    with store.read() as tx:
        assert workers.find(tx) == []


@pytest.mark.parametrize("left", [1, 2])
def test_old_jobs_are_deleted_where_that_is_wanted(store: Store, left: int) -> None:
    make.completed(store)
    with store.begin() as tx:
        make.change_job(tx, 1, updated_at=make.LONG_AGO)
    make.job(store, "newer.pdf")
    sweep(store, is_pruning=left == 1)
    with store.read() as tx:
        assert sum(jobs.counts(tx).values()) == left


def test_a_schema_that_has_changed_stops_everything(sqlite_store: Store) -> None:
    make.job(sqlite_store)
    make.claim(sqlite_store, lease_seconds=-1.0)
    with sqlite_store.begin() as tx:
        tx.run(text("UPDATE reqx_schema SET version_num = '9999'"))
    with pytest.raises(SchemaOutdated, match="another schema") as error:
        sweep(sqlite_store)
    assert "Start the worker again" in error.value.hint
    with sqlite_store.read() as tx:
        assert jobs.counts(tx)[JobStatus.PROCESSING] == 1


def test_a_sweep_comes_every_quarter_of_a_lease_and_not_in_step(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    housekeeping = Housekeeping(store, ORDERS)
    assert housekeeping.is_due
    waits = set()
    with store.hold() as tx:
        for _ in range(5):
            housekeeping.sweep(tx)
            waits.add(housekeeping.seconds_left)
    quarter = ORDERS.lease_seconds / 4
    assert all(0.3 * quarter < wait <= quarter for wait in waits)
    assert len(waits) == 5
    assert not housekeeping.is_due


def test_the_rest_is_done_once_a_minute(store: Store) -> None:
    housekeeping = Housekeeping(store, replace(ORDERS, is_pruning=True))
    with store.hold() as tx:
        housekeeping.tidy(tx)
        make.completed(store)
        make.change_job(tx, 1, updated_at=make.LONG_AGO)
        housekeeping.tidy(tx)
        assert jobs.counts(tx)[JobStatus.COMPLETED] == 1


def test_calls_of_the_dead_are_given_up_with_their_jobs(store: Store) -> None:
    housekeeping = Housekeeping(store, ORDERS)
    who = desk.caller(store)
    with store.hold() as tx:
        housekeeping.sweep(tx)
        call = desk.granted(tx, who, desk.ask())
        housekeeping.sweep(tx)
        assert desk.row(tx, call).state is CallState.RESERVED
        make.expire(tx, who.job_id)
        housekeeping.sweep(tx)
        assert desk.row(tx, call).state is CallState.LOST


def test_after_an_outage_two_heartbeats_are_waited(store: Store) -> None:
    housekeeping = Housekeeping(store, replace(ORDERS, is_pruning=True))
    housekeeping.postpone()
    assert not housekeeping.is_due
    half = ORDERS.lease_seconds / 2
    assert half - 5.0 < housekeeping.seconds_left <= half
    # Workers that could not show a sign of life are not forgotten either.
    make.completed(store)
    with store.hold() as tx:
        make.change_job(tx, 1, updated_at=make.LONG_AGO)
        housekeeping.tidy(tx)
        assert jobs.counts(tx)[JobStatus.COMPLETED] == 1


def test_what_is_overdue_has_no_time_left(store: Store) -> None:
    housekeeping = Housekeeping(store, ORDERS)
    time.sleep(0.01)
    assert housekeeping.seconds_left == 0.0
