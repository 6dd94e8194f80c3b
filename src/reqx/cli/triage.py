"""Acting on many jobs: which ones, whether a person agreed, in batches, and what was done."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import typer

from reqx.cli import render
from reqx.cli.environment import open_store
from reqx.cli.known import check_documents
from reqx.cli.progress import counted
from reqx.cli.render import quantity
from reqx.errors import UsageError
from reqx.model.filters import JobFilter

if TYPE_CHECKING:
    from reqx.store import Store
    from reqx.store.jobs.bulk import Verb

_ASK_ABOVE = 20
_NAMED_AT_MOST = 20
_LISTED_AT_MOST = 1000
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do to jobs, as it is said: `verb` "retry", `done` "retried".

    `has_default`: without a filter it means some jobs, not all. `after` is what to do next.
    """

    verb: str
    done: str
    has_default: bool = False
    after: str = ""


RETRY = Deed("retry", "retried", after="Process them: reqx work --drain")
CANCEL = Deed("cancel", "cancelled")
PRUNE = Deed("prune", "pruned", has_default=True)


@dataclass(frozen=True, slots=True)
class Order:
    """The jobs a command means, these ids or all that a filter matches, and how to go about it."""

    ids: tuple[int, ...]
    which: JobFilter
    is_dry: bool = False
    is_agreed: bool = False
    is_json: bool = False


@dataclass(slots=True)
class Done:
    """To how many jobs it was done, how many of them a worker has in hand, and the first ids."""

    count: int = 0
    running: int = 0
    ids: list[int] = field(default_factory=list)

    def add(self, ids: Sequence[int], running: int) -> None:
        """Count these too; of millions of ids only the first are worth keeping."""
        self.count += len(ids)
        self.running += running
        self.ids += ids[: _LISTED_AT_MOST - len(self.ids)]


def carry_out(deed: Deed, order: Order) -> None:
    """Do it, or say to how many jobs it would be done; print what came of it."""
    _check(deed, order)
    with open_store() as store:
        count = count_meant(store, deed, order)
        if order.is_dry:
            _say_would(deed, count, is_json=order.is_json)
        elif agree(count, deed.verb, is_agreed=order.is_agreed):
            _say_done(deed, act(store, deed, order, count), is_json=order.is_json)
        else:
            _say_done(deed, Done(), is_json=order.is_json)


def act(store: "Store", deed: Deed, order: Order, count: int, batch: int = BATCH) -> Done:
    """Do it to the jobs, about `count` of them.

    An id it cannot be done to is an error, and nothing is done. A filter passes over such jobs;
    what it finds is done `batch` jobs a transaction.
    """
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    done = Done()
    if order.ids:
        with store.begin() as transaction:
            done.add(order.ids, jobs.bulk.apply(transaction, _verb(deed), order.ids))
        return done
    for _ in counted(_one_by_one(store, deed, order.which, batch, done), deed.done, lambda: count):
        pass
    return done


def count_meant(store: "Store", deed: Deed, order: Order) -> int:
    """Return to how many jobs `act` would do it; raise what it would raise. Nothing changes."""
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    if order.ids:
        _rehearse(store, deed, order.ids)
        return len(order.ids)
    with store.read() as transaction:
        check_documents(transaction, order.which.document_ids)
        return jobs.bulk.count(transaction, _verb(deed), order.which)


def agree(count: int, verb: str, *, is_agreed: bool) -> bool:
    """Return whether to go on: asks on a terminal when many jobs are meant.

    UsageError when nobody can be asked.
    """
    if is_agreed or count <= _ASK_ABOVE:
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            f"{quantity(count, 'job')} to {verb}, and nobody to ask", hint="Add --yes if so."
        )
    return typer.confirm(f"{verb.capitalize()} {quantity(count, 'job')}?", err=True)


def _check(deed: Deed, order: Order) -> None:
    """Refuse an order that says nothing, or says it twice."""
    is_filtered = order.which != JobFilter()
    if order.ids and is_filtered:
        raise UsageError("ids and filters exclude each other", hint="Give one or the other.")
    if not (order.ids or is_filtered or deed.has_default):
        raise UsageError(
            "no job is named", hint="Give job ids, or a filter such as --status FAILED."
        )


class _Rehearsed(Exception):
    """Rolls back what was only tried."""


def _rehearse(store: "Store", deed: Deed, ids: Sequence[int]) -> None:
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    with suppress(_Rehearsed), store.begin() as transaction:
        jobs.bulk.apply(transaction, _verb(deed), ids)
        raise _Rehearsed


def _one_by_one(
    store: "Store", deed: Deed, which: JobFilter, size: int, done: Done
) -> Iterator[int]:
    """Do it batch by batch; yield each job it was done to, and count it in `done`."""
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    after: int | None = 0
    with store.hold() as transaction:
        while after is not None:
            batch = jobs.bulk.batch(transaction, _verb(deed), which, after, size)
            done.add(batch.ids, batch.running)
            yield from batch.ids
            after = batch.cursor


def _verb(deed: Deed) -> "Verb":
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    return {"retry": jobs.RETRY, "cancel": jobs.CANCEL, "prune": jobs.PRUNE}[deed.verb]


def _say_would(deed: Deed, count: int, *, is_json: bool) -> None:
    if is_json:
        render.json({f"would_{deed.verb}": count})
    else:
        render.say(f"{quantity(count, 'job')} would be {deed.done}")


def _say_done(deed: Deed, done: Done, *, is_json: bool) -> None:
    if is_json:
        render.json({deed.done: done.ids, "count": done.count, "running": done.running})
        return
    names = f": {', '.join(map(str, done.ids))}" if 0 < done.count <= _NAMED_AT_MOST else ""
    render.say(f"{quantity(done.count, 'job')} {deed.done}{names}")
    if done.running:
        render.note(f"{done.running} of them still run; the next heartbeat of the worker ends that")
    if done.count and deed.after:
        render.note(deed.after)
