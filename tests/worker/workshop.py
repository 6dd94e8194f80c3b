"""Where the documents of the worker's tests are processed: each does what its name says."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reqx.errors import ConfigurationError, ReqxError
from reqx.intake.library import Library
from reqx.model.jobs import Claim, Completed, JobStatus, Outcome, Progress
from reqx.parsing.sandbox import Limits, Sandbox
from reqx.pipeline import Processed, Task
from reqx.store import Store, jobs
from reqx.worker import Orders, Worker
from reqx.worker.orders import Until
from reqx.worker.slots import Slots
from tests import make

LIMITS = Limits(seconds=60, memory_mb=512)
ORDERS = Orders(LIMITS, Until.DRAINED, interval=0.05, lease_seconds=30.0, backoff=make.NO_WAIT)
PATIENCE_SECONDS = 60.0


def wait_until(is_so: Callable[[], object]) -> None:
    """Wait for what another thread or process does."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < give_up_at, "it did not happen"
        time.sleep(0.01)


def perform(task: Task, report: Callable[[Progress], None]) -> Processed:
    """Process a document, in a child."""
    if task.name.startswith("misset"):
        raise ConfigurationError("no such model")
    if task.name.startswith("deaf"):
        signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    if task.name.startswith(("slow", "deaf")):
        report(Progress("parse", 1, 2))
        wait_until(task.path.exists)
    if task.name.startswith("dead"):
        os._exit(3)
    return Processed(make.extraction(make.requirement(f"Shall {task.name}.")))


class Shelf(Library):
    """A library that has every document, as an empty file or as none."""

    def path(self, fingerprint: str) -> Path:
        return self.root / fingerprint


class Workshop(Slots):
    """Slots with children that run `perform`; a "slow" document waits until it is let go."""

    def __init__(self, size: int, folder: Path) -> None:
        super().__init__(size, Shelf(folder), LIMITS)
        self._folder = folder
        self._sandbox = Sandbox(perform)

    def let_go(self, name: str) -> None:
        (self._folder / make.sha256(name)).touch()


class Desk(Slots):
    """Slots that need no child: a document has its outcome at once, `Completed` unless told."""

    def __init__(self, size: int = 1, **outcomes: list[Outcome]) -> None:
        super().__init__(size, Library(Path("/nowhere")), LIMITS)
        self.started: list[str] = []
        self._outcomes = outcomes

    def start(self, claim: Claim) -> Outcome | None:
        self.started.append(claim.document)
        planned = self._outcomes.get(claim.document, [])
        finding = make.requirement(f"Shall {claim.document}.")
        return planned.pop(0) if planned else Completed(make.extraction(finding))


@dataclass
class Log:
    """An observer that remembers; the first time something happens it may do something."""

    reactions: dict[str, Callable[[], object]]

    def __post_init__(self) -> None:
        self.events: list[str] = []

    def note(self, event: str) -> None:
        self.events.append(event)
        self.reactions.pop(event, lambda: None)()

    def claimed(self, claim: Claim) -> None:
        self.note(f"claimed {claim.document}")

    def progressed(self, claim: Claim, progress: Progress) -> None:
        del progress
        self.note(f"progressed {claim.document}")

    def settled(self, claim: Claim, outcome: Outcome, status: JobStatus | None) -> None:
        del outcome
        self.note(f"settled {claim.document} {status}")

    def interrupted(self, error: ReqxError) -> None:
        del error
        self.note("interrupted")

    def stopping(self, running: int) -> None:
        self.note(f"stopping {running}")


def hired(
    store: Store,
    slots: Slots,
    log: Log | None = None,
    /,
    **changes: Any,  # noqa: ANN401 - any order
) -> Worker:
    """Return a worker that drains the queue, unless the changes to its orders say otherwise."""
    orders = replace(ORDERS, **changes)
    return Worker(store, slots, orders, log or Log({}))


def send(number: signal.Signals) -> Callable[[], None]:
    """Return what sends this process, and so the worker in it, a signal."""
    return lambda: os.kill(os.getpid(), number)


def queue(store: Store, *names: str) -> list[int]:
    return [make.job(store, name) for name in names]


def outcomes(store: Store, job_id: int) -> list[str | None]:
    with store.read() as tx:
        return [attempt.outcome for attempt in jobs.history(tx, job_id)]


def status(store: Store, job_id: int) -> JobStatus:
    with store.read() as tx:
        return jobs.get(tx, job_id).status
