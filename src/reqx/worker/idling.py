"""When to look for work again: soon after work was found, then less and less often."""

import random
import time

_FIRST_SECONDS = 0.05


class Idling:
    """The wait between two polls: from 50 ms, doubling, jittered, never above `longest` seconds."""

    def __init__(self, longest: float) -> None:
        self._longest = longest
        self._next_wait = min(_FIRST_SECONDS, longest)
        self._over_at = time.monotonic()

    def is_over(self) -> bool:
        """Return whether it is time to look."""
        return time.monotonic() >= self._over_at

    def seconds_left(self) -> float:
        """Return how long to wait until then."""
        return max(0.0, self._over_at - time.monotonic())

    def note(self, *, found: int) -> None:
        """Set the next look, after one that found so many jobs."""
        wait = min(_FIRST_SECONDS, self._longest) if found else self._next_wait
        self._next_wait = min(2 * wait, self._longest)
        # Jitter keeps the workers of many machines from polling in step.
        self._over_at = time.monotonic() + wait * random.uniform(0.75, 1.0)  # noqa: S311 - no secret

    def end(self) -> None:
        """Look at once: a slot has become free."""
        self._next_wait = min(_FIRST_SECONDS, self._longest)
        self._over_at = time.monotonic()
