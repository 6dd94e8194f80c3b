"""How the queue stands, in numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reqx.model.jobs import JobStatus


@dataclass(frozen=True, slots=True)
class Waiting:
    """The PENDING jobs: due now, not due before a time somebody set, or before their next try.

    `oldest_due_at` is since when the first of those that are due has been so, by the database's
    clock, which shows `now`.
    """

    due: int
    scheduled: int
    to_retry: int
    oldest_due_at: datetime | None
    now: datetime

    @property
    def oldest_due_seconds(self) -> float | None:
        """How long the job that waits longest has been due."""
        if self.oldest_due_at is None:
            return None
        return max(0.0, (self.now - self.oldest_due_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Stats:
    """The whole queue, and how many documents there are.

    `last_hour` and `last_day` count by status the jobs that ended since; `failures`, by the class
    of the error, those of the last day that failed.
    """

    jobs: Mapping[JobStatus, int]
    waiting: Waiting
    last_hour: Mapping[JobStatus, int]
    last_day: Mapping[JobStatus, int]
    failures: Mapping[str, int]
    documents: int
