"""Workers are killed at random points, while others go on and what is done is queued again."""

import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import psutil

from trials import history
from trials.ground import Ground
from trials.promise import Death, Promise
from trials.result import Result
from trials.site import Process, Site

DOCUMENTS = 60
WORKERS = 4
FEWEST_LIVE = 20
PAUSE_SECONDS = 1.0
"""The mean time between two kills: a worker lives for about four of them."""

VICTIMS = ("worker", "group", "child")


@dataclass
class Crew:
    """Workers that are killed and replaced."""

    site: Site
    dice: Random
    workers: list[Process] = field(default_factory=list)
    deaths: list[Death] = field(default_factory=list)
    killed: Counter[str] = field(default_factory=Counter)
    left_behind: list[psutil.Process] = field(default_factory=list)
    found: list[str] = field(default_factory=list)

    def hire(self) -> None:
        """Start workers until all places are taken; one that ended by itself is a finding."""
        for worker in self.workers:
            if not worker.is_running and worker.popen.returncode != -signal.SIGKILL:
                self.found.append(f"a worker ended by itself: {worker.output()[-300:]}")
        self.workers = [worker for worker in self.workers if worker.is_running]
        while len(self.workers) < WORKERS:
            self.workers.append(
                self.site.start("work", "--interval", "0.5", "--concurrency", "2", "--quiet")
            )

    def kill_one(self) -> None:
        """Kill a worker, a worker with its children, or one of its children."""
        worker = self.dice.choice(self.workers)
        how = self.dice.choice(VICTIMS)
        children = worker.children()
        if how == "child" and children:
            self.killed[how] += 1
            _kill(self.dice.choice(children))
            return
        self.killed["group" if how == "group" else "worker"] += 1
        self.left_behind += children
        self.deaths.append(Death(worker.pid, time.time()))
        if how == "group":
            worker.signal_group(signal.SIGKILL)
        else:
            worker.popen.kill()
        worker.popen.wait()

    def kill_all(self) -> None:
        """Kill everyone at once."""
        for worker in self.workers:
            self.deaths.append(Death(worker.pid, time.time()))
            worker.signal_group(signal.SIGKILL)
            worker.popen.wait()

    def orphans(self) -> Iterator[str]:
        """Yield the children that outlived their worker."""
        for child in self.left_behind:
            if child.is_running() and child.status() != psutil.STATUS_ZOMBIE:
                yield f"process {child.pid} outlived its worker: {' '.join(child.cmdline())[:100]}"


def _kill(child: psutil.Process) -> None:
    try:
        child.kill()
    except psutil.NoSuchProcess:
        return


def kill(ground: Ground, kills: int) -> Result:
    """Kill so many times, then let the work be finished."""
    folder, yields = ground.documents("kill", min(DOCUMENTS, 10 + kills))
    with ground.site("kill") as site:
        site.run("upload", "-r", folder)
        crew = Crew(site, ground.dice)
        retried: set[int] = set()
        for _ in range(kills):
            crew.hire()
            time.sleep(ground.dice.uniform(0, 2 * PAUSE_SECONDS))
            crew.kill_one()
            retried |= feed(site)
        crew.kill_all()
        retried |= site.drain()
        promise = Promise(
            accepted=frozenset(yields),
            yields=yields,
            retried=frozenset(retried),
            deaths=tuple(crew.deaths),
            lease_seconds=site.lease_seconds,
        )
        jobs = len(site.history().jobs)
        how = ", ".join(f"{count} {name}" for name, count in sorted(crew.killed.items()))
        done = f"{kills} kills ({how}) in {jobs} jobs, {len(retried)} parked"
        return ground.judge("kill", done, promise, site, [*crew.found, *crew.orphans()])


def feed(site: Site) -> set[int]:
    """Queue everything again when little is left to do; return the jobs that had been parked."""
    if len(history.live(site.url)) >= FEWEST_LIVE:
        return set()
    parked = {job.id for job in site.history().jobs if job.status == "FAILED"}
    if parked:
        site.run("jobs", "retry", "--status", "FAILED", "--yes")
    site.run("enqueue", "--status", "DONE", "--force")
    return parked
