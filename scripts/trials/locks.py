"""Several workers and commands share a database that somebody locks for a long time."""

import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import text

from reqx.store import connect
from trials import crew
from trials.ground import Ground
from trials.promise import Promise
from trials.result import Result
from trials.site import Site

WORKERS = 4
DOCUMENTS = 40
HELD_AFTER = (0.1, 0.6)
LOCK = {
    # The write transaction of SQLite is the lock.
    "sqlite": "SELECT 1",
    "postgresql": "LOCK TABLE jobs IN EXCLUSIVE MODE",
}


def locks(ground: Ground, seconds: float) -> Result:
    """Work for so long; twice, for a sixth of the time, nobody can write."""
    folder, yields = ground.documents("locks", DOCUMENTS)
    # The lease that users have: a lock outlasts a short one.
    with ground.site("locks", lease_seconds=60.0) as site:
        site.run("upload", "-r", folder)
        workers = crew.hire(site, WORKERS)
        rounds = _keep_busy(site, seconds)
        found = [*crew.dismiss(workers)]
        promise = Promise(frozenset(yields), yields, retried=site.drain())
        jobs = len(site.history().jobs)
        held = f"{len(HELD_AFTER)} locks of {seconds / 6:.0f} s"
        done = f"{WORKERS} workers for {seconds:.0f} s, {jobs} jobs, {rounds} commands, {held}"
        return ground.judge("locks", done, promise, site, found)


def _keep_busy(site: Site, seconds: float) -> int:
    """Queue the documents again and again, while others hold the lock; return how often."""
    ends_at, rounds = time.monotonic() + seconds, 0
    with ThreadPoolExecutor() as pool:
        holders = [pool.submit(hold, site.url, seconds * part, seconds / 6) for part in HELD_AFTER]
        while time.monotonic() < ends_at:
            site.run("enqueue", "--status", "DONE", "--force")
            rounds += 1
        for holder in holders:
            holder.result()
    return rounds


def hold(url: str, after: float, seconds: float) -> None:
    """Wait, then keep everybody else from writing."""
    store = connect(url)
    time.sleep(after)
    try:
        with store.begin() as tx:
            tx.run(text(LOCK[tx.dialect]))
            time.sleep(seconds)
    finally:
        store.close()
