"""Preloaded as the last module: what a process has imported since."""

import os
import sys
from collections.abc import Callable

KNOWN, PID = set(sys.modules), os.getpid()


def since(_argument: None, _report: Callable[[None], None]) -> tuple[bool, list[str]]:
    """Tell whether this was preloaded, and what the process has imported since."""
    return os.getpid() != PID, sorted(set(sys.modules) - KNOWN)
