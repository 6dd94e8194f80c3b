"""Imported by the fork server alone, before anything else.

A service manager sends SIGTERM to every process of the service. The fork server must outlive the
documents that its children are finishing; it ends by itself when the worker is gone.

Its output is the worker's: what a native library may print has no place among the requirements, and
who reads them from a pipe waits for the end of everyone who could write there.
"""

import os
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


def _close_output() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


_close_output()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.excepthook = _tell
