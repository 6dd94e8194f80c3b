"""The worker in this process, on both databases, with real signals and real children."""

import time
from pathlib import Path
from signal import SIGTERM
from threading import Timer

import pytest

from reqx.errors import (
    Crashed,
    TimedOut,
    Unreadable,
)
from reqx.model.filters import RequirementFilter
from reqx.model.jobs import Completed, Failure, JobStatus, ProcessDied, Snoozed
from reqx.store import Store, jobs, queues, requirements, workers
from reqx.worker.heartbeat import Heartbeat
from reqx.worker.orders import Until
from tests import make
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


def test_a_drain_works_until_nothing_is_left(store: Store) -> None:
    queue(store, *"abcde")
    tally = hired(store, Desk(2), concurrency=2).run()
    assert (tally.claimed, tally.completed, tally.failed, tally.requirements) == (5, 5, 0, 5)
    with store.read() as tx:
        assert jobs.counts(tx)[JobStatus.COMPLETED] == 5
        assert requirements.count(tx, RequirementFilter()) == 5
        assert workers.find(tx) == []


def test_what_became_of_each_job_is_counted_and_told(store: Store) -> None:
    queue(store, "bad", "slow", "good")
    log = Log({})
    desk = Desk(bad=[Failure(Unreadable("bad"))], slow=[Failure(TimedOut("slow"))])
    tally = hired(store, desk, log).run()
    assert (tally.claimed, tally.completed, tally.failed, tally.retried) == (4, 2, 1, 1)
    assert tally.exit_status == 3
    assert log.events[:4] == [
        "claimed bad",
        "settled bad FAILED",
        "claimed slow",
        "settled slow PENDING",
    ]


def test_snoozed_and_dead_tries_are_tried_again(store: Store) -> None:
    job_id, _ = queue(store, "dead", "tired")
    desk = Desk(dead=[ProcessDied(Crashed("dead"))], tired=[Snoozed(3600.0)])
    tally = hired(store, desk).run()
    assert (tally.completed, tally.retried) == (1, 2)
    assert outcomes(store, job_id) == ["crashed", "completed"]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ({"max_jobs": 2}, 2),
        ({"until": Until.ONE_JOB}, 1),
        ({"max_seconds": 0.0}, 0),
        ({"only": (2,)}, 1),
    ],
)
def test_orders_bound_what_a_worker_takes(
    store: Store, orders: dict[str, object], expected: int
) -> None:
    queue(store, *"abc")
    assert hired(store, Desk(), **orders).run().claimed == expected


def test_one_job_is_not_waited_for(store: Store) -> None:
    assert hired(store, Desk(), until=Until.ONE_JOB).run().claimed == 0


def test_children_report_how_far_they_are(store: Store, tmp_path: Path) -> None:
    (job_id,) = queue(store, "slow")
    workshop = Workshop(1, tmp_path)

    def see() -> None:
        with store.hold() as tx:
            wait_until(lambda: jobs.get(tx, job_id).progress)
        workshop.let_go("slow")

    log = Log({"progressed slow": see})
    assert hired(store, workshop, log).run().completed == 1


def test_a_dead_child_is_noticed_and_its_job_parked_in_the_end(
    store: Store, tmp_path: Path
) -> None:
    (job_id,) = queue(store, "dead")
    tally = hired(store, Workshop(1, tmp_path)).run()
    assert outcomes(store, job_id) == ["crashed"] * 3
    assert (tally.failed, tally.retried, tally.exit_status) == (1, 2, 4)


def test_a_cancelled_job_is_ended(store: Store, tmp_path: Path) -> None:
    (job_id,) = queue(store, "slow")

    def cancel() -> None:
        with store.begin() as tx:
            jobs.cancel(tx, [job_id])

    tally = hired(store, Workshop(1, tmp_path), Log({"claimed slow": cancel})).run()
    assert (tally.cancelled, tally.retried) == (1, 0)
    assert (status(store, job_id), outcomes(store, job_id)) == (JobStatus.CANCELLED, ["cancelled"])


def test_a_job_that_was_taken_away_is_dropped(store: Store, tmp_path: Path) -> None:
    (job_id,) = queue(store, "slow")

    def take_away() -> None:
        with store.begin() as tx:
            make.expire(tx, job_id)
            jobs.rescue(tx, backoff=make.NO_WAIT)

    log = Log({"claimed slow": take_away})
    tally = hired(store, Workshop(1, tmp_path), log, max_jobs=1).run()
    assert log.events[-1] == "settled slow None"
    assert (tally.completed, tally.failed, tally.retried) == (0, 0, 0)
    assert outcomes(store, job_id) == ["lease_expired"]


def test_a_try_beyond_its_deadline_is_ended_and_counted(store: Store, tmp_path: Path) -> None:
    job_id = make.job(store, "slow", max_attempts=1)
    log = Log({})
    hired(store, Workshop(1, tmp_path), log, deadline_seconds=0.0, lease_seconds=1.0).run()
    assert "settled slow None" in log.events
    assert (outcomes(store, job_id), status(store, job_id)) == (["timeout"], JobStatus.FAILED)


def test_a_drain_waits_for_the_jobs_of_the_dead(store: Store) -> None:
    (job_id,) = queue(store, "a")
    make.claim(store, worker="dead", lease_seconds=0.5)
    assert hired(store, Desk()).run().completed == 1
    assert outcomes(store, job_id) == ["lease_expired", "completed"]


def test_a_drain_leaves_the_jobs_of_the_living_to_them(store: Store) -> None:
    (job_id,) = queue(store, "a")
    with Heartbeat(store, "other", 1, 30.0) as heartbeat:
        with store.hold() as tx:
            heartbeat.register(tx)
        heartbeat.hold(make.claim(store, worker="other", lease_seconds=30.0))
        assert hired(store, Desk()).run().claimed == 0
    assert status(store, job_id) is JobStatus.PROCESSING


def test_a_drain_of_chosen_jobs_waits_for_whoever_has_them(store: Store) -> None:
    (job_id,) = queue(store, "a")
    claim = make.claim(store, worker="other", lease_seconds=30.0)

    def release() -> None:
        with store.begin() as tx:
            make.settle(tx, claim, Snoozed(0.0))

    Timer(0.5, release).start()
    assert hired(store, Desk(), only=(job_id,)).run().completed == 1


def test_chosen_jobs_are_done_in_their_order(store: Store) -> None:
    first, second, third = queue(store, "a", "b", "c")
    desk = Desk()
    hired(store, desk, only=(second, third, first)).run()
    assert desk.started == ["b", "c", "a"]


def test_an_idle_worker_finds_a_job_that_comes_later(store: Store) -> None:
    log = Log({"claimed a": send(SIGTERM)})
    Timer(0.3, make.job, [store, "a"]).start()
    assert hired(store, Desk(), log, until=Until.SIGNALLED).run().completed == 1


def test_the_bell_wakes_a_worker_long_before_its_next_poll(postgresql_store: Store) -> None:
    log = Log({"claimed a": send(SIGTERM)})
    Timer(1.0, make.job, [postgresql_store, "a"]).start()
    worker = hired(postgresql_store, Desk(), log, until=Until.SIGNALLED, interval=600.0)
    # Between two polls, as after hours of nothing to do.
    worker._idling._next_wait = 600.0
    started = time.monotonic()
    assert worker.run().completed == 1
    assert time.monotonic() - started < 60


def test_a_drain_does_not_end_before_its_own_documents_do(store: Store, tmp_path: Path) -> None:
    queue(store, "slow")
    workshop = Workshop(2, tmp_path)
    log = Log({"progressed slow": Timer(0.3, workshop.let_go, ["slow"]).start})
    assert hired(store, workshop, log, concurrency=2).run().completed == 1


def test_a_drain_waits_for_jobs_that_a_limit_holds_back(store: Store) -> None:
    queue(store, "a", "b")
    with store.hold() as tx:
        queues.limit(tx, 1)
    claim = make.claim(store, worker="other")

    def finish() -> None:
        with store.begin() as tx:
            make.settle(tx, claim, Completed(make.extraction()))

    Timer(0.3, finish).start()
    assert hired(store, Desk()).run().completed == 1


def test_a_drain_of_a_paused_queue_ends(store: Store) -> None:
    queue(store, "a")
    with store.hold() as tx:
        queues.pause(tx, None)
    assert hired(store, Desk()).run().claimed == 0
