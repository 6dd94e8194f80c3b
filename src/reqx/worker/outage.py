"""A database that does not answer: when to try again, and when to give up."""

import time

from reqx.errors import StoreUnavailable
from reqx.model.backoff import Backoff

_BACKOFF = Backoff(first_seconds=0.2, cap_seconds=10.0)


class Outage:
    """Begins with the first error that is noted, ends with `end`."""

    def __init__(self, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self._began_at: float | None = None
        self._failures = 0
        self._next_at = 0.0

    @property
    def is_on(self) -> bool:
        """Whether the last use of the database failed."""
        return self._began_at is not None

    @property
    def is_waiting(self) -> bool:
        """Whether it is too early to try again."""
        return self.seconds_left > 0

    @property
    def seconds_left(self) -> float:
        """How long to wait before the next try; 0 without an outage."""
        return max(0.0, self._next_at - time.monotonic()) if self.is_on else 0.0

    def note(self, error: StoreUnavailable) -> None:
        """Set the next try, jittered: all workers miss the same server. Raise after too long."""
        now = time.monotonic()
        if self._began_at is None:
            self._began_at = now
        if now - self._began_at >= self._patience_seconds:
            raise error
        self._failures += 1
        self._next_at = now + _BACKOFF.delay(self._failures)

    def end(self) -> None:
        """Note that the database answers."""
        self._began_at = None
        self._failures = 0
