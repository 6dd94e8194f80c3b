"""When a worker takes no more work, and when it gives back what it has."""

import signal
import time

from reqx.errors import ReqxError
from reqx.worker.orders import Orders, Tally, Until
from reqx.worker.shutdown import Shutdown


class Ending:
    """Knows every reason to end: orders fulfilled, signals, an operator's wish, an error.

    `error` is what has to be raised in the end: a setting or a schema that no job can succeed with.
    """

    def __init__(self, orders: Orders, tally: Tally, shutdown: Shutdown) -> None:
        self.error: ReqxError | None = None
        self.is_stop_requested = False
        self.has_released = False
        self._orders = orders
        self._tally = tally
        self._shutdown = shutdown
        self._started = time.monotonic()
        self._signalled_at: float | None = None

    @property
    def is_near(self) -> bool:
        """Whether no more jobs are to be claimed."""
        is_told = self._shutdown.count > 0 or self.is_stop_requested or self.error is not None
        return is_told or self._is_late() or self.allowance <= 0

    @property
    def is_now(self) -> bool:
        """Whether what is in hand is to be given back unfinished.

        After a second signal; and when the grace of SIGTERM is over, as a service manager that
        sent it will soon kill. Ctrl-C is a person, who is told that a second one does it.
        """
        if self._shutdown.count == 0:
            return False
        now = time.monotonic()
        self._signalled_at = self._signalled_at or now
        is_over = (
            self._shutdown.last == signal.SIGTERM
            and now - self._signalled_at >= self._orders.grace_seconds
        )
        return self._shutdown.count > 1 or is_over

    @property
    def allowance(self) -> int:
        """How many more jobs the orders allow in this run."""
        most = 1 if self._orders.until is Until.ONE_JOB else self._orders.max_jobs
        return self._orders.concurrency if most is None else most - self._tally.claimed

    @property
    def seconds(self) -> float:
        """How long the worker has been at work."""
        return time.monotonic() - self._started

    def _is_late(self) -> bool:
        most = self._orders.max_seconds
        return most is not None and self.seconds >= most
