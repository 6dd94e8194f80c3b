"""Imported by the fork server alone, before anything else.

A service manager sends SIGTERM to every process of the service. The fork server must outlive the
documents that its children are finishing; it ends by itself when the worker is gone.
"""

import signal
import sys
from pickle import UnpicklingError
from types import TracebackType


def _tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say what ended a new process, unless it is that its worker was killed while starting it.

    Such a process knows half of what it is to do; the job is rescued as any other.
    """
    if not issubclass(kind, EOFError | UnpicklingError):
        sys.__excepthook__(kind, error, trace)


signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.excepthook = _tell
