"""One child process per document, forked from a warm parent, under limits.

A file from a stranger may hang, crash or exhaust memory inside a native parser; none of that can
be caught inside a process. So each document runs in a child of multiprocessing's fork server (a
process that has imported the parsers and never started a thread), and comes back as messages:
progress over one pipe, then a result or an error over another, so that who waits for the end is not
woken for each page. A child that dies, is too slow or too large costs its own document only.

Messages are pickled: the child is our own code under our own user, so the pipes are no boundary of
trust, only of damage.
"""

import math
import os
import pickle
import resource
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from types import FrameType
from typing import TYPE_CHECKING, Generic, TypeVar

from reqx import forking
from reqx.errors import Crashed, OutOfMemory, ReqxError, TimedOut, TooLarge

if TYPE_CHECKING:
    import psutil

Argument = TypeVar("Argument")
Report = TypeVar("Report")
Result = TypeVar("Result")

_MEBIBYTE = 1 << 20
_STOP = signal.SIGUSR1
"""Asks a child to end: the signals that people and services send mean the worker, not it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use: seconds by the clock and of CPU time, MiB of memory and result.

    Memory is what is resident. The child itself watches the CPU time: also when its worker is gone.
    """

    seconds: float
    memory_mb: int
    cpu_seconds: float = 600.0
    output_mb: int = 64


_OURS: ContextVar[Limits | None] = ContextVar("limits", default=None)
"""In a child, the limits that it is under."""


@dataclass(frozen=True, slots=True)
class Fault:
    """The document failed with `error`; `traceback` tells where, for an error of our own making."""

    error: ReqxError
    traceback: str | None = None


@dataclass(frozen=True, slots=True)
class _Returned:
    """The result, pickled: its size is known before the worker has it in memory."""

    packed: bytes


class _Stopped(BaseException):
    """The child was asked to end; no parser's `except Exception` may catch it."""


@dataclass(slots=True)
class Child(Generic[Report, Result]):
    """A document's process. `result` or `fault` is set when it has ended.

    `connection` can be read when it has ended, `reports` when it says how far it is; who waits for
    the first has to `poll` every now and then, so that the second never fills. `heard` is when its
    last report was taken (`time.monotonic`).
    """

    name: str
    limits: Limits
    connection: Connection
    reports: Connection
    process: ForkServerProcess
    started: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    report: Report | None = None
    result: Result | None = None
    fault: Fault | None = None
    peak_bytes: int = 0
    _measured: "psutil.Process | None" = None

    @property
    def is_running(self) -> bool:
        """Whether neither a result nor a fault is known yet."""
        return self.result is None and self.fault is None

    def poll(self) -> None:
        """Take the messages that have come; kill the child if over a limit. Never waits."""
        has_ended = self.is_running and self.connection.poll()
        if self.is_running:
            self._hear()
        if has_ended:
            self._receive()
        if self.is_running:
            self._enforce()
        if not self.is_running:
            self._close()

    def ask_to_stop(self) -> None:
        """Let the child end in its own way, as soon as it comes back from native code."""
        if self.process.pid is not None and self.process.is_alive():
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, _STOP)

    def end(self, error: ReqxError | None = None) -> None:
        """Kill the child for this reason; the next `poll` finds it ended."""
        self._end(Fault(error or Crashed(f"{self.name}: stopped")))

    def kill(self) -> None:
        """End the child at once; it has no result then."""
        self.end()
        self._close()

    def _hear(self) -> None:
        # Closed at its other end, the pipe can be read for ever: its end is told by the other one.
        with suppress(EOFError, OSError):
            while self.reports.poll():
                self.report = self.reports.recv()
                self.heard = time.monotonic()

    def _receive(self) -> None:
        try:
            message = self.connection.recv()
        except (EOFError, OSError):
            self._end(self._death())
            return
        if isinstance(message, _Returned):
            self.result = pickle.loads(message.packed)  # noqa: S301 - see the module docstring
        else:
            self.fault = message

    def _death(self) -> Fault:
        self.process.join()
        code = self.process.exitcode or 0
        if -code == signal.SIGXCPU:
            return Fault(self._too_busy())
        if self.peak_bytes > self.limits.memory_mb * _MEBIBYTE // 2:
            # The limit on its data segment made an allocation fail, and the parser aborted.
            return Fault(self._too_large())
        how = f"signal {-code}" if code < 0 else f"exit status {code}"
        return Fault(Crashed(f"{self.name}: its process died ({how}) while reading it"))

    def _enforce(self) -> None:
        if time.monotonic() - self.started > self.limits.seconds:
            self._end(Fault(self._too_slow()))
            return
        import psutil  # noqa: PLC0415 - the fork server needs none, and imports this module

        with suppress(psutil.Error):
            # Made once, which takes longer than to ask it.
            self._measured = self._measured or psutil.Process(self.process.pid)
            used = self._measured.memory_info().rss
            self.peak_bytes = max(self.peak_bytes, used)
            if used > self.limits.memory_mb * _MEBIBYTE:
                self._end(Fault(self._too_large()))

    def _too_slow(self) -> TimedOut:
        return TimedOut(f"{self.name}: not finished after {self.limits.seconds:g} seconds")

    def _too_busy(self) -> TimedOut:
        return TimedOut(
            f"{self.name}: not finished after {self.limits.cpu_seconds:g} seconds of CPU time",
            hint="Split the document, or raise REQX_DOCUMENT_CPU_SECONDS.",
        )

    def _too_large(self) -> OutOfMemory:
        return OutOfMemory(f"{self.name}: needs more than {self.limits.memory_mb} MB of memory")

    def _end(self, fault: Fault) -> None:
        self.process.kill()
        self.fault = fault

    def _close(self) -> None:
        if self.connection.closed:
            return
        self.connection.close()
        self.reports.close()
        self.process.join()
        self.process.close()


class Sandbox(Generic[Argument, Report, Result]):
    """Runs `target(argument, report)`, a function at a module's top level, in children."""

    def __init__(
        self,
        target: Callable[[Argument, Callable[[Report], None]], Result],
        preload: Sequence[str] = (),
    ) -> None:
        """Prepare the warm parent; it starts with the first child and imports `preload`."""
        self._target = target
        self._context = forking.prepared(preload)

    def start(self, argument: Argument, name: str, limits: Limits) -> Child[Report, Result]:
        """Start a child on `argument`; `name` is what its errors call the document."""
        ours, theirs = self._context.Pipe(duplex=False)
        reports, reporting = self._context.Pipe(duplex=False)
        work: _Work[Argument, Report, Result] = _Work(
            self._target, argument, reporting, name, limits
        )
        process = self._context.Process(target=_main, args=(work, theirs), daemon=True)
        with theirs, reporting:
            process.start()
        return Child(name, limits, ours, reports, process)


@dataclass(slots=True)
class _Work(Generic[Argument, Report, Result]):
    """What a child is to do: its target's argument, and where it says how far it is."""

    target: Callable[[Argument, Callable[[Report], None]], Result]
    argument: Argument
    reports: Connection
    name: str
    limits: Limits


def _main(work: _Work[Argument, Report, Result], connection: Connection) -> None:
    """Take the limits on, work, send one last message: the child's life."""
    # Ctrl-C reaches the whole terminal group, SIGTERM the whole service: only the worker decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(_STOP, _stop)
    _take_limits(work.limits)
    with connection, suppress(BrokenPipeError, _Stopped):
        connection.send(_attempt(work))


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _Stopped


def _attempt(work: _Work[Argument, Report, Result]) -> _Returned | Fault:
    name = work.name
    try:
        result = work.target(work.argument, work.reports.send)
        return _Returned(_packed(result, name, work.limits))
    except BrokenPipeError:
        raise  # The worker is gone: nobody to tell.
    except _Stopped:
        return Fault(Crashed(f"{name}: stopped"))
    except MemoryError:
        return Fault(OutOfMemory(f"{name}: needs more memory than one document may use"))
    except ReqxError as error:
        return Fault(error)
    except Exception as error:  # noqa: BLE001 - a bug met by one document must not stop the night
        message = f"{name}: reqx has a bug ({type(error).__name__}: {error})"
        return Fault(ReqxError(message, hint="Please report it."), traceback.format_exc())


def _packed(result: object, name: str, limits: Limits) -> bytes:
    packed = pickle.dumps(result, pickle.HIGHEST_PROTOCOL)
    if len(packed) > limits.output_mb * _MEBIBYTE:
        raise TooLarge(
            f"{name}: its text and requirements take more than {limits.output_mb} MB",
            hint="Split the document, or raise REQX_DOCUMENT_OUTPUT_MB.",
        )
    return packed


def _take_limits(limits: Limits) -> None:
    _OURS.set(limits)
    _lower(resource.RLIMIT_CPU, math.ceil(limits.cpu_seconds))
    _lower(resource.RLIMIT_CORE, 0)
    # Resident memory is judged by the parent; this stops an allocation too sudden for its polls.
    _lower(resource.RLIMIT_DATA, 2 * limits.memory_mb * _MEBIBYTE)


def allowed_seconds() -> float | None:
    """Return how long this process may work on its document, None outside of a sandbox."""
    limits = _OURS.get()
    return None if limits is None else limits.seconds


def _lower(kind: int, value: int) -> None:
    """Lower a limit, where the system has it: macOS knows some of them by name only."""
    _, hard = resource.getrlimit(kind)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    with suppress(ValueError, OSError):
        resource.setrlimit(kind, (ceiling, hard))
