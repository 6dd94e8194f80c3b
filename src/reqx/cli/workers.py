"""`reqx workers`: who is at work; pausing, resuming and stopping them, or the whole queue."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import options, render, worker_view
from reqx.cli.environment import open_store
from reqx.errors import UsageError
from reqx.model import records

if TYPE_CHECKING:
    from reqx.store import Transaction

app = typer.Typer(
    help="The workers: list, pause, resume, stop.", no_args_is_help=True, rich_markup_mode=None
)

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORKER", help="Their ids, or the first letters of them."),
]


def _parse_pause(text: str) -> float:
    seconds = options.parse_duration(text)
    if seconds <= 0:
        raise typer.BadParameter(f"'{text}' is no time to pause.")
    return seconds


For = Annotated[
    float | None,
    typer.Option(
        "--for",
        parser=_parse_pause,
        metavar="2h",
        help="Resume the queue by itself after that time.",
    ),
]


@app.command("list", epilog="Example: reqx workers list --json")
def list_workers(json: options.Json = False, jsonl: options.JsonLines = False) -> None:
    """List the workers of all machines, and what each is doing."""
    from reqx.store import queues, workers  # noqa: PLC0415 - start-up

    form = options.form_of(json, jsonl)
    with open_store() as store, store.read() as transaction:
        found = workers.find(transaction)
        policy = queues.policy(transaction)
    worker_view.LISTING.show((found, None), form, empty="No worker. Start one: reqx work")
    if policy.is_paused:
        render.note(worker_view.pause(policy))


@app.command(
    "pause", epilog="\b\nExamples:\n  reqx workers pause --for 2h\n  reqx workers pause host1"
)
def pause_workers(names: Names = None, seconds: For = None, json: options.Json = False) -> None:
    """Start no more jobs: on these workers, or without a name anywhere.

    What is being processed goes on. A worker heeds it from its next heartbeat on.
    """
    from reqx.store import queues, workers  # noqa: PLC0415 - start-up

    if names and seconds is not None:
        raise UsageError("--for is for the whole queue", hint="Name no worker, or leave it out.")
    if names:
        _tell(workers.pause, "paused", names, is_json=json)
    else:
        _decide(lambda transaction: queues.pause(transaction, seconds), is_json=json)


@app.command("resume", epilog="Example: reqx workers resume")
def resume_workers(names: Names = None, json: options.Json = False) -> None:
    """Start jobs again: on these workers, or without a name wherever no worker is paused alone."""
    from reqx.store import queues, workers  # noqa: PLC0415 - start-up

    if names:
        _tell(workers.resume, "resumed", names, is_json=json)
    else:
        _decide(queues.resume, is_json=json)


@app.command(
    "stop", epilog="\b\nExamples:\n  reqx workers stop host1-4711\n  reqx workers stop --all"
)
def stop_workers(
    names: Names = None,
    every: Annotated[bool, typer.Option("--all", help="Every worker.")] = False,
    json: options.Json = False,
) -> None:
    """Have workers finish what they have in hand and end."""
    from reqx.store import workers  # noqa: PLC0415 - start-up

    if every == bool(names):
        raise UsageError("give workers, or --all", hint="See reqx workers list")
    _tell(workers.stop, "stopping", names, is_json=json)


def _tell(
    act: "Callable[[Transaction, Sequence[str]], None]",
    done: str,
    names: list[str] | None,
    *,
    is_json: bool,
) -> None:
    """Do it to these workers (None: to all) and say to which; all or none."""
    from reqx.store import workers  # noqa: PLC0415 - start-up

    with open_store() as store, store.begin() as transaction:
        ids = [worker.id for worker in workers.find(transaction)]
        ids = ids if names is None else workers.named(transaction, names)
        act(transaction, ids)
    if is_json:
        render.json({done: ids})
    else:
        which = f": {', '.join(ids)}" if ids else ""
        render.say(f"{render.quantity(len(ids), 'worker')} {done}{which}")


def _decide(act: "Callable[[Transaction], None]", *, is_json: bool) -> None:
    """Do it to the queue, and say how it stands then."""
    from reqx.store import queues  # noqa: PLC0415 - start-up

    with open_store() as store, store.begin() as transaction:
        act(transaction)
        policy = queues.policy(transaction)
    if is_json:
        render.json(records.policy(policy))
    else:
        render.say(worker_view.pause(policy) if policy.is_paused else "The queue is not paused")
