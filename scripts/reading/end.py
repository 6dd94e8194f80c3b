"""`reqx run` from files to the list of requirements, against reading alone."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.laps import Figures, run
from bench.report import Bar, Row, compared

from reading.corpus import Corpus
from reading.speed import Contest

PROCESSES = 2
BASE = f"reading x {PROCESSES}"
# Some documents of a corpus may be refused (a scan): that is no failure of the command.
_ENDED = (0, 3)


def end(corpus: Corpus) -> Iterator[Row]:
    """Run `reqx run` with two processes; the base is one process that reads, times two."""
    pages = corpus.count(corpus.pdfs)
    one = Contest("reqx pdf", corpus.pdfs, pages)
    laps = run(
        (BASE, lambda: {"rate": PROCESSES * one()["wall"]}),
        {"reqx run": lambda: _reqx_run(corpus.pdfs, pages)},
        corpus.repeat,
    )
    label = ("end", f"reqx run, {PROCESSES} processes, {len(corpus.pdfs)} PDF", "pages/s")
    yield from compared(laps, label, "rate", [Bar(0.6, BASE)], "reqx run")


def _reqx_run(paths: Sequence[Path], pages: int) -> Figures:
    """Return the pages a second of the whole command, in a new home."""
    with tempfile.TemporaryDirectory(prefix="reqx-bench-") as home:
        begun = time.monotonic()
        ended = subprocess.run(
            [sys.executable, "-m", "reqx", "run", "--concurrency", str(PROCESSES), *paths],
            env=_environment(home),
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        seconds = time.monotonic() - begun
    if ended.returncode not in _ENDED:
        last = ended.stderr.strip().rpartition("\n")[2]
        raise RuntimeError(f"reqx run: exit status {ended.returncode}: {last}")
    return {"rate": pages / seconds}


def _environment(home: str) -> dict[str, str]:
    """Return the environment without the settings of who measures."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REQX_")}
    return {**kept, "REQX_HOME": home, "XDG_CONFIG_HOME": home}
