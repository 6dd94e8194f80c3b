"""Starts fresh processes: what one contestant loaded, another need not carry."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SECONDS = 3 * 3600
_SCRIPTS = str(Path(__file__).resolve().parent.parent)


@dataclass(frozen=True)
class Said:
    """The JSON lines a process printed, and, when it failed, its last words on stderr."""

    lines: list[dict[str, Any]]
    failure: str = ""


def run(task: str, **arguments: object) -> dict[str, Any]:
    """Run a task of `reading.__main__` in a process of its own; RuntimeError when it fails."""
    said = listen(task, **arguments)
    if said.failure or not said.lines:
        raise RuntimeError(f"{task}: {said.failure or 'it said nothing'}")
    return said.lines[-1]


def each(task: str, paths: Iterable[Path]) -> tuple[list[dict[str, Any]], list[str]]:
    """Run a task that says a line a file; return the lines, and the files that ended its process.

    After a file that did, a new process goes on with the next.
    """
    said_of: list[dict[str, Any]] = []
    deaths: list[str] = []
    left = [str(path) for path in paths]
    while left:
        said = listen(task, paths=left)
        said_of += said.lines
        left = left[len(said.lines) :]
        if left:
            deaths.append(f"{left.pop(0)}: {said.failure}")
    return said_of, deaths


def listen(task: str, **arguments: object) -> Said:
    """Run a task and return what it said, also when it died."""
    ended = subprocess.run(
        [sys.executable, "-m", "reading", task],
        input=json.dumps(arguments),
        env={**os.environ, "PYTHONPATH": _SCRIPTS},
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )
    lines = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    if not ended.returncode:
        return Said(lines)
    last = ended.stderr.strip().rpartition("\n")[2]
    return Said(lines, f"exit status {ended.returncode}: {last}")
