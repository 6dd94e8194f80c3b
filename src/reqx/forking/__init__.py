"""The fork server: the warm parent of the processes that documents are read in."""

import multiprocessing
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

PRELOAD = ("reqx.warm",)
"""What a process needs that reads a document and finds its requirements. A name only: it is above
this package."""


def prepared(preload: Sequence[str]) -> ForkServerContext:
    """Return what starts processes; the fork server starts with the first and imports `preload`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["reqx.forking.quiet", *preload])
    return context


def warm_up(preload: Sequence[str] = PRELOAD) -> None:
    """Start the fork server already, and do not wait until it has imported `preload`.

    For who knows that documents will be read, and has other things to do before. Why it cannot be
    started, if so, is told by the first start of a process.
    """
    prepared(preload)
    with suppress(OSError):
        forkserver.ensure_running()
