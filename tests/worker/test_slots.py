"""How a document's child ends decides the outcome of its job."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reqx.errors import Encrypted, StorageError
from reqx.intake.library import Library
from reqx.model.jobs import Cancelled, Claim, Completed, Failure, Outcome, ProcessDied
from reqx.parsing import PDF
from reqx.parsing.sandbox import Child, Limits, Sandbox
from reqx.worker.slots import Slot, Slots, outcome_of
from tests import make
from tests.end_to_end.documents import pdf
from tests.parsing import sandbox_targets as targets
from tests.worker.workshop import Workshop, wait_until

LIMITS = Limits(seconds=30, memory_mb=512)


def claim_of(fingerprint: str, name: str = "pump") -> Claim:
    return Claim(1, name, 1, 1, 3, 1, "tender.pdf", fingerprint, PDF, "rules")


def outcome(target: Callable[..., int]) -> Outcome | None:
    child = Sandbox[int, Any, Any](target).start(3, "tender.pdf", LIMITS)
    while child.is_running:
        time.sleep(0.01)
        child.poll()
    return outcome_of(child)


def test_dead_child_is_charged_to_the_crash_budget() -> None:
    assert isinstance(outcome(targets.abort), ProcessDied)


def test_document_error_is_a_failure_with_that_error() -> None:
    ended = outcome(targets.refuse)
    assert isinstance(ended, Failure)
    assert isinstance(ended.error, Encrypted)


def test_bug_is_a_failure_that_keeps_its_traceback() -> None:
    ended = outcome(targets.stumble)
    assert isinstance(ended, Failure)
    assert "ZeroDivisionError" in (ended.traceback or "")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


def keep(library: Library, folder: Path, word: str) -> str:
    return make.keep(library, pdf(folder / f"{word}.pdf", word=word).read_bytes())


def test_documents_run_side_by_side_and_free_their_slots(library: Library, tmp_path: Path) -> None:
    slots = Slots(2, library, LIMITS)
    for word in ("pump", "valve"):
        assert slots.start(claim_of(keep(library, tmp_path, word), word)) is None
    assert slots.free == 0
    ended: dict[str, Outcome] = {}
    while len(slots):
        ended |= {claim.token: outcome for claim, outcome in slots.collect()}
        time.sleep(0.01)
    statements = [
        requirement.statement
        for outcome in (ended["pump"], ended["valve"])
        if isinstance(outcome, Completed)
        for requirement in outcome.extraction.requirements
    ]
    assert statements == [
        f"The {word} number 1 shall start within 1 seconds." for word in ("pump", "valve")
    ]


def test_lost_bytes_fail_the_job_without_a_child(library: Library) -> None:
    ended = Slots(1, library, LIMITS).start(claim_of("0" * 64))
    assert isinstance(ended, Failure)
    assert isinstance(ended.error, StorageError)


def test_fork_server_that_died_costs_a_try_and_no_worker(library: Library, tmp_path: Path) -> None:
    fingerprint = keep(library, tmp_path, "pump")
    slots = Slots(1, library, LIMITS)
    slots._sandbox = Unstartable(targets.double)  # type: ignore[assignment]
    ended = slots.start(claim_of(fingerprint))
    assert isinstance(ended, Failure)
    assert "no process could be started" in ended.error.message
    assert slots.free == 1


class Unstartable(Sandbox[int, int, int]):
    """Fails as multiprocessing does when its fork server is gone."""

    def start(self, *_: object) -> Child[int, int]:
        raise EOFError


def test_stopped_document_has_no_outcome(library: Library, tmp_path: Path) -> None:
    slots = Slots(1, library, LIMITS)
    slots.start(claim_of(keep(library, tmp_path, "pump")))
    for slot in slots:
        slots.stop(slot)
    assert (slots.collect(), slots.free) == ([], 1)


def ended(workshop: Workshop) -> Outcome:
    """Wait for the one document in it."""
    while not (found := workshop.collect()):
        time.sleep(0.01)
    ((_, outcome),) = found
    return outcome


def started(workshop: Workshop, name: str) -> Slot:
    """Start on a document that waits, and wait until it does."""
    assert workshop.start(replace(claim_of(make.sha256(name)), document=name)) is None
    (slot,) = workshop
    wait_until(lambda: workshop.collect() or slot.child.report)
    return slot


def test_cancelled_document_ends_in_its_own_way(tmp_path: Path) -> None:
    workshop = Workshop(1, tmp_path)
    workshop.cancel(started(workshop, "slow"))
    assert ended(workshop) == Cancelled()
    assert workshop.free == 1


def test_document_that_does_not_listen_is_killed_after_ten_seconds(tmp_path: Path) -> None:
    workshop = Workshop(1, tmp_path)
    slot = started(workshop, "deaf")
    workshop.cancel(slot)
    assert workshop.collect() == []
    # Once is enough: a second call before its time changes nothing.
    workshop.cancel(slot)
    assert workshop.collect() == []
    slot.cancelled_at = time.monotonic() - 10.1
    workshop.cancel(slot)
    assert ended(workshop) == Cancelled()


def test_document_that_is_done_in_spite_of_it_is_completed(tmp_path: Path) -> None:
    workshop = Workshop(1, tmp_path)
    slot = started(workshop, "deaf")
    workshop.cancel(slot)
    workshop.let_go("deaf")
    assert isinstance(ended(workshop), Completed)
