"""What makes a worker end: signals, operators, settings; and what becomes of its jobs then."""

from pathlib import Path
from signal import SIGINT, SIGTERM
from threading import Timer

import pytest
from sqlalchemy import text

from reqx.errors import (
    ConfigurationError,
    ReqxError,
    SchemaOutdated,
)
from reqx.model.jobs import JobStatus
from reqx.store import Store, workers
from reqx.worker import Worker
from reqx.worker.orders import Until
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


def test_the_first_signal_lets_what_is_in_hand_be_finished(store: Store) -> None:
    first, second = queue(store, "a", "b")
    log = Log({"claimed a": send(SIGTERM)})
    worker = hired(store, Desk(), log, until=Until.SIGNALLED)
    assert worker.run().completed == 1
    assert (status(store, first), status(store, second)) == (JobStatus.COMPLETED, JobStatus.PENDING)
    assert (worker.signal, worker.has_released) == (SIGTERM, False)
    assert "stopping 0" in log.events


def test_the_second_signal_gives_back_what_is_in_hand(store: Store, tmp_path: Path) -> None:
    (job_id,) = queue(store, "slow")
    log = Log({"claimed slow": send(SIGINT), "stopping 1": send(SIGINT)})
    worker = hired(store, Workshop(1, tmp_path), log)
    worker.run()
    assert outcomes(store, job_id) == ["released"]
    assert status(store, job_id) is JobStatus.PENDING
    assert (worker.signal, worker.has_released) == (SIGINT, True)


def test_sigterm_gives_back_what_is_not_finished_within_the_grace(
    store: Store, tmp_path: Path
) -> None:
    (job_id,) = queue(store, "slow")
    log = Log({"claimed slow": send(SIGTERM)})
    worker = hired(store, Workshop(1, tmp_path), log, grace_seconds=0.3)
    worker.run()
    assert (outcomes(store, job_id), worker.has_released) == (["released"], True)


def test_ctrl_c_waits_without_a_grace(store: Store, tmp_path: Path) -> None:
    (job_id,) = queue(store, "slow")
    workshop = Workshop(1, tmp_path)
    released = Timer(0.5, workshop.let_go, ["slow"])
    log = Log({"claimed slow": send(SIGINT), "stopping 1": released.start})
    hired(store, workshop, log, grace_seconds=0.0).run()
    assert outcomes(store, job_id) == ["completed"]


def test_a_wrong_setting_stops_the_worker_and_costs_no_job_anything(
    store: Store, tmp_path: Path
) -> None:
    first, second = queue(store, "misset", "other")
    with pytest.raises(ConfigurationError, match="no such model"):
        hired(store, Workshop(1, tmp_path), until=Until.SIGNALLED).run()
    assert (outcomes(store, first), outcomes(store, second)) == (["released"], [])


def test_a_schema_of_another_version_stops_the_worker(sqlite_store: Store) -> None:
    def upgrade() -> None:
        with sqlite_store.begin() as tx:
            tx.run(text("UPDATE reqx_schema SET version_num = '9999'"))

    Timer(0.3, upgrade).start()
    with pytest.raises(SchemaOutdated, match="another schema"):
        hired(sqlite_store, Desk(), until=Until.SIGNALLED).run()


def test_a_worker_without_a_heartbeat_stops(store: Store) -> None:
    queue(store, "a")
    log = Log({})
    worker = hired(store, Desk(), log, until=Until.SIGNALLED)

    def die() -> None:
        worker._heartbeat._over.set()
        wait_until(lambda: not worker._heartbeat.is_alive)

    log.reactions["settled a COMPLETED"] = die
    with pytest.raises(ReqxError, match="heartbeat"):
        worker.run()


def obeying(store: Store, log: Log) -> Worker:
    return hired(store, Desk(), log, until=Until.SIGNALLED)


def test_a_stopped_worker_ends_and_takes_no_more(store: Store) -> None:
    _, second = queue(store, "a", "b")
    log = Log({})
    worker = obeying(store, log)

    def stop() -> None:
        with store.begin() as tx:
            workers.stop(tx, [worker.name])
        wait_until(lambda: worker._heartbeat.instruction.is_stop_requested)

    log.reactions["claimed a"] = stop
    assert worker.run().completed == 1
    assert status(store, second) is JobStatus.PENDING
    assert log.events[-2:] == ["stopping 0", "settled a COMPLETED"]


def test_a_paused_worker_takes_nothing_until_it_is_resumed(store: Store) -> None:
    queue(store, "a", "b")
    log = Log({"claimed b": send(SIGTERM)})
    worker = obeying(store, log)

    def resume() -> None:
        log.note("resumed")
        with store.begin() as tx:
            workers.resume(tx, [worker.name])

    def pause() -> None:
        with store.begin() as tx:
            workers.pause(tx, [worker.name])
        wait_until(lambda: worker._heartbeat.instruction.is_paused)
        Timer(0.5, resume).start()

    log.reactions["claimed a"] = pause
    assert worker.run().completed == 2
    order = ["claimed a", "settled a COMPLETED", "resumed", "claimed b"]
    assert [event for event in log.events if event in order] == order
