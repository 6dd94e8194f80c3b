"""The documents a worker has in hand: one child process each."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reqx.errors import Crashed, ReqxError, TimedOut
from reqx.intake.library import Library
from reqx.model.jobs import (
    Cancelled,
    Claim,
    Completed,
    Extraction,
    Failure,
    Outcome,
    ProcessDied,
    Progress,
)
from reqx.parsing.ocr import Ocr
from reqx.parsing.sandbox import Child, Limits, Sandbox
from reqx.pipeline import Task, process
from reqx.worker.salvage import Again, again, page_at, page_seconds

_CANCEL_SECONDS = 10.0
_PRELOAD = ("reqx.pipeline", "reqx.parsing.pdf", "reqx.parsing.docx", "reqx.extraction.rules.warm")


@dataclass(slots=True)
class Slot:
    """One document being processed."""

    claim: Claim
    child: Child[Progress, Extraction]
    cancelled_at: float | None = None
    started: float = field(default_factory=time.monotonic)
    left_out: frozenset[int] = frozenset()
    given_up: Failure | ProcessDied | None = None
    """Why pages are left out; so the try ends if what is read without them is nothing."""


class Slots:
    """At most `size` documents at a time, each in its own child under `limits`."""

    def __init__(self, size: int, library: Library, limits: Limits, ocr: Ocr = Ocr.OFF) -> None:
        self._size = size
        self._library = library
        self._limits = limits
        self._ocr = ocr
        self._sandbox: Sandbox[Task, Progress, Extraction] = Sandbox(process, _PRELOAD)
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
            if outcome is None or self._goes_on(slot, outcome):
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
    ) -> Child[Progress, Extraction]:
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


def outcome_of(child: Child[Any, Any]) -> Outcome | None:
    """Return how a document ended; None while it is running."""
    if child.result is not None:
        return Completed(child.result)
    if child.fault is None:
        return None
    if isinstance(child.fault.error, Crashed):
        return ProcessDied(child.fault.error)
    return Failure(child.fault.error, child.fault.traceback)
