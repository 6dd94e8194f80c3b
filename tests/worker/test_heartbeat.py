"""The heartbeat: what is in hand stays in hand, and what operators want gets here."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import delete, select

from reqx.model.jobs import Progress, Released
from reqx.store import Store, jobs, schema, workers
from reqx.worker.heartbeat import Heartbeat
from tests import make
from tests.worker.workshop import wait_until

LEASE_SECONDS = 30.0


@contextmanager
def beating(store: Store, lease_seconds: float = LEASE_SECONDS) -> Iterator[Heartbeat]:
    with Heartbeat(store, "worker-1", 3, lease_seconds) as heartbeat:
        with store.hold() as tx:
            heartbeat.register(tx)
            heartbeat.register(tx)
        yield heartbeat


def test_what_is_in_hand_is_renewed_until_it_is_dropped(store: Store) -> None:
    make.job(store)
    claim = make.claim(store, lease_seconds=LEASE_SECONDS)
    with beating(store) as heartbeat, store.hold() as tx:
        heartbeat.hold(claim)
        (before,) = jobs.held(tx)
        wait_until(lambda: jobs.held(tx)[0].lease_expires_at > before.lease_expires_at)
        assert not heartbeat.has_lost(claim)
        heartbeat.drop(claim)
        make.expire(tx, claim.job_id)
        heartbeat._over.wait(0.5)
        assert jobs.rescue(tx, backoff=make.NO_WAIT) == [claim.job_id]


def test_a_claim_that_was_taken_away_is_lost(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with beating(store) as heartbeat, store.hold() as tx:
        heartbeat.hold(claim)
        assert not heartbeat.has_lost(claim)
        make.settle(tx, claim, Released())
        wait_until(lambda: heartbeat.has_lost(claim))
        assert not heartbeat.is_cancelled(claim)


def test_a_cancelled_job_is_told_from_the_others(store: Store) -> None:
    for name in "ab":
        make.job(store, name)
    cancelled, other = make.claim(store), make.claim(store)
    with beating(store) as heartbeat, store.hold() as tx:
        for claim in (cancelled, other):
            heartbeat.hold(claim)
        jobs.cancel(tx, [cancelled.job_id])
        wait_until(lambda: heartbeat.is_cancelled(cancelled))
        assert not heartbeat.is_cancelled(other)
        assert not heartbeat.has_lost(cancelled)


def test_progress_is_written_down(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with beating(store) as heartbeat, store.hold() as tx:
        heartbeat.hold(claim)
        heartbeat.report(claim, Progress("parse", 3, 9))
        wait_until(lambda: jobs.get(tx, claim.job_id).progress == Progress("parse", 3, 9))


def test_the_worker_is_known_with_what_it_is(store: Store) -> None:
    with beating(store), store.hold() as tx:
        (worker,) = workers.find(tx)
        assert (worker.id, worker.slots) == ("worker-1", 3)
        assert worker.version is not None
        wait_until(lambda: workers.find(tx)[0].seen_at > worker.started_at)


def test_a_worker_that_was_forgotten_makes_itself_known_again(store: Store) -> None:
    with beating(store), store.hold() as tx:
        tx.run(delete(schema.workers))
        wait_until(lambda: [worker.id for worker in workers.find(tx)] == ["worker-1"])


def test_what_operators_want_gets_here(store: Store) -> None:
    with beating(store) as heartbeat, store.hold() as tx:
        workers.pause(tx, ["worker-1"])
        wait_until(lambda: heartbeat.instruction.is_paused)
        workers.resume(tx, ["worker-1"])
        wait_until(lambda: not heartbeat.instruction.is_paused)


def test_nobody_beats_before_the_worker_is_known(store: Store) -> None:
    with Heartbeat(store, "worker-1", 1, LEASE_SECONDS) as heartbeat, store.hold() as tx:
        heartbeat._over.wait(0.5)
        assert tx.rows(select(schema.workers)) == []


def test_a_beat_that_fails_is_made_up_for(postgresql_store: Store, postgresql_url: str) -> None:
    make.job(postgresql_store)
    claim = make.claim(postgresql_store, lease_seconds=LEASE_SECONDS)
    with beating(postgresql_store) as heartbeat, psycopg.connect(postgresql_url) as admin:
        admin.execute("SET LOCAL lock_timeout = '5s'")
        admin.execute("ALTER TABLE workers RENAME TO away")
        admin.commit()
        heartbeat.hold(claim)
        heartbeat._over.wait(0.5)
        assert heartbeat.is_alive
        admin.execute("ALTER TABLE away RENAME TO workers")
        admin.commit()
        with postgresql_store.hold() as tx:
            (before,) = jobs.held(tx)
            wait_until(lambda: jobs.held(tx)[0].lease_expires_at > before.lease_expires_at)
