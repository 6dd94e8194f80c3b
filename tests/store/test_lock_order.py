"""Who writes many jobs does it in the order of their ids: they wait, but not for each other."""

from threading import Thread

import psycopg
import pytest

from reqx.model.jobs import Released
from reqx.store import Store, jobs
from tests import make
from tests.worker.workshop import wait_until

LOCK = "SELECT id FROM jobs WHERE id = %s FOR UPDATE NOWAIT"
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.mark.parametrize("others", [0, 50])
def test_what_ended_is_traded_in_the_order_of_the_jobs(
    postgresql_store: Store, postgresql_url: str, others: int
) -> None:
    first, second, third = [make.job(postgresql_store, name) for name in "abc"]
    with postgresql_store.begin() as tx:
        for job_id in (first, second, third):
            # All at once: a clock that is set back between two of them would change their order.
            make.change_job(tx, job_id, scheduled_at=make.LONG_AGO)
    for number in range(others):
        make.document(postgresql_store, f"{number}.pdf")
    claimer = jobs.Claimer(jobs.Terms("worker-1", 60.0, 7200.0))
    watcher = psycopg.connect(postgresql_url, autocommit=True)
    with postgresql_store.hold() as tx, watcher:
        # What the planner knows of the documents decides how it joins them.
        watcher.execute("UPDATE documents SET processed_at = created_at WHERE id > %s", [third])
        watcher.execute("ANALYZE documents")
        claims = claimer.claim(tx, 2)
        assert [claim.job_id for claim in claims] == [first, second]
        ended = [(claim, Released()) for claim in reversed(claims)]
        trade = Thread(target=jobs.trade, args=(tx, ended, claimer, 1, make.NO_WAIT))
        with psycopg.connect(postgresql_url) as other:
            other.execute(LOCK, [first])
            trade.start()
            wait_until(lambda: watcher.execute(WAITING).fetchall())
            assert other.execute(LOCK, [second]).fetchall() == [(second,)]
        trade.join()
