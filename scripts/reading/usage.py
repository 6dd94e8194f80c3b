"""What this process has used."""

import resource
import sys
from pathlib import Path

import psutil

_MEBIBYTE = 1 << 20
_STATUS = Path("/proc/self/status")


def cpu_seconds() -> float:
    """Return the CPU time of this process, in user and system mode."""
    used = resource.getrusage(resource.RUSAGE_SELF)
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
