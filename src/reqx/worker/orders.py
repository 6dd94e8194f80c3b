"""What a worker is told, and what it reports in the end."""

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from reqx.errors import ReqxError
from reqx.model.backoff import Backoff
from reqx.model.jobs import Claim, JobStatus, Outcome, Progress
from reqx.parsing.sandbox import Limits


class Until(Enum):
    """When a worker ends by itself."""

    SIGNALLED = auto()
    DRAINED = auto()
    ONE_JOB = auto()


@dataclass(frozen=True, slots=True)
class Orders:
    """How to work. `interval` is the longest wait between two polls, in seconds.

    `only`: these jobs and no others, in this order; a drain then also waits for those of them that
    another worker has in hand. `max_jobs` and `max_seconds` end the worker early, the current
    documents finished. `deadline_seconds` bounds one try. SIGTERM lets documents go on for
    `grace_seconds`. A database that is away is waited for, `patience_seconds` at most.
    `is_pruning`: old jobs are deleted.
    """

    limits: Limits
    until: Until = Until.SIGNALLED
    interval: float = 5.0
    concurrency: int = 1
    lease_seconds: float = 60.0
    backoff: Backoff = field(default_factory=Backoff)
    only: tuple[int, ...] = ()
    max_jobs: int | None = None
    max_seconds: float | None = None
    deadline_seconds: float = 7200.0
    grace_seconds: float = 30.0
    patience_seconds: float = 300.0
    is_pruning: bool = False


@dataclass(slots=True)
class Tally:
    """What a worker did, over its whole run. `parked`: how often a job went to wait for a batch."""

    claimed: int = 0
    completed: int = 0
    failed: int = 0
    retried: int = 0
    cancelled: int = 0
    parked: int = 0
    requirements: int = 0
    pages: int = 0
    seconds: float = 0.0

    @property
    def exit_status(self) -> int:
        """0 nothing failed, 3 some failed, 4 all that ended failed."""
        if not self.failed:
            return 0
        return 3 if self.completed else 4


class Observer(Protocol):
    """Told of what happens, to show it. Must not raise."""

    def claimed(self, claim: Claim) -> None:
        """Tell that a document is being processed now."""
        ...

    def progressed(self, claim: Claim, progress: Progress) -> None:
        """Tell how far it is."""
        ...

    def settled(self, claim: Claim, outcome: Outcome, status: JobStatus | None) -> None:
        """Tell how it ended; status None: the lease was lost, and the result dropped."""
        ...

    def interrupted(self, error: ReqxError) -> None:
        """Tell, once, that the database is away; the worker tries again."""
        ...

    def stopping(self, running: int) -> None:
        """Tell that a signal or an operator ends it, and how many documents it still finishes."""
        ...
