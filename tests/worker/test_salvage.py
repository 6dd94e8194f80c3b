"""A document is read without the pages that stop its process."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reqx.errors import Crashed, OutOfMemory, TimedOut, Unreadable
from reqx.intake.library import Library
from reqx.model.jobs import (
    Cancelled,
    Claim,
    Completed,
    DocumentStatus,
    Failure,
    Outcome,
    ProcessDied,
    Progress,
)
from reqx.model.verdicts import Verdict
from reqx.parsing import DOCX, PDF
from reqx.parsing.sandbox import Limits, Sandbox
from reqx.pipeline import Processed, Task
from reqx.store import Store, documents, jobs
from reqx.worker import salvage
from reqx.worker.salvage import Again, again, page_seconds
from reqx.worker.slots import Slots
from tests import make
from tests.parsing.pdf.make import LOREM, Sheet
from tests.worker import stoppers, workshop

LIMITS = Limits(seconds=60, memory_mb=512)
PAGE_SECONDS = 2.0
NOTHING: frozenset[int] = frozenset()
DIED = ProcessDied(Crashed("died"))
SLOW = Failure(TimedOut("slow"))
LARGE = Failure(OutOfMemory("large"))
AT_TWO = Progress("parse", 1, 4)


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up on a page that is silent for two seconds."""
    monkeypatch.setattr(salvage, "_LEAST_PAGE_SECONDS", PAGE_SECONDS)
    monkeypatch.setattr(salvage, "_PAGE_SHARE", LIMITS.seconds / PAGE_SECONDS)


def claim(*, crashes: int = 0, attempts: int = 1, fingerprint: str = "") -> Claim:
    return Claim(1, "token", 1, attempts, 3, 1, "tender.pdf", fingerprint, PDF, "rules", crashes)


@pytest.fixture
def fingerprint(tmp_path: Path) -> str:
    return kept(tmp_path, stoppers.PAGES)


def kept(tmp_path: Path, pages: int) -> str:
    """Draw a document of so many pages into the library; return its fingerprint."""
    sheet = Sheet(tmp_path / "tender.pdf")
    for number in range(1, pages + 1):
        if number > 1:
            sheet.turn()
        sheet.text(72, 300, f"The pump shall stop within {number} seconds.")
        sheet.text(72, 340, LOREM[0])
    return make.keep(Library(tmp_path / "library"), sheet.save().read_bytes())


def slots_of(
    folder: Path,
    target: Callable[[Task, stoppers.OnProgress], Processed],
    limits: Limits = LIMITS,
) -> Slots:
    slots = Slots(1, Library(folder / "library"), limits)
    slots._sandbox = Sandbox(
        target, ("reqx.pipeline.offline", "reqx.extraction.rules", "reqx.parsing.pdf")
    )
    return slots


def ended(
    folder: Path,
    one: Claim,
    target: Callable[[Task, stoppers.OnProgress], Processed],
    limits: Limits = LIMITS,
) -> Outcome:
    slots = slots_of(folder, target, limits)
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


def warnings(outcome: Outcome) -> tuple[str, ...]:
    assert isinstance(outcome, Completed)
    return outcome.extraction.warnings


def test_a_page_that_kills_is_left_out_in_the_last_try(tmp_path: Path, fingerprint: str) -> None:
    outcome = ended(tmp_path, claim(crashes=2, fingerprint=fingerprint), stoppers.dies_at_two)
    assert pages_read(outcome) == [1, 3, 4]
    assert warnings(outcome)[0].startswith("Page 2 has something that stops the reader")
    assert "signal 11" in warnings(outcome)[1]


def test_a_death_before_the_last_try_has_all_pages_tried_again(
    tmp_path: Path, fingerprint: str
) -> None:
    one = claim(crashes=1, fingerprint=fingerprint)
    assert isinstance(ended(tmp_path, one, stoppers.dies_at_two), ProcessDied)


def test_a_page_that_hangs_is_left_out_at_once(tmp_path: Path, fingerprint: str) -> None:
    outcome = ended(tmp_path, claim(fingerprint=fingerprint), stoppers.hangs_at_three)
    assert pages_read(outcome) == [1, 2, 4]
    assert "page 3 not finished after 2 seconds" in warnings(outcome)[1]


def test_a_hang_late_in_a_long_document_costs_one_page(tmp_path: Path) -> None:
    one = claim(fingerprint=kept(tmp_path, 200))
    outcome = ended(tmp_path, one, stoppers.hangs_at_180)
    assert pages_read(outcome) == [*range(1, 180), *range(181, 201)]
    assert warnings(outcome)[0].startswith("Page 180 has something that stops the reader")
    assert "page 180 not finished after 2 seconds" in warnings(outcome)[1]


def test_a_page_that_fills_memory_is_left_out_at_once(
    tmp_path: Path, fingerprint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Half a gigabyte takes a busy machine longer than a page may be silent in the other tests.
    monkeypatch.setattr(salvage, "_LEAST_PAGE_SECONDS", LIMITS.seconds)
    outcome = ended(tmp_path, claim(fingerprint=fingerprint), stoppers.swells_at_two)
    assert pages_read(outcome) == [1, 3, 4]
    assert "needs more than 512 MB" in warnings(outcome)[1]


def test_when_time_is_over_all_that_follows_is_left_out(tmp_path: Path, fingerprint: str) -> None:
    limits = replace(LIMITS, seconds=4)
    one = claim(fingerprint=fingerprint)
    outcome = ended(tmp_path, one, stoppers.drags_on_from_three, limits)
    assert pages_read(outcome) == [1, 2]
    assert "not finished after 4 seconds" in warnings(outcome)[1]


@pytest.mark.parametrize("target", [stoppers.dies_at_all, stoppers.hangs_at_all])
def test_a_document_of_which_nothing_is_left_ends_as_it_would_have(
    target: Callable[[Task, stoppers.OnProgress], Processed], tmp_path: Path, fingerprint: str
) -> None:
    outcome = ended(tmp_path, claim(crashes=2, fingerprint=fingerprint), target)
    assert isinstance(outcome, Failure | ProcessDied)
    assert isinstance(outcome.error, Crashed | TimedOut)


def test_a_document_that_cannot_be_read_again_ends_as_it_would_have(
    tmp_path: Path, fingerprint: str
) -> None:
    slots = slots_of(tmp_path, stoppers.dies_at_two)
    assert slots.start(claim(crashes=2, fingerprint=fingerprint)) is None
    Library(tmp_path / "library").path(fingerprint).unlink()
    assert isinstance(only_outcome(slots), ProcessDied)


def test_a_document_that_was_called_off_is_not_read_again(tmp_path: Path, fingerprint: str) -> None:
    slots = slots_of(tmp_path, stoppers.dies_at_two)
    assert slots.start(claim(crashes=2, fingerprint=fingerprint)) is None
    (slot,) = slots
    slots.cancel(slot)
    assert isinstance(only_outcome(slots), Cancelled)


def test_a_worker_keeps_what_stands_around_a_hung_page(
    store: Store, tmp_path: Path, fingerprint: str
) -> None:
    new = make.new_document("tender.pdf", fingerprint=fingerprint)
    with store.begin() as tx:
        document, _ = documents.add(tx, new)
        job_id = jobs.enqueue(tx, [document.id], extractor="rules")[document.id]
    tally = workshop.hired(store, slots_of(tmp_path, stoppers.hangs_at_three)).run()
    with store.read() as tx:
        found = documents.get(tx, document.id)
        texts = [bool(page.text) for page in documents.pages(tx, document.id)]
    assert (tally.completed, tally.requirements, texts) == (1, 3, [True, True, False, True])
    assert (found.status, found.verdict) == (DocumentStatus.DONE, Verdict.PARTIAL)
    assert found.warnings[0].startswith("Page 3 has")
    assert workshop.outcomes(store, job_id) == ["completed"]


def left_out(
    one: Claim,
    outcome: Outcome,
    report: Progress | None = AT_TWO,
    before: frozenset[int] = NOTHING,
    seconds: float = 0.0,
) -> tuple[frozenset[int], float] | None:
    """Return the pages that are left out then, and how long the reading may take."""
    more = again(one, outcome, report, Again(before, LIMITS), seconds)
    return None if more is None else (more.left_out, more.limits.seconds)


@pytest.mark.parametrize(
    ("one", "outcome", "report"),
    [
        (claim(crashes=1), DIED, AT_TWO),
        (claim(), SLOW, None),
        (claim(), SLOW, Progress("parse", 4, 4)),
        (claim(), SLOW, Progress("parse", 1, None)),
        (claim(), SLOW, Progress("extract", 0, None)),
        (claim(), Failure(Unreadable("damaged")), AT_TWO),
        (replace(claim(), media_type=DOCX), SLOW, AT_TWO),
    ],
)
def test_what_is_no_pages_doing_leaves_nothing_out(
    one: Claim, outcome: Outcome, report: Progress | None
) -> None:
    assert left_out(one, outcome, report) is None


@pytest.mark.parametrize("outcome", [SLOW, LARGE])
def test_a_page_costs_itself_only_while_there_is_time(outcome: Outcome) -> None:
    assert left_out(claim(), outcome, before=frozenset([1])) == (frozenset([1, 2]), 60)


def test_later_the_rest_is_left_out_and_has_twice_the_time() -> None:
    assert left_out(claim(), SLOW, seconds=60.0) == (frozenset([2, 3, 4]), 120)


def test_a_try_that_took_twice_its_time_is_over() -> None:
    assert left_out(claim(), SLOW, seconds=119.9) is not None
    assert left_out(claim(), SLOW, seconds=120.0) is None


def test_a_page_that_was_left_out_already_ends_it() -> None:
    assert left_out(claim(), SLOW, before=frozenset([2, 3, 4])) is None


def test_after_ten_pages_the_rest_is_left_out() -> None:
    gone = frozenset(range(1, 11))
    left = left_out(claim(crashes=2), DIED, Progress("parse", 10, 14), gone)
    assert left == (frozenset(range(1, 15)), 120)


@pytest.mark.parametrize(("seconds", "expected"), [(600, 150), (20, 5), (4, 2), (1, 1)])
def test_a_page_has_a_quarter_of_the_time(
    seconds: float, expected: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salvage, "_PAGE_SHARE", 4)
    assert page_seconds(replace(LIMITS, seconds=seconds)) == expected
