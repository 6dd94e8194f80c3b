"""`reqx work`: the worker."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import render, worker_view
from reqx.cli.environment import library, limits_of, open_store, settings
from reqx.cli.options import Json, parse_duration
from reqx.cli.progress import observe
from reqx.errors import UsageError

if TYPE_CHECKING:
    from reqx.store import Store
    from reqx.worker import Orders, Tally, Worker
    from reqx.worker.orders import Observer, Until

Concurrency = Annotated[int, typer.Option(min=1, max=64, metavar="N", help="Documents at a time.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless something fails.")]

_SIGNAL_BASE = 128
_EXAMPLES = (
    "\b\nExamples:\n  reqx work --interval 5\n  reqx work --drain -q"
    "\n  reqx work --llm-batch --drain --max-runtime 9h"
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("work", epilog=_EXAMPLES)(work)


def work(
    interval: Annotated[
        float, typer.Option(min=0.05, metavar="SECONDS", help="Longest wait between two polls.")
    ] = 5,
    drain: Annotated[bool, typer.Option("--drain", help="End when no job is due.")] = False,
    once: Annotated[bool, typer.Option("--once", help="End after one job.")] = False,
    concurrency: Concurrency = 1,
    max_jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="End after so many jobs.")
    ] = None,
    max_runtime: Annotated[
        float | None,
        typer.Option(parser=parse_duration, metavar="6h", help="Claim nothing after that time."),
    ] = None,
    llm_batch: Annotated[
        bool, typer.Option("--llm-batch", help="Ask the language model in batches, at half price.")
    ] = False,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Process what is queued, most urgent first.

    Runs until it is signalled, or --drain or --once is given. The first SIGTERM or Ctrl-C
    finishes the current documents, a second one gives them back; so does SIGTERM after
    REQX_GRACE_SECONDS [30].

    --llm-batch sends what a language model is to be asked to the server's Batch API (OpenAI has
    one). A job waits for its batch, no try counted, and goes on when it has come in: minutes to 24
    hours later. With --drain the worker stays until all batches have come in, or --max-runtime is
    over; the next run, or any other worker with the same server, takes in what is left.
    """
    orders = orders_of(
        until_of(drain=drain, once=once), interval, concurrency, max_jobs, max_runtime
    )
    with open_store() as store, observe(quiet=quiet) as observer:
        say_if_paused(store, is_quiet=quiet)
        worker = worker_of(store, orders, observer, is_batching=llm_batch)
        tally = worker.run()
    if json:
        render.json(asdict(tally))
    elif not quiet:
        render.note(summary(tally))
    raise typer.Exit(exit_status(worker))


def say_if_paused(store: "Store", *, is_quiet: bool) -> None:
    """Tell why nothing will be started, when that is so."""
    from reqx.store import queues  # noqa: PLC0415 - start-up

    with store.read() as transaction:
        policy = queues.policy(transaction)
    if policy.is_paused and not is_quiet:
        render.note(worker_view.pause(policy))


def worker_of(
    store: "Store", orders: "Orders", observer: "Observer", *, is_batching: bool = False
) -> "Worker":
    """Return a worker that processes documents in children of this process."""
    from reqx.cli.language_model import asker_of  # noqa: PLC0415 - start-up
    from reqx.parsing.ocr import Ocr  # noqa: PLC0415 - start-up
    from reqx.worker import Slots, Worker  # noqa: PLC0415 - start-up

    ocr, asker = Ocr(settings().ocr), asker_of(store, orders, is_batching=is_batching)
    slots = Slots(orders.concurrency, library(), orders.limits, ocr, asker)
    return Worker(store, slots, orders, observer)


def until_of(*, drain: bool, once: bool) -> "Until":
    """Return when to end; UsageError for both at once."""
    from reqx.worker.orders import Until  # noqa: PLC0415 - start-up

    if drain and once:
        raise UsageError("--drain and --once exclude each other", hint="Choose one.")
    if once:
        return Until.ONE_JOB
    return Until.DRAINED if drain else Until.SIGNALLED


def orders_of(
    until: "Until",
    interval: float,
    concurrency: int,
    max_jobs: int | None = None,
    max_seconds: float | None = None,
    *,
    only: tuple[int, ...] = (),
) -> "Orders":
    """Complete what the options say with the settings."""
    from reqx.model.backoff import Backoff  # noqa: PLC0415 - start-up
    from reqx.worker import Orders  # noqa: PLC0415 - start-up

    values = settings()
    return Orders(
        limits=limits_of(values),
        until=until,
        interval=interval,
        concurrency=concurrency,
        lease_seconds=values.lease_seconds,
        backoff=Backoff(values.backoff_seconds),
        only=only,
        max_jobs=max_jobs,
        max_seconds=max_seconds,
        deadline_seconds=values.deadline_seconds,
        grace_seconds=values.grace_seconds,
        patience_seconds=values.patience_seconds,
        is_pruning=values.prune,
    )


def summary(tally: "Tally") -> str:
    """Return one line for the operator."""
    parts = [f"{tally.completed} completed", f"{tally.failed} failed"]
    parts += [f"{tally.retried} to be tried again"] if tally.retried else []
    parts += [f"{tally.parked} sent to wait for a batch"] if tally.parked else []
    parts += [f"{tally.cancelled} cancelled"] if tally.cancelled else []
    return (
        f"{', '.join(parts)}; {tally.requirements} requirements from {tally.pages} pages"
        f" in {tally.seconds:.1f} s"
    )


def exit_status(worker: "Worker") -> int:
    """128 + the signal when documents were given back unfinished, else what the tally says."""
    if worker.has_released and worker.signal is not None:
        return interrupted_status(worker.signal)
    return worker.tally.exit_status


def interrupted_status(number: int) -> int:
    """Return the shell's exit status for a program that a signal ended."""
    return _SIGNAL_BASE + number
