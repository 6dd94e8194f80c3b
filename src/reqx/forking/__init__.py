"""The fork server: the warm parent of the processes that documents are read in."""

import multiprocessing
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

_FOR_ALL = ("reqx.forking.quiet", "multiprocessing.popen_forkserver")
"""What each process would import to learn what it is to do: 1 ms of its time."""
FOR_PDF = ("reqx.warm",)
"""What a process needs that reads a PDF and finds its requirements."""
PRELOAD = ("reqx.parsing.docx", *FOR_PDF)
"""The same for any document. Names only: the modules are above this package."""


def prepared(preload: Sequence[str]) -> ForkServerContext:
    """Return what starts processes; the fork server starts with the first and imports `preload`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([*_FOR_ALL, *preload])
    return context


def preload_for(words: Iterable[str]) -> Sequence[str]:
    """Return what is to be imported for the files among the words of a command line.

    Without what reads DOCX there is a quarter less to import, and of memory for each process to
    share. One that needs it all the same, for a file of another name, imports it by itself.
    """
    # Not by Path, which raises for a name too long or a folder that may not be looked into.
    has_others = any(not w.lower().endswith(".pdf") and os.path.exists(w) for w in words)  # noqa: PTH110
    return PRELOAD if has_others else FOR_PDF


def warm_up(preload: Sequence[str] = PRELOAD) -> None:
    """Start the fork server already, and do not wait until it has imported `preload`.

    For who knows that documents will be read, and has other things to do before. Why it cannot be
    started, if so, is told by the first start of a process.
    """
    prepared(preload)
    with suppress(OSError):
        forkserver.ensure_running()
