"""Waiting for whichever comes first: something to read, or the end of a time."""

import select
from collections.abc import Iterable
from typing import Protocol


class Readable(Protocol):
    """Anything with a descriptor that becomes readable: a pipe, a socket, a bell."""

    def fileno(self) -> int:
        """Return the descriptor."""


def wait(readables: Iterable[Readable], seconds: float) -> None:
    """Return when one of them can be read or has been closed at its other end, or in `seconds`.

    `multiprocessing.connection.wait` makes a selector, and an object for each of them, at every
    call: with ten slots of short jobs a twentieth of a worker's time.
    """
    poll = select.poll()
    for readable in readables:
        poll.register(readable.fileno(), select.POLLIN)
    poll.poll(seconds * 1000)
