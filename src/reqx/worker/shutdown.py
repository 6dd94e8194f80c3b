"""SIGTERM and SIGINT: the first asks to finish the current documents, the second to let go."""

import signal
import socket
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Self

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Shutdown:
    """Counts the signals that came, and wakes whoever waits on it.

    Use as a context, in the main thread; the handlers from before come back at its end.
    """

    def __init__(self) -> None:
        self.count = 0
        self.last: int | None = None
        self._awake, self._alarm = socket.socketpair()
        for end in (self._awake, self._alarm):
            end.setblocking(False)

    def fileno(self) -> int:
        """Return a descriptor that becomes readable when a signal comes."""
        return self._awake.fileno()

    def clear(self) -> None:
        """Forget the wake-ups that were seen (not the count)."""
        with suppress(BlockingIOError):
            while self._awake.recv(64):
                pass

    def __enter__(self) -> Self:
        self._wakeup = signal.set_wakeup_fd(self._alarm.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, self._note) for number in _SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        self._awake.close()
        self._alarm.close()

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.count += 1
        self.last = number
