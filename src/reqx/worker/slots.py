"""The documents a worker has in hand: one child process each."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol

from reqx.errors import ConfigurationError, Crashed, ReqxError, TimedOut
from reqx.extraction import LLM
from reqx.forking import PRELOAD
from reqx.intake.library import Library
from reqx.model.jobs import (
    Cancelled,
    Claim,
    Completed,
    Failure,
    Outcome,
    ProcessDied,
    Progress,
)
from reqx.parsing.ocr import Ocr
from reqx.parsing.sandbox import Child, Fault, Limits, Sandbox
from reqx.pipeline import Processed, Task, process
from reqx.store import Transaction
from reqx.worker.salvage import Again, again, page_at, page_seconds

_CANCEL_SECONDS = 10.0


class Running(Protocol):
    """What a document is in the hands of: a child that reads it, then what asks a model about it.

    `connection` can be read when there is something to `poll`, which sets one of `result` and
    `fault` in the end. `heard` is when `report` came.
    """

    name: str
    connection: Connection
    report: Progress | None
    result: Processed | None
    fault: Fault | None
    heard: float

    @property
    def is_running(self) -> bool:
        """Whether neither a result nor a fault is known yet."""
        ...

    def poll(self) -> None:
        """Take what there is to say. Never waits."""
        ...

    def ask_to_stop(self) -> None:
        """Let it end in its own way."""
        ...

    def end(self, error: ReqxError | None = None) -> None:
        """End it for this reason."""
        ...

    def kill(self) -> None:
        """End it at once; it has no result then."""
        ...


class Asks(Protocol):
    """Who asks a language model about documents that were read (`worker.llm.Asker`)."""

    def start(self, claim: Claim, read: Processed) -> Running:
        """Start to ask about one."""
        ...

    @property
    def error(self) -> ReqxError | None:
        """What no job would fare better with, found beside the documents."""
        ...

    def is_expecting(self, tx: Transaction) -> bool:
        """Return whether jobs that are not due may be soon: what they wait for is looked after."""
        ...

    def close(self) -> None:
        """Let go of all of them."""
        ...


@dataclass(slots=True)
class Slot:
    """One document being processed."""

    claim: Claim
    child: Running
    cancelled_at: float | None = None
    started: float = field(default_factory=time.monotonic)
    left_out: frozenset[int] = frozenset()
    given_up: Failure | ProcessDied | None = None
    """Why pages are left out; so the try ends if what is read without them is nothing."""


class Slots:
    """At most `size` documents at a time, each in its own child under `limits`.

    `asker` None: there is no language model, and a job that wants one stops the worker.
    """

    def __init__(
        self,
        size: int,
        library: Library,
        limits: Limits,
        ocr: Ocr = Ocr.OFF,
        asker: Asks | None = None,
    ) -> None:
        self._size = size
        self._asker = asker
        self._library = library
        self._limits = limits
        self._ocr = ocr
        self._sandbox: Sandbox[Task, Progress, Processed] = Sandbox(process, PRELOAD)
        self._slots: list[Slot] = []

    def __len__(self) -> int:
        return len(self._slots)

    def __iter__(self) -> Iterator[Slot]:
        return iter(tuple(self._slots))

    @property
    def free(self) -> int:
        """How many more documents fit."""
        return self._size - len(self._slots)

    def start(self, claim: Claim) -> Outcome | None:
        """Start on a document; an outcome when it could not even be started."""
        if claim.extractor == LLM and self._asker is None:
            return Failure(_no_model(claim))
        try:
            path = self._library.path(claim.fingerprint)
        except ReqxError as error:
            return Failure(error)
        try:
            self._slots.append(Slot(claim, self._child(claim, path)))
        except (EOFError, OSError) as error:
            # The fork server died or cannot be started: the next start makes a new one.
            return Failure(ReqxError(f"{claim.document}: no process could be started: {error!r}"))
        return None

    def collect(self) -> list[tuple[Claim, Outcome]]:
        """Take what the children have to say; free the slots of those that ended, return them."""
        ended = []
        for slot in self:
            self._watch(slot)
            outcome = outcome_of(slot.child)
            if outcome is None or self._is_asked_about(slot) or self._goes_on(slot, outcome):
                continue
            self._slots.remove(slot)
            ended.append((slot.claim, _in_the_end(slot, outcome)))
        return ended

    def cancel(self, slot: Slot) -> None:
        """Ask a document's child to stop; one that has not after ten seconds is killed.

        `collect` returns it as cancelled when it has ended.
        """
        now = time.monotonic()
        if slot.cancelled_at is None:
            slot.cancelled_at = now
            slot.child.ask_to_stop()
        elif now - slot.cancelled_at > _CANCEL_SECONDS:
            slot.child.end()

    def stop(self, slot: Slot) -> None:
        """End one document's child; it has no outcome then."""
        slot.child.kill()
        self._slots.remove(slot)

    @property
    def error(self) -> ReqxError | None:
        """What no job would fare better with, found beside the documents."""
        return None if self._asker is None else self._asker.error

    def is_expecting(self, tx: Transaction) -> bool:
        """Return whether jobs that are not due may be soon."""
        return self._asker is not None and self._asker.is_expecting(tx)

    def close(self) -> None:
        """Let go of whatever outlives the documents."""
        if self._asker is not None:
            self._asker.close()

    def _is_asked_about(self, slot: Slot) -> bool:
        """Go on from a document that was read to a model, where one is to be asked about it."""
        read = slot.child.result
        if self._asker is None or slot.cancelled_at is not None or not read or not read.brief:
            return False
        slot.child = self._asker.start(slot.claim, read)
        return True

    def _watch(self, slot: Slot) -> None:
        """Take what the child has to say; end one that has been silent at a page for too long."""
        child = slot.child
        child.poll()
        page = page_at(slot.claim, child.report) if child.is_running else None
        seconds = page_seconds(self._limits)
        if page is not None and time.monotonic() - child.heard > seconds:
            child.end(TimedOut(f"{child.name}: page {page} not finished after {seconds:g} seconds"))
            child.poll()

    def _goes_on(self, slot: Slot, outcome: Outcome) -> bool:
        """Start on the document again without the page that stopped its child, where that helps."""
        if slot.cancelled_at is not None or not isinstance(outcome, Failure | ProcessDied):
            return False
        before, seconds = Again(slot.left_out, self._limits), time.monotonic() - slot.started
        more = again(slot.claim, outcome, slot.child.report, before, seconds)
        if more is None:
            return False
        slot.given_up = slot.given_up or outcome
        slot.left_out = more.left_out
        try:
            path = self._library.path(slot.claim.fingerprint)
            slot.child = self._child(slot.claim, path, more)
        except (EOFError, OSError, ReqxError):
            return False
        return True

    def _child(
        self, claim: Claim, path: Path, how: Again | None = None
    ) -> Child[Progress, Processed]:
        how = how or Again(frozenset(), self._limits)
        task = Task(
            path,
            claim.document,
            claim.media_type,
            claim.fingerprint,
            claim.extractor,
            how.left_out,
            self._ocr,
        )
        return self._sandbox.start(task, claim.document, how.limits)


def _in_the_end(slot: Slot, outcome: Outcome) -> Outcome:
    if isinstance(outcome, Completed):
        return _with_reason(outcome, slot.given_up)
    if slot.cancelled_at is not None:
        return Cancelled()
    return slot.given_up or outcome


def _with_reason(outcome: Completed, why: Failure | ProcessDied | None) -> Completed:
    """Add to the warnings, which name the pages that are missing, why they are."""
    if why is None:
        return outcome
    found = outcome.extraction
    warning = f"The reader was stopped and went on without them: {why.error.message}."
    return Completed(replace(found, warnings=(*found.warnings, warning)))


def _no_model(claim: Claim) -> ConfigurationError:
    return ConfigurationError(
        f"job {claim.job_id} wants the language model, and none is configured",
        hint="Set REQX_LLM_BASE_URL and REQX_LLM_MODEL (and REQX_LLM_API_KEY), or queue it with "
        "--extractor rules.",
    )


def outcome_of(child: Running) -> Outcome | None:
    """Return how a document ended; None while it is running."""
    if child.result is not None:
        return Completed(child.result.extraction)
    if child.fault is None:
        return None
    if isinstance(child.fault.error, Crashed):
        return ProcessDied(child.fault.error)
    return Failure(child.fault.error, child.fault.traceback)
