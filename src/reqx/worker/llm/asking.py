"""One document of which a model is being asked: what a slot has in hand after its child."""

import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing import Pipe

from reqx.errors import Crashed, ReqxError
from reqx.model.jobs import Progress
from reqx.parsing.sandbox import Fault
from reqx.pipeline import Processed

Work = Callable[[Callable[[Progress], None]], Processed]


class Asking:
    """Runs the work in a thread, and looks like a sandbox's child to its slot.

    `stop` tells the work to end; who waits for `connection` wakes up when it has.
    """

    def __init__(self, name: str, work: Work, stop: threading.Event, executor: Executor) -> None:
        self.name = name
        self.heard = time.monotonic()
        self.report: Progress | None = None
        self.result: Processed | None = None
        self.fault: Fault | None = None
        self._stop = stop
        self.connection, self._signal = Pipe(duplex=False)
        self._future = executor.submit(work, self._tell)
        self._future.add_done_callback(self._wake)

    @property
    def is_running(self) -> bool:
        """Whether neither a result nor a fault is known yet."""
        return self.result is None and self.fault is None

    def poll(self) -> None:
        """Take the result if there is one. Never waits."""
        if self.is_running and self._future.done():
            error = self._future.exception()
            if error is None:
                self.result = self._future.result()
            else:
                self.fault = _fault(self.name, error)
            self.connection.close()

    def ask_to_stop(self) -> None:
        """Let it end when the calls under way have: they are paid for."""
        self._stop.set()

    def end(self, error: ReqxError | None = None) -> None:
        """Let go of it for this reason; calls under way are still written down."""
        self._stop.set()
        if self.is_running:
            self.fault = Fault(error or Crashed(f"{self.name}: stopped"))
            self.connection.close()

    def kill(self) -> None:
        """Let go of it; it has no result then."""
        self.end()

    def _tell(self, progress: Progress) -> None:
        self.heard, self.report = time.monotonic(), progress

    def _wake(self, _done: Future[Processed]) -> None:
        # The other end becomes readable.
        self._signal.close()


def _fault(name: str, error: BaseException) -> Fault:
    if isinstance(error, ReqxError):
        return Fault(error)
    words = "".join(traceback.format_exception(error))
    message = f"{name}: reqx has a bug ({type(error).__name__})"
    return Fault(ReqxError(message, hint="Please report it."), words)
