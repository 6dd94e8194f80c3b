"""What is needed in the end is imported while others work."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Timer

_AFTER_SECONDS = 0.5
"""By then documents are being read: the first one is not kept waiting."""


@contextmanager
def imported_meanwhile(*modules: str, after: float = _AFTER_SECONDS) -> Iterator[None]:
    """Import these while the block waits for other processes, once it has lasted so many seconds.

    What has not begun at its end is left to who needs it.
    """

    def load() -> None:
        for module in modules:
            import_module(module)

    timer = Timer(after, load)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
