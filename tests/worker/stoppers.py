"""Documents that stop their process at some of their pages, in children of the real sandbox."""

import os
import signal
import time
from collections.abc import Callable

from reqx.model.jobs import Progress
from reqx.pipeline import Processed, Task, process

PAGES = 4
OnProgress = Callable[[Progress], None]


def dies_at_two(task: Task, on_progress: OnProgress) -> Processed:
    return _stopped(task, on_progress, [2], _die)


def swells_at_two(task: Task, on_progress: OnProgress) -> Processed:
    return _stopped(task, on_progress, [2], _swell)


def dies_at_all(task: Task, on_progress: OnProgress) -> Processed:
    return _stopped(task, on_progress, range(1, PAGES + 1), _die)


def hangs_at_three(task: Task, on_progress: OnProgress) -> Processed:
    return _stopped(task, on_progress, [3], lambda: time.sleep(600))


def hangs_at_180(task: Task, on_progress: OnProgress) -> Processed:
    """Hang in the midst of reading, with 179 pages read."""

    def hang(progress: Progress) -> None:
        on_progress(progress)
        if progress.done == 179 and progress.total and 180 not in task.left_out:
            time.sleep(600)

    return process(task, hang)


def hangs_at_all(task: Task, on_progress: OnProgress) -> Processed:
    return _stopped(task, on_progress, range(1, PAGES + 1), lambda: time.sleep(600))


def drags_on_from_three(task: Task, on_progress: OnProgress) -> Processed:
    """Report the same page again and again: never silent, never done."""
    return _stopped(task, on_progress, [3], lambda: _drag(on_progress))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def _swell() -> None:
    hoard = []
    while True:
        hoard.append(bytearray(os.urandom(1 << 12)) * (1 << 12))
        time.sleep(0.005)


def _drag(on_progress: OnProgress) -> None:
    while True:
        on_progress(Progress("parse", 2, PAGES))
        time.sleep(0.05)


def _stopped(
    task: Task, on_progress: OnProgress, bad: "list[int] | range", stop: Callable[[], None]
) -> Processed:
    for page in range(1, PAGES + 1):
        on_progress(Progress("parse", page - 1, PAGES))
        if page in bad and page not in task.left_out:
            stop()
    on_progress(Progress("parse", PAGES, PAGES))
    return process(task, on_progress)
