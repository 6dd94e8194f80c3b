"""What this process has used."""

import ctypes
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

import psutil

_MEBIBYTE = 1 << 20
_STATUS = Path("/proc/self/status")
_PR_SET_CHILD_SUBREAPER = 36


def cpu_seconds() -> float:
    """Return the CPU time of this process, in user and system mode."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def adopt() -> None:
    """Become the parent of grandchildren whose parent has ended: prctl(2), Linux only."""
    if sys.platform != "linux":
        raise RuntimeError("the CPU time of a command's processes is known on Linux only")
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children_seconds() -> float:
    """Return the CPU time that the children have used, when all of them have ended."""
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_mb() -> float:
    """Return the most resident memory this process has had, in MiB."""
    if _STATUS.exists():
        # Linux hands the peak in rusage on from the process that started this one.
        lines = _STATUS.read_text(encoding="ascii", errors="replace").splitlines()
        return next(int(x.split()[1]) / 1024 for x in lines if x.startswith("VmHWM:"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (_MEBIBYTE if sys.platform == "darwin" else 1024)


def resident_mb() -> float:
    """Return the resident memory of this process now, in MiB."""
    resident: int = psutil.Process().memory_info().rss
    return resident / _MEBIBYTE
