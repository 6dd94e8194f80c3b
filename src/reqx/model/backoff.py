"""How long a job waits before its next try."""

import random
from collections.abc import Callable
from dataclasses import dataclass

LEAST_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential back-off with full jitter: one minute, two, four ... up to an hour.

    Jitter spreads the retries of jobs that failed together, say when an endpoint was down.
    """

    first_seconds: float = 60.0
    cap_seconds: float = 3600.0

    def bound(self, attempt: int) -> float:
        """Return the longest wait in seconds after try number `attempt`, from 1."""
        # 2**60 is over any cap; a larger power would overflow a float.
        doublings = min(max(attempt - 1, 0), 60)
        return min(self.cap_seconds, self.first_seconds * 2.0**doublings)

    def delay(self, attempt: int, draw: Callable[[], float] = random.random) -> float:
        """Return a wait in seconds, uniform from 1 s (or the bound, if less) to the bound.

        `draw` gives a number from 0 to 1.
        """
        bound = self.bound(attempt)
        least = min(LEAST_SECONDS, bound)
        return least + (bound - least) * draw()
