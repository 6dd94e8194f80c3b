"""`reqx limits`: how much all workers together may do at once, or in a minute."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from reqx.cli import budgets, options, render
from reqx.cli.environment import open_store
from reqx.cli.listing import Listing
from reqx.cli.table import Column
from reqx.errors import UsageError
from reqx.model import records
from reqx.model.jobs import EXTRACT_REQUIREMENTS, JobStatus
from reqx.model.limits import Limit

if TYPE_CHECKING:
    from reqx.store import Transaction

app = typer.Typer(
    help="Limits that all workers share: list, set.", no_args_is_help=True, rich_markup_mode=None
)

budgets.register(app)

_NONE = "none"
_HIGHEST_RATE = 1e12
_LISTING: Listing[Limit] = Listing(
    records.limit,
    (
        Column("Name", lambda limit: limit.name),
        Column("Running", lambda limit: limit.running),
        Column("At most", lambda limit: limit.max_running or ("" if limit.per_minute else _NONE)),
        Column("A minute", lambda limit: f"{limit.per_minute:g}" if limit.per_minute else ""),
    ),
)


@app.command("list", epilog="Example: reqx limits list")
def list_limits(json: options.Json = False, jsonl: options.JsonLines = False) -> None:
    """List the limits: of jobs at once, and of what is taken in a minute."""
    form = options.form_of(json, jsonl)
    with open_store() as store, store.read() as transaction:
        found = list(_limits(transaction))
    _LISTING.show((found, None), form, empty="")


def _parse_count(text: str) -> int:
    """Return a number of jobs; 0 for "none"."""
    if text.lower() == _NONE:
        return 0
    if not (text.isdecimal() and text.isascii() and 0 < int(text[:9]) == int(text)):
        raise typer.BadParameter(f"'{text}' is not a number of jobs; write 1 or more, or none.")
    return int(text)


def _parse_rate(text: str) -> float:
    """Return an amount a minute; 0 for "none"."""
    if text.lower() == _NONE:
        return 0.0
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not 0 < rate <= _HIGHEST_RATE:
        raise typer.BadParameter(f"'{text}' is not a rate; write a number above 0, or none.")
    return rate


@app.command(
    "set",
    epilog=f"\b\nExamples:\n  reqx limits set {EXTRACT_REQUIREMENTS} --max-running 4\n"
    "  reqx limits set llm-requests --per-minute 60",
)
def set_limit(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help=f"{EXTRACT_REQUIREMENTS}, or a rate's name.")
    ],
    max_running: Annotated[
        int | None,
        typer.Option(parser=_parse_count, metavar="N|none", help="Jobs of this type at once."),
    ] = None,
    per_minute: Annotated[
        float | None,
        typer.Option(parser=_parse_rate, metavar="N|none", help="How much of it in a minute."),
    ] = None,
    json: options.Json = False,
) -> None:
    """Set a limit for all workers on the database, or lift it (none). Running jobs go on."""
    from reqx.store import queues, rates  # noqa: PLC0415 - start-up

    _check(name, max_running, per_minute)
    with open_store() as store, store.begin() as transaction:
        if max_running is not None:
            queues.limit(transaction, max_running or None, name)
        if per_minute is not None:
            rates.set_rate(transaction, name, per_minute or None)
    limit = Limit(name, max_running or None, None, per_minute or None)
    if json:
        render.json(records.limit(limit))
    else:
        render.say(_said(limit))


def _said(limit: Limit) -> str:
    if limit.max_running is not None:
        return f"{limit.name}: at most {render.quantity(limit.max_running, 'job')} at once"
    if limit.per_minute is not None:
        return f"{limit.name}: at most {limit.per_minute:g} a minute"
    return f"{limit.name}: no limit"


def _limits(transaction: "Transaction") -> Iterator[Limit]:
    from reqx.store import jobs, queues, rates  # noqa: PLC0415 - start-up

    policy = queues.policy(transaction)
    running = jobs.counts(transaction)[JobStatus.PROCESSING]
    yield Limit(policy.name, policy.max_running, running)
    for rate in rates.find(transaction):
        yield Limit(rate.name, per_minute=rate.per_minute)


def _check(name: str, max_running: int | None, per_minute: float | None) -> None:
    """Refuse a limit of a kind that the name has not, and no limit at all."""
    is_type = name == EXTRACT_REQUIREMENTS
    if max_running is None and per_minute is None:
        raise UsageError("no limit is given", hint="Give --max-running N or --per-minute N.")
    if (per_minute if is_type else max_running) is not None:
        kind = "--max-running" if is_type else "--per-minute"
        raise UsageError(
            f"{name} takes {kind} only",
            hint=f"Jobs have {EXTRACT_REQUIREMENTS} for a name, any other name is a rate's.",
        )
