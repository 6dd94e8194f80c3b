"""Whatever a document does to its process, the worker gets a named verdict."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reqx.errors import Crashed, Encrypted, OutOfMemory, ReqxError, TimedOut, TooLarge
from reqx.parsing.sandbox import Child, Limits, Sandbox, allowed_seconds
from tests.parsing import sandbox_targets as targets
from tests.parsing.pdf.make import Sheet

Target = Callable[[int, Callable[[int], None]], int]
LIMITS = Limits(seconds=30, memory_mb=256)


def finish(target: Target, limits: Limits = LIMITS) -> Child[int, int]:
    return ended(Sandbox[int, int, int](target).start(3, "tender.pdf", limits))


def ended(child: Child[Any, Any]) -> Child[Any, Any]:
    while child.is_running:
        time.sleep(0.01)
        child.poll()
    return child


def test_result_comes_back_with_the_last_report() -> None:
    child = finish(targets.double)
    assert (child.result, child.report, child.fault) == (6, 2, None)


def test_a_report_does_not_wake_who_waits_for_the_end() -> None:
    child = Sandbox[int, int, int](targets.hang).start(3, "tender.pdf", LIMITS)
    while child.report is None:
        time.sleep(0.01)
        child.poll()
    assert not child.connection.poll(0.05)
    child.kill()


def test_what_was_reported_before_a_death_is_known_after_it() -> None:
    child = Sandbox[int, int, int](targets.abort).start(3, "tender.pdf", LIMITS)
    child.process.join(30)
    child.poll()
    assert (child.is_running, child.report) == (False, 3)


def test_document_error_comes_back_with_its_class_and_hint() -> None:
    fault = finish(targets.refuse).fault
    assert fault is not None
    assert isinstance(fault.error, Encrypted)
    assert fault.error.message == "tender.pdf needs a password"
    assert fault.error.hint == Encrypted.default_hint


def test_bug_comes_back_with_its_traceback() -> None:
    fault = finish(targets.stumble).fault
    assert fault is not None
    assert type(fault.error) is ReqxError
    assert "ZeroDivisionError" in fault.error.message
    assert "in stumble" in (fault.traceback or "")


@pytest.mark.parametrize("target", [targets.hang, targets.burn])
def test_slow_child_is_killed_at_the_limit(target: Target) -> None:
    child = finish(target, Limits(seconds=0.3, memory_mb=256))
    assert child.fault is not None
    assert isinstance(child.fault.error, TimedOut)
    assert child.report == 3


@pytest.mark.parametrize("target", [targets.swell, targets.leap])
def test_child_over_its_memory_is_ended(target: Target) -> None:
    child = finish(target)
    assert child.fault is not None
    assert isinstance(child.fault.error, OutOfMemory)


def test_child_ends_itself_at_its_cpu_time_though_nobody_watches() -> None:
    limits = Limits(seconds=60, memory_mb=256, cpu_seconds=1)
    child = Sandbox[int, int, int](targets.burn).start(3, "tender.pdf", limits)
    child.process.join(50)
    while child.is_running:
        child.poll()
    assert child.fault is not None
    assert isinstance(child.fault.error, TimedOut)
    assert "1 seconds of CPU time" in child.fault.error.message
    assert "REQX_DOCUMENT_CPU_SECONDS" in child.fault.error.hint


def test_result_beyond_its_size_is_refused() -> None:
    sandbox = Sandbox[int, int, str](targets.overflow)
    limits = Limits(seconds=30, memory_mb=256, output_mb=2)
    assert ended(sandbox.start(1, "tender.pdf", limits)).result == "x" * (1 << 20)
    fault = ended(sandbox.start(2, "tender.pdf", limits)).fault
    assert fault is not None
    assert isinstance(fault.error, TooLarge)
    assert "REQX_DOCUMENT_OUTPUT_MB" in fault.error.hint


def test_pdf_of_more_pages_than_are_read_is_refused(tmp_path: Path) -> None:
    sandbox = Sandbox[str, int, int](targets.read_pages)
    whole, longer = (str(blank(tmp_path, pages)) for pages in (5_000, 5_001))
    assert ended(sandbox.start(whole, "long.pdf", LIMITS)).result == 5_000
    fault = ended(sandbox.start(longer, "long.pdf", LIMITS)).fault
    assert fault is not None
    assert isinstance(fault.error, TooLarge)


def test_child_knows_how_long_it_may_work() -> None:
    assert finish(targets.tell_time, Limits(seconds=30, memory_mb=256)).result == 30
    assert allowed_seconds() is None


def blank(folder: Path, pages: int) -> Path:
    """Draw a PDF with a sentence on its first page only."""
    sheet = Sheet(folder / f"{pages}.pdf")
    sheet.text(72, 300, "The pump shall stop.")
    for _ in range(pages):
        sheet.turn()
    return sheet.save()


def test_dead_child_is_a_crash_that_names_the_signal() -> None:
    fault = finish(targets.abort).fault
    assert fault is not None
    assert isinstance(fault.error, Crashed)
    assert "signal 6" in fault.error.message


def test_signals_for_the_service_do_not_end_a_child() -> None:
    assert finish(targets.ignore_signals).result == 6


def test_killed_child_has_no_result() -> None:
    child = Sandbox[int, int, int](targets.hang).start(3, "tender.pdf", LIMITS)
    child.kill()
    assert not child.is_running
    assert child.result is None


def test_one_sandbox_serves_many_children() -> None:
    sandbox = Sandbox[int, int, int](targets.double)
    children = [sandbox.start(n, f"{n}.pdf", LIMITS) for n in (1, 2, 3)]
    while any(child.is_running for child in children):
        for child in children:
            child.poll()
    assert [child.result for child in children] == [2, 4, 6]
