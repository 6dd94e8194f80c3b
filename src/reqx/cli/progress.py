"""What long work shows on stderr: bars on a terminal, a line a document of a worker elsewhere."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from reqx.cli import render
from reqx.errors import BatchPending, ReqxError
from reqx.model.jobs import (
    Claim,
    Completed,
    Failure,
    JobStatus,
    Outcome,
    ProcessDied,
    Progress,
    Snoozed,
)

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from reqx.worker.orders import Observer

T = TypeVar("T")


@contextmanager
def observe(*, quiet: bool) -> Iterator["Observer"]:
    """Give an observer for a worker: bars where stderr is a terminal, plain lines else.

    `quiet`: only what fails is said.
    """
    if quiet or not sys.stderr.isatty():
        yield Lines(quiet=quiet)
        return
    with _bars() as bars:
        yield Display(bars)


def counted(items: Iterable[T], what: str, total: Callable[[], int]) -> Iterator[T]:
    """Yield the items, with a bar of how many there were where stderr is a terminal.

    `total` is asked for only there.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    # Lines for a terminal go above the bar; what goes to a file or another program is left alone.
    with _bars(is_beside_lines=sys.stdout.isatty()) as bars:
        task = bars.add_task(what, total=total())
        for item in items:
            yield item
            bars.advance(task)


class Lines:
    """One plain line a document, when it has ended."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def claimed(self, claim: Claim) -> None:
        """Say nothing: the line comes when the document has ended."""

    def progressed(self, claim: Claim, progress: Progress) -> None:
        """Say nothing: a log has no bars."""

    def settled(self, claim: Claim, outcome: Outcome, status: JobStatus | None) -> None:
        """Say how the document ended."""
        if not self._quiet or not isinstance(outcome, Completed):
            render.note(ending(claim, outcome, status))

    def interrupted(self, error: ReqxError) -> None:
        """Say that the worker waits for the database."""
        render.note(outage(error))

    def stopping(self, running: int) -> None:
        """Say that the signal was heard."""
        if not self._quiet:
            render.note(farewell(running))


class Display:
    """A bar for each document in hand, in pages, and a line above them when one has ended."""

    def __init__(self, bars: "Bars") -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}
        self._documents = bars.add_task("documents", total=None)

    def claimed(self, claim: Claim) -> None:
        """Add the document's bar."""
        name = render.safe(claim.document)
        self._tasks[claim.token] = self._bars.add_task(name, total=None)

    def progressed(self, claim: Claim, progress: Progress) -> None:
        """Move the document's bar."""
        task = self._tasks.get(claim.token)
        if task is not None and progress.phase == "parse":
            self._bars.update(task, completed=progress.done, total=progress.total)

    def settled(self, claim: Claim, outcome: Outcome, status: JobStatus | None) -> None:
        """Replace the document's bar by a line."""
        task = self._tasks.pop(claim.token, None)
        if task is not None:
            self._bars.remove_task(task)
        self._bars.advance(self._documents)
        self._bars.console.print(render.safe_text(ending(claim, outcome, status)))

    def interrupted(self, error: ReqxError) -> None:
        """Say that the worker waits for the database."""
        self._bars.console.print(render.safe_text(outage(error)))

    def stopping(self, running: int) -> None:
        """Say that the signal was heard."""
        self._bars.console.print(render.safe_text(farewell(running)))


def ending(claim: Claim, outcome: Outcome, status: JobStatus | None) -> str:
    """Return one line: what became of the document, and why."""
    head = f"job {claim.job_id}  {claim.document}:"
    if status is None:
        return f"{head} lease lost, another worker has it"
    if status is JobStatus.CANCELLED:
        return f"{head} cancelled"
    if isinstance(outcome, Completed):
        return f"{head} {_yield_of(outcome)}"
    if isinstance(outcome, Snoozed):
        return f"{head} waits for {render.duration(outcome.seconds)} ({outcome.reason})"
    if isinstance(outcome, Failure | ProcessDied):
        return f"{head} {_fault(outcome.error, status)}"
    return f"{head} given back"


def _fault(error: ReqxError, status: JobStatus) -> str:
    if isinstance(error, BatchPending):
        return error.message
    verb = "failed" if status is JobStatus.FAILED else "will be tried again"
    return f"{verb} ({error.code}): {error.message}"


def _yield_of(outcome: Completed) -> str:
    extraction = outcome.extraction
    found = render.quantity(len(extraction.requirements), "requirement")
    pages = extraction.numbered_pages
    place = f" on {render.quantity(pages, 'page')}" if pages else ""
    notes = f"; warning: {'; '.join(extraction.warnings)}" if extraction.warnings else ""
    return f"{found}{place}{notes}"


def outage(error: ReqxError) -> str:
    """Return what to say when the database went away."""
    return f"waiting: {error.message}"


def farewell(running: int) -> str:
    """Return what to say at the first signal."""
    if not running:
        return "stopping"
    count = render.quantity(running, "document")
    return f"stopping after {count} in hand; once more to give back at once"


def _bars(*, is_beside_lines: bool = True) -> "Bars":
    from rich.progress import (  # noqa: PLC0415 - start-up
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
    )
    from rich.progress import Progress as Bars  # noqa: PLC0415 - start-up
    from rich.table import Column  # noqa: PLC0415 - start-up

    # The name is foreign text: markup off, and cut before the numbers are.
    name = TextColumn(
        "{task.description}",
        markup=False,
        table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1),
    )
    return Bars(
        name,
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=render.console(sys.stderr),
        transient=True,
        redirect_stdout=is_beside_lines,
        expand=True,
    )
