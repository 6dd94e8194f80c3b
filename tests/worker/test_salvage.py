"""In the last try of a job, a document is read without the pages that stop its process."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reqx.errors import Crashed, TimedOut, Unreadable
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
from reqx.parsing import PDF
from reqx.parsing.sandbox import Limits, Sandbox
from reqx.pipeline import Task
from reqx.worker.salvage import pages_to_leave_out
from reqx.worker.slots import Slots
from tests import make
from tests.parsing.pdf.make import LOREM, Sheet
from tests.worker import stoppers

LIMITS = Limits(seconds=30, memory_mb=512)
NOTHING: frozenset[int] = frozenset()
DIED = ProcessDied(Crashed("died"))
SLOW = Failure(TimedOut("slow"))
AT_TWO = Progress("parse", 1, 4)


def claim(*, crashes: int = 2, attempts: int = 3, fingerprint: str = "") -> Claim:
    return Claim(1, "token", 1, attempts, 3, 1, "tender.pdf", fingerprint, PDF, "rules", crashes)


@pytest.fixture
def fingerprint(tmp_path: Path) -> str:
    sheet = Sheet(tmp_path / "tender.pdf")
    for number in range(1, stoppers.PAGES + 1):
        if number > 1:
            sheet.turn()
        sheet.text(72, 300, f"The pump shall stop within {number} seconds.")
        sheet.text(72, 340, LOREM[0])
    return make.keep(Library(tmp_path / "library"), sheet.save().read_bytes())


def ended(
    folder: Path,
    one: Claim,
    target: Callable[[Task, stoppers.OnProgress], Extraction],
    seconds: float = 30,
) -> Outcome:
    slots = Slots(1, Library(folder / "library"), replace(LIMITS, seconds=seconds))
    slots._sandbox = Sandbox(target)
    assert slots.start(one) is None
    return only_outcome(slots)


def only_outcome(slots: Slots) -> Outcome:
    while len(slots):
        for _, outcome in slots.collect():
            return outcome
        time.sleep(0.01)
    raise AssertionError("no outcome")


def pages_read(outcome: Outcome) -> list[int | None]:
    assert isinstance(outcome, Completed)
    return [page.number for page in outcome.extraction.pages if page.text]


def test_a_page_that_kills_is_left_out_in_the_last_try(tmp_path: Path, fingerprint: str) -> None:
    outcome = ended(tmp_path, claim(fingerprint=fingerprint), stoppers.dies_at_two)
    assert pages_read(outcome) == [1, 3, 4]
    assert isinstance(outcome, Completed)
    assert outcome.extraction.warnings[0].startswith("Page 2 has something that stops the reader")


def test_tries_before_the_last_read_all_pages(tmp_path: Path, fingerprint: str) -> None:
    one = claim(crashes=1, fingerprint=fingerprint)
    assert isinstance(ended(tmp_path, one, stoppers.dies_at_two), ProcessDied)


def test_a_page_that_hangs_is_left_out(tmp_path: Path, fingerprint: str) -> None:
    one = claim(crashes=0, fingerprint=fingerprint)
    outcome = ended(tmp_path, one, stoppers.hangs_at_three, seconds=1.5)
    assert pages_read(outcome) == [1, 2, 4]


def test_after_a_second_hang_all_that_follows_is_left_out(tmp_path: Path, fingerprint: str) -> None:
    one = claim(crashes=0, fingerprint=fingerprint)
    outcome = ended(tmp_path, one, stoppers.hangs_from_two, seconds=1.5)
    assert pages_read(outcome) == [1]


def test_a_document_of_which_nothing_is_left_ends_as_it_would_have(
    tmp_path: Path, fingerprint: str
) -> None:
    outcome = ended(tmp_path, claim(fingerprint=fingerprint), stoppers.dies_at_all)
    assert isinstance(outcome, ProcessDied)


def test_a_document_that_cannot_be_read_again_ends_as_it_would_have(
    tmp_path: Path, fingerprint: str
) -> None:
    slots = Slots(1, Library(tmp_path / "library"), LIMITS)
    slots._sandbox = Sandbox(stoppers.dies_at_two)
    assert slots.start(claim(fingerprint=fingerprint)) is None
    Library(tmp_path / "library").path(fingerprint).unlink()
    assert isinstance(only_outcome(slots), ProcessDied)


def test_a_document_that_was_called_off_is_not_read_again(tmp_path: Path, fingerprint: str) -> None:
    slots = Slots(1, Library(tmp_path / "library"), LIMITS)
    slots._sandbox = Sandbox(stoppers.dies_at_two)
    assert slots.start(claim(fingerprint=fingerprint)) is None
    (slot,) = slots
    slots.cancel(slot)
    assert isinstance(only_outcome(slots), Cancelled)


@pytest.mark.parametrize(
    ("one", "outcome", "report"),
    [
        (claim(crashes=1), DIED, AT_TWO),
        (claim(attempts=2), SLOW, AT_TWO),
        (claim(), DIED, None),
        (claim(), DIED, Progress("parse", 4, 4)),
        (claim(), DIED, Progress("parse", 1, None)),
        (claim(), DIED, Progress("extract", 0, None)),
        (claim(), Failure(Unreadable("damaged")), AT_TWO),
    ],
)
def test_what_is_no_pages_doing_or_not_the_last_try_leaves_nothing_out(
    one: Claim, outcome: Outcome, report: Progress | None
) -> None:
    assert pages_to_leave_out(one, outcome, report, NOTHING) == NOTHING


def test_a_page_that_was_left_out_already_ends_it() -> None:
    assert pages_to_leave_out(claim(), SLOW, AT_TWO, frozenset([2, 3, 4])) == NOTHING


def test_each_page_that_kills_costs_itself_only() -> None:
    assert pages_to_leave_out(claim(), DIED, AT_TWO, frozenset([1])) == {1, 2}


def test_after_ten_that_kill_the_rest_is_left_out() -> None:
    gone = frozenset(range(1, 11))
    left = pages_to_leave_out(claim(), DIED, Progress("parse", 10, 14), gone)
    assert left == frozenset(range(1, 15))
