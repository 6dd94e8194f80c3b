"""A database that goes away and comes back: the worker waits, and nothing is lost or done twice."""

import time
from threading import Timer

import pytest

from reqx.errors import StoreUnavailable
from reqx.model.jobs import JobStatus
from reqx.store import Store, jobs
from reqx.worker.outage import Outage
from tests import make
from tests.worker.conftest import Line
from tests.worker.workshop import Desk, Log, hired, outcomes, queue, status


def test_a_line_that_was_cut_costs_nothing(postgresql_store: Store, line: Line) -> None:
    ids = queue(postgresql_store, *"abc")
    log = Log({"claimed b": line.cut})
    assert hired(postgresql_store, Desk(), log).run().completed == 3
    assert [outcomes(postgresql_store, job_id) for job_id in ids] == [["completed"]] * 3


def test_a_worker_waits_for_a_database_that_is_away_and_says_so_once(
    postgresql_store: Store, line: Line
) -> None:
    ids = queue(postgresql_store, *"abc")
    back = Timer(1.0, line.open)
    log = Log({"claimed b": line.close, "interrupted": back.start})
    assert hired(postgresql_store, Desk(), log).run().completed == 3
    assert [outcomes(postgresql_store, job_id) for job_id in ids] == [["completed"]] * 3
    assert log.events.count("interrupted") == 1


def test_a_claim_whose_answer_was_cut_off_is_given_back(
    postgresql_store: Store, line: Line
) -> None:
    _, job_id = queue(postgresql_store, "a", "b")
    log = Log({"claimed a": line.close})
    worker = hired(postgresql_store, Desk(), log)

    def lose_an_answer() -> None:
        """Claim for it, as if the commit had gone through and its answer had not."""
        line.open()
        make.claim(postgresql_store, worker=worker.name)

    log.reactions["interrupted"] = lose_an_answer
    assert worker.run().completed == 2
    assert outcomes(postgresql_store, job_id) == ["released", "completed"]


def test_a_worker_whose_patience_is_over_ends_with_the_error(
    postgresql_store: Store, line: Line
) -> None:
    job_id, _ = queue(postgresql_store, "a", "b")
    log = Log({"claimed a": line.close})
    with pytest.raises(StoreUnavailable):
        hired(postgresql_store, Desk(), log, patience_seconds=0.0).run()
    line.open()
    assert status(postgresql_store, job_id) is JobStatus.PROCESSING
    assert log.events == ["claimed a", "interrupted"]


def test_leases_are_not_judged_right_after_an_outage(postgresql_store: Store, line: Line) -> None:
    """Their workers may have been cut off as well."""
    queue(postgresql_store, "a", "b")
    held = make.claim(postgresql_store, worker="other", lease_seconds=-1.0)
    log = Log({"claimed b": line.close})
    worker = hired(postgresql_store, Desk(), log, max_jobs=1)
    worker._housekeeping.postpone()

    def come_back() -> None:
        worker._housekeeping._sweep_at = 0.0
        line.open()

    log.reactions["interrupted"] = come_back
    assert worker.run().completed == 1
    with postgresql_store.hold() as tx:
        assert [claim.token for claim in jobs.held(tx)] == [held.token]


def test_an_outage_is_waited_out_with_growing_pauses() -> None:
    outage = Outage(patience_seconds=60.0)
    waits = []
    for _ in range(30):
        outage.note(StoreUnavailable("away"))
        waits.append(outage.seconds_left)
    assert outage.is_on
    assert outage.is_waiting
    assert waits[0] <= 0.2
    assert 0.2 < max(waits) <= 10.0


def test_an_outage_that_is_over_is_forgotten() -> None:
    outage = Outage(patience_seconds=60.0)
    for _ in range(9):
        outage.note(StoreUnavailable("away"))
    outage.end()
    assert (outage.is_on, outage.is_waiting, outage.seconds_left) == (False, False, 0.0)
    outage.note(StoreUnavailable("away"))
    assert outage.seconds_left <= 0.2


def test_patience_is_counted_from_the_first_failure() -> None:
    outage = Outage(patience_seconds=0.1)
    outage.note(StoreUnavailable("first"))
    time.sleep(0.15)
    with pytest.raises(StoreUnavailable, match="last"):
        outage.note(StoreUnavailable("last"))
