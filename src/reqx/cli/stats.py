"""`reqx stats`: how the queue stands."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from reqx.cli import options, render, spending_view, table, worker_view
from reqx.cli.environment import open_store
from reqx.cli.render import quantity
from reqx.model import records
from reqx.model.jobs import JobStatus
from reqx.model.limits import Policy
from reqx.model.stats import Stats, Waiting
from reqx.model.workers import Worker, WorkerState


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("stats", epilog="\b\nExamples:\n  reqx stats --json\n  reqx stats --llm")(stats)


def stats(
    llm: Annotated[
        bool, typer.Option("--llm", help="What the language model did cost instead.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Show how the queue stands: what waits, what was done lately, what failed, who works."""
    from reqx.store import jobs, queues, workers  # noqa: PLC0415 - start-up

    if llm:
        _show_spending(options.form_of(json, False))
        return

    with open_store() as store, store.read() as transaction:
        found = jobs.stats(transaction)
        at_work = workers.find(transaction)
        policy = queues.policy(transaction)
    if json:
        render.json(records.stats(found, at_work, policy))
    else:
        table.show_fields(_fields(found, at_work, policy))


def _show_spending(form: options.Form) -> None:
    from reqx.store.llm import spending  # noqa: PLC0415 - start-up

    with open_store() as store, store.read() as transaction:
        found = spending.find(transaction)
    spending_view.LISTING.show((found, None), form, empty="No language model was called yet.")


def _fields(found: Stats, at_work: Sequence[Worker], policy: Policy) -> list[tuple[str, object]]:
    oldest = found.waiting.oldest_due_seconds
    return [
        ("Waiting", _waiting(found.waiting)),
        ("Oldest due", None if oldest is None else f"for {render.duration(oldest)}"),
        ("Processing", found.jobs[JobStatus.PROCESSING]),
        ("Finished", _by_status(found.jobs)),
        ("Last hour", _by_status(found.last_hour)),
        ("Last 24 h", _by_status(found.last_day)),
        ("Failures", _failures(found)),
        ("Documents", found.documents),
        ("Workers", _workers(at_work)),
        ("Limit", None if policy.max_running is None else f"{policy.max_running} jobs at once"),
        ("Queue", worker_view.pause(policy) if policy.is_paused else None),
    ]


def _waiting(waiting: Waiting) -> str:
    parts = [f"{waiting.due} due"]
    parts += [f"{waiting.scheduled} scheduled"] if waiting.scheduled else []
    parts += [f"{waiting.to_retry} waiting to retry"] if waiting.to_retry else []
    return ", ".join(parts)


def _failures(found: Stats) -> str | None:
    if not found.failures:
        return None
    return ", ".join(f"{count} {name}" for name, count in found.failures.items()) + " (last 24 h)"


def _by_status(numbers: Mapping[JobStatus, int]) -> str:
    ends = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED)
    return ", ".join(f"{numbers[status]} {status.value.lower()}" for status in ends)


def _workers(at_work: Sequence[Worker]) -> str:
    alive = [worker for worker in at_work if worker.state is not WorkerState.LOST]
    states = [worker.state for worker in at_work]
    counts = [f"{states.count(state)} {state.value}" for state in WorkerState if state in states]
    slots = sum(worker.slots for worker in alive)
    return f"{', '.join(counts)}; {quantity(slots, 'slot')}" if counts else "none"
