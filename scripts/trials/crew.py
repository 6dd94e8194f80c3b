"""Workers that are meant to stay, whatever is done to the database."""

import signal
import time
from collections.abc import Iterator, Sequence

from trials.history import live, workers
from trials.site import Process, Site, wait_until

PATIENCE_SECONDS = 300.0


def hire(site: Site, count: int) -> list[Process]:
    """Start workers that stay; return them when they are at work.

    One that finds no database when it starts may end: that is for whoever started it to see.
    """
    words = ("work", "--interval", "0.5", "--concurrency", "2", "--quiet")
    hired = [site.start(*words) for _ in range(count)]
    wait_until(_are_at_work(site, count), "workers to begin")
    return hired


def _are_at_work(site: Site, count: int) -> Iterator[bool]:
    while True:
        yield workers(site.url) >= count


def dismiss(hired: Sequence[Process]) -> Iterator[str]:
    """Tell them to go; yield those that had gone already, or went in anger."""
    for worker in hired:
        is_gone = not worker.is_running
        status = worker.end(signal.SIGTERM)
        if is_gone or status not in (0, 3, 4):
            yield f"a worker ended with {status}: {worker.output()[-300:]}"


def wait_for(site: Site, hired: Sequence[Process], left: int = 0) -> None:
    """Wait until only so many jobs are left, or no worker is there any more."""
    wait_until(_is_down_to(site, hired, left), "the work to go on", PATIENCE_SECONDS)


def _is_down_to(site: Site, hired: Sequence[Process], left: int) -> Iterator[bool]:
    while True:
        yield len(live(site.url)) <= left or not any(worker.is_running for worker in hired)
        time.sleep(0.2)
