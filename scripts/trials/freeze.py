"""Workers are frozen for three leases while another does their jobs, and then wake up."""

import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from trials import history
from trials.ground import Ground
from trials.promise import Promise
from trials.result import Result
from trials.site import Process, Site, wait_until

AT_ONCE = 5
PAGES = 90
LEASES = 3
LOCK_SECONDS = 10.0
LONGEST_WAIT_SECONDS = 1.5
"""About as long as a document takes: the freeze comes anywhere between claim and settle."""


def freeze(ground: Ground, freezes: int) -> Result:
    """Freeze so many workers, up to five at once, and compare all rows before and after."""
    folder, yields = ground.documents("freeze", min(AT_ONCE, freezes), PAGES)
    frozen = 0
    found: list[str] = []
    with ground.site("freeze") as site:
        site.run("upload", "-r", folder)
        # At least one a round: a worker that ends before its freeze does not count.
        for _ in range(freezes):
            if frozen >= freezes:
                break
            workers = _begin(site, min(AT_ONCE, freezes - frozen))
            _freeze(ground, workers)
            frozen += _in_hand(site, workers)
            found += _take_over(site, workers)
            site.drain()
            site.run("enqueue", "--status", "DONE", "--force")
        site.drain()
        promise = Promise(accepted=frozenset(yields), yields=yields)
        outcomes = Counter(attempt.outcome for attempt in site.history().attempts)
        done = f"{frozen} freezes of {LEASES} leases, {outcomes['lease_expired']} jobs taken over"
        return ground.judge("freeze", done, promise, site, found)


def _begin(site: Site, count: int) -> list[Process]:
    """Start workers, one job each; return them when all have claimed."""
    enough = len(site.history().attempts) + count
    workers = [site.start("work", "--once", "--interval", "0.1") for _ in range(count)]
    wait_until(_are_claimed(site, enough), "workers to claim")
    return workers


def _are_claimed(site: Site, attempts: int) -> Iterator[bool]:
    while True:
        yield len(site.history().attempts) >= attempts


def _freeze(ground: Ground, workers: Sequence[Process]) -> None:
    """Freeze each somewhere in its job, alone or with its children."""
    pauses = sorted(ground.dice.uniform(0, LONGEST_WAIT_SECONDS) for _ in workers)
    begun = time.monotonic()
    for worker, pause in zip(workers, pauses, strict=True):
        time.sleep(max(0.0, begun + pause - time.monotonic()))
        if ground.dice.random() < 0.5:
            worker.signal_group(signal.SIGSTOP)
        elif worker.is_running:
            # Its child goes on, and the result waits in the pipe for when it wakes up.
            worker.popen.send_signal(signal.SIGSTOP)


def _in_hand(site: Site, workers: Sequence[Process]) -> int:
    """Return how many were frozen before they had settled their job."""
    pids = {worker.pid for worker in workers}
    return sum(row.ended_at is None and row.pid in pids for row in site.history().attempts)


def _take_over(site: Site, workers: Sequence[Process]) -> Iterator[str]:
    """Let another worker do the jobs, wake the frozen up, and yield what they changed."""
    wakes_at = time.monotonic() + LEASES * site.lease_seconds
    other = site.start("work", "--drain", "--interval", "0.2", "--concurrency", "2")
    # Who was frozen in the middle of a write keeps the lock of a SQLite database: no longer than
    # others wait for it.
    while time.monotonic() < wakes_at + (LOCK_SECONDS if other.is_running else 0):
        time.sleep(0.1)
    before = history.dump(site.url)
    for worker in workers:
        worker.signal_group(signal.SIGCONT)
    for worker in workers:
        status = worker.wait()
        if status != 0:
            yield f"a worker that woke up ended with {status}: {worker.output()[-300:]}"
    other.wait()
    after = history.dump(site.url)
    for document_id, rows in before.items():
        if after.get(document_id) != rows:
            yield f"document {document_id} was written to by a worker that had lost it"
