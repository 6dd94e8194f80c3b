"""Signals are counted and wake whoever waits."""

import os
import select
import signal

from reqx.worker.shutdown import Shutdown


def test_signal_is_counted_and_wakes_the_loop() -> None:
    with Shutdown() as shutdown:
        os.kill(os.getpid(), signal.SIGTERM)
        readable, _, _ = select.select([shutdown], [], [], 5)
        assert (readable, shutdown.count, shutdown.last) == ([shutdown], 1, signal.SIGTERM)


def test_cleared_wake_up_does_not_wake_again() -> None:
    with Shutdown() as shutdown:
        os.kill(os.getpid(), signal.SIGINT)
        select.select([shutdown], [], [], 5)
        shutdown.clear()
        assert select.select([shutdown], [], [], 0)[0] == []
        assert shutdown.count == 1


def test_handlers_from_before_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with Shutdown():
        assert signal.getsignal(signal.SIGTERM) is not before
    assert signal.getsignal(signal.SIGTERM) is before
