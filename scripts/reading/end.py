"""`reqx run` from files to the list of requirements, against reading alone."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.laps import Figures, run
from bench.report import Bar, Row, alone, compared

from reading.corpus import Corpus
from reading.speed import RATE, Contest
from reading.usage import adopt, children_seconds

PROCESSES = 2
BASE = f"reading x {PROCESSES}"
AT_ONCE = f"reading, {PROCESSES} at once"
RUN = "reqx run"
# Some documents of a corpus may be refused (a scan): that is no failure of the command.
_ENDED = (0, 3)


def end(corpus: Corpus) -> Iterator[Row]:
    """Run `reqx run` with two processes; the base is one process that reads, times two.

    Two processes at once are not twice as fast where cores share what they have: so the same is
    also held against two processes that read. By CPU time nothing depends on who else is at work.
    """
    pages = corpus.count(corpus.pdfs)
    one = Contest("reqx pdf", corpus.pdfs, pages)
    laps = run(
        (BASE, lambda: _alone(one)),
        {RUN: lambda: _reqx_run(corpus.pdfs, pages), AT_ONCE: lambda: _at_once(corpus)},
        corpus.repeat,
    )
    what = f"{RUN}, {PROCESSES} processes, {len(corpus.pdfs)} PDF"
    yield from compared(laps, ("end", what, "pages/s"), "rate", [Bar(0.6, BASE)], RUN)
    shares = laps.ratios(RUN, AT_ONCE, "rate")
    yield alone(shares, ("end", f"the same against {AT_ONCE}", "ratio"), None)
    shares = laps.ratios(RUN, BASE, "cpu")
    yield alone(shares, ("end", f"the same against reading, by {RATE}", "ratio"), None)


def _alone(one: Contest) -> Figures:
    figures = one()
    return {"rate": PROCESSES * figures["wall"], "cpu": figures["rate"]}


def _at_once(corpus: Corpus) -> Figures:
    """Return the pages a second of processes that read a part of the documents each."""
    # Dealt out by size, so that all end at about the same time.
    largest_first = sorted(corpus.pdfs, key=lambda path: -corpus.count([path]))
    parts = [largest_first[start::PROCESSES] for start in range(PROCESSES)]
    contests = [Contest("reqx pdf", part, corpus.count(part)) for part in parts]
    with ThreadPoolExecutor(PROCESSES) as pool:
        figures = list(pool.map(lambda contest: contest(), contests))
    longest = max(c.units / f["wall"] for c, f in zip(contests, figures, strict=True))
    return {"rate": sum(contest.units for contest in contests) / longest}


def _reqx_run(paths: Sequence[Path], pages: int) -> Figures:
    """Return the pages a second, and a second of CPU time, of the whole command in a new home."""
    adopt()
    with tempfile.TemporaryDirectory(prefix="reqx-bench-") as home:
        begun, spent = time.monotonic(), children_seconds()
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
        spent = children_seconds() - spent
    if ended.returncode not in _ENDED:
        last = ended.stderr.strip().rpartition("\n")[2]
        raise RuntimeError(f"reqx run: exit status {ended.returncode}: {last}")
    return {"rate": pages / seconds, "cpu": pages / spent}


def _environment(home: str) -> dict[str, str]:
    """Return the environment without the settings of who measures; no OCR, as in the base."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REQX_")}
    return {**kept, "REQX_HOME": home, "REQX_OCR": "off", "XDG_CONFIG_HOME": home}
