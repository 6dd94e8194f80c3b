"""Whatever a document does to its process, the worker gets a named verdict."""

import time
from collections.abc import Callable

import pytest

from reqx.errors import Crashed, Encrypted, OutOfMemory, ReqxError, TimedOut
from reqx.parsing.sandbox import Child, Limits, Sandbox
from tests.parsing import sandbox_targets as targets

Target = Callable[[int, Callable[[int], None]], int]
LIMITS = Limits(seconds=30, memory_mb=256)


def finish(target: Target, limits: Limits = LIMITS) -> Child[int, int]:
    child = Sandbox[int, int, int](target).start(3, "tender.pdf", limits)
    while child.is_running:
        time.sleep(0.01)
        child.poll()
    return child


def test_result_comes_back_with_the_last_report() -> None:
    child = finish(targets.double)
    assert (child.result, child.report, child.fault) == (6, 2, None)


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
