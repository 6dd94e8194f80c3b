"""Broken documents taken in and processed, each in a child as a worker's."""

from collections.abc import Iterable, Iterator
from itertools import islice
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzzing.judgement import Judged, judge
from fuzzing.mutation import Broken
from reqx.forking import PRELOAD
from reqx.parsing.sandbox import Child, Limits, Sandbox

LIMITS = Limits(seconds=20, memory_mb=512)
_MEBIBYTE = 1 << 20

Running = tuple[Broken, Path, Child[None, Judged]]


def run(files: Iterable[Broken], jobs: int) -> Iterator[tuple[Broken, Judged]]:
    """Yield each file with what became of it, in the order in which they end."""
    sandbox = Sandbox[str, None, Judged](judge, (*PRELOAD, "reqx.intake.contents"))
    todo = iter(files)
    with TemporaryDirectory(prefix="reqx-fuzz-") as scratch:
        running: list[Running] = []
        while True:
            for file in islice(todo, jobs - len(running)):
                path = Path(scratch) / file.name
                path.write_bytes(file.content)
                running.append((file, path, sandbox.start(str(path), file.name, LIMITS)))
            if not running:
                return
            wait([child.connection for _, _, child in running], timeout=0.05)
            ended = [one for one in running if _has_ended(one)]
            running = [one for one in running if one not in ended]
            yield from ((file, _judged(child)) for file, _, child in ended)


def _has_ended(one: Running) -> bool:
    _, path, child = one
    child.poll()
    if not child.is_running:
        path.unlink()
    return not child.is_running


def _judged(child: Child[None, Judged]) -> Judged:
    if child.result is not None:
        return child.result
    assert child.fault is not None
    error, trace = child.fault.error, child.fault.traceback or ""
    return Judged(error.code, 0.0, child.peak_bytes / _MEBIBYTE, f"{error.message}\n{trace}")
