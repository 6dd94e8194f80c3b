"""The reqx command as a user has it: real processes, on one data directory and one database."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from trials import history
from trials.history import History

PATIENCE_SECONDS = 300.0


@dataclass(slots=True)
class Process:
    """A command that runs, the leader of its own process group; its output goes to `log`."""

    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        return self.popen.pid

    @property
    def is_running(self) -> bool:
        return self.popen.poll() is None

    def children(self) -> list[psutil.Process]:
        """Return its fork server and the documents' processes; none when it is gone."""
        try:
            return psutil.Process(self.pid).children(recursive=True)
        except psutil.Error:
            return []

    def signal_group(self, number: int) -> None:
        """Send a signal to the process and all its children."""
        if self.is_running:
            os.killpg(self.pid, number)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal to the process itself and wait for its end; return the exit status."""
        if self.is_running:
            self.popen.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Wait for its end; return the exit status."""
        try:
            return self.popen.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.signal_group(signal.SIGKILL)
            raise

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@dataclass
class Site:
    """A data directory and a database."""

    home: Path
    url: str
    lease_seconds: float = 2.0
    variables: dict[str, str] = field(default_factory=dict)
    started: list[Process] = field(default_factory=list)

    def run(self, *words: object, status: Iterable[int] = (0,)) -> str:
        """Run a command to its end, with one of these exit statuses; return what it printed."""
        process = self.start(*words)
        found = process.wait()
        if found not in status:
            raise AssertionError(f"reqx {' '.join(map(str, words))}: {found}\n{process.output()}")
        return process.output()

    def start(self, *words: object) -> Process:
        """Start a command."""
        return self.start_python("-m", "reqx", *words)

    def attempt(self, *words: object, largest_file: int | None = None) -> int:
        """Run a command, which may not write files of more bytes; return its exit status."""
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file or soft, hard))
        try:
            process = self.start(*words)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        return process.wait()

    def start_python(self, *words: object, variables: dict[str, str] | None = None) -> Process:
        """Start Python on something, in the environment of the commands."""
        logs = self.home.with_name(f"{self.home.name}-logs")
        logs.mkdir(parents=True, exist_ok=True)
        log = logs / f"{len(self.started)}.txt"
        with log.open("wb") as file:
            popen = subprocess.Popen(
                [sys.executable, *map(str, words)],
                env=self.environment() | (variables or {}),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        process = Process(popen, log)
        self.started.append(process)
        return process

    def environment(self) -> dict[str, str]:
        rest = {name: value for name, value in os.environ.items() if not name.startswith("REQX_")}
        own = {
            "PYTHONUNBUFFERED": "1",
            "REQX_HOME": str(self.home),
            "REQX_DATABASE_URL": self.url,
            "REQX_LEASE_SECONDS": str(self.lease_seconds),
            # What is tried again is tried at once: the trials wait for leases, not for back-off.
            "REQX_BACKOFF_SECONDS": "0",
        }
        return rest | own | self.variables

    def history(self) -> History:
        return history.read(self.url)

    def drain(self, rounds: int = 5) -> frozenset[int]:
        """Work until every job is finished; return the jobs that had to be retried for that.

        What was killed too often is parked as FAILED: an operator puts it back.
        """
        retried: set[int] = set()
        for _ in range(rounds):
            self.run("work", "--drain", "--interval", "0.5", "--concurrency", "2", status=(0, 3, 4))
            parked = [job.id for job in self.history().jobs if job.status == "FAILED"]
            if not parked:
                break
            retried.update(parked)
            self.run("jobs", "retry", "--status", "FAILED", "--yes")
        return frozenset(retried)

    def stop_all(self) -> None:
        """Kill whatever still runs."""
        for process in self.started:
            process.signal_group(signal.SIGKILL)
            process.popen.wait()


@contextmanager
def opened(home: Path, url: str, lease_seconds: float = 2.0) -> Iterator[Site]:
    """Give a site; nothing of it runs on afterwards."""
    site = Site(home, url, lease_seconds)
    try:
        yield site
    finally:
        site.stop_all()


def wait_until(condition: "Iterator[bool]", what: str, seconds: float = 60.0) -> None:
    """Look again and again until the next value is true; AssertionError after `seconds`."""
    give_up_at = time.monotonic() + seconds
    for is_so in condition:
        if is_so:
            return
        if time.monotonic() > give_up_at:
            raise AssertionError(f"waited {seconds:g} s in vain: {what}")
        time.sleep(0.02)
