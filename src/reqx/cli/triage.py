"""Acting on many jobs: which ones, whether a person agreed, and in batches."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import typer

from reqx.cli.known import check_documents
from reqx.cli.render import quantity
from reqx.errors import UsageError
from reqx.model.filters import JobFilter, Window
from reqx.model.jobs import JobStatus

if TYPE_CHECKING:
    from reqx.store import Store, Transaction

_ASK_ABOVE = 20
BATCH = 1000
_RETRIED = (JobStatus.FAILED, JobStatus.CANCELLED)


@dataclass(frozen=True, slots=True)
class Selection:
    """The jobs a command means: these ids, or all that a filter matches. Never every job."""

    ids: tuple[int, ...]
    which: JobFilter

    def __post_init__(self) -> None:
        """Refuse a selection that says nothing, or says it twice."""
        is_filtered = self.which != JobFilter()
        if self.ids and is_filtered:
            raise UsageError("ids and filters exclude each other", hint="Give one or the other.")
        if not self.ids and not is_filtered:
            raise UsageError(
                "no job is named", hint="Give job ids, or a filter such as --status FAILED."
            )


def retry(store: "Store", selection: Selection, batch: int = BATCH) -> list[int]:
    """Retry the jobs; return their ids, the oldest first.

    An id that cannot be retried is an error, and nothing is done. A filter passes over jobs in
    other states, and over those with a newer job for the same document; what it finds is retried
    `batch` jobs a transaction.
    """
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    if selection.ids:
        with store.begin() as transaction:
            jobs.retry(transaction, selection.ids)
        return list(selection.ids)
    found = _batches(store, selection.which, batch, jobs.retry)
    return list(chain.from_iterable(found))


def count_retried(store: "Store", selection: Selection) -> int:
    """Return how many jobs `retry` would retry; raise what it would raise. Nothing changes."""
    if selection.ids:
        _rehearse(store, selection.ids)
        return len(selection.ids)
    with store.read() as transaction:
        check_documents(transaction, selection.which.document_ids)
    return sum(map(len, _batches(store, selection.which, BATCH)))


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


class _Rehearsed(Exception):
    """Rolls back what was only tried."""


def _rehearse(store: "Store", ids: Sequence[int]) -> None:
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    with suppress(_Rehearsed), store.begin() as transaction:
        jobs.retry(transaction, ids)
        raise _Rehearsed


def _batches(
    store: "Store",
    which: JobFilter,
    size: int,
    act: "Callable[[Transaction, Sequence[int]], None] | None" = None,
) -> Iterator[list[int]]:
    statuses = tuple(status for status in which.statuses or _RETRIED if status in _RETRIED)
    cursor: str | None = None
    # No status left would mean every status to the store.
    is_more = bool(statuses)
    while is_more:
        with store.begin() if act else store.read() as transaction:
            window = Window(size, cursor, "id")
            batch, cursor = _find(transaction, replace(which, statuses=statuses), window)
            if act and batch:
                act(transaction, batch)
        yield batch
        is_more = cursor is not None


def _find(
    transaction: "Transaction", which: JobFilter, window: Window
) -> tuple[list[int], str | None]:
    """Return the ids of the jobs that are the newest of their document, and the next cursor."""
    from reqx.store import jobs  # noqa: PLC0415 - start-up

    found, cursor = jobs.find(transaction, which, window)
    newest = jobs.latest(transaction, [job.document_id for job in found])
    return [job.id for job in found if newest[job.document_id] == job.id], cursor
