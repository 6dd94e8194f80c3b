"""A child's side: imported again by each, so that what it imports, every file pays for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from reading.usage import cpu_seconds, peak_mb

from reqx.errors import DocumentError, ReqxError
from reqx.intake.contents import Content, contents
from reqx.intake.library import Library
from reqx.intake.sources import Source
from reqx.pipeline import Task, process

FAILURES = ("internal", "document", "timeout", "memory", "crashed")
"""Verdicts that no file of this size should have: a bug, a hang, a fault in native code."""

Report = Callable[[None], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a file: its verdict ("ok" or an error's code), CPU seconds, peak in MiB."""

    verdict: str
    cpu: float
    peak: float
    why: str = ""


def judge(name: str, _report: Report) -> Judged:
    """Take the file in as an upload does, process what it holds; the worst verdict counts."""
    path = Path(name)
    with TemporaryDirectory(dir=path.parent) as folder:
        found = [_one(each) for each in contents([Source(name)], Library(Path(folder)))]
    errors = [error for error in found if error is not None]
    errors.sort(key=lambda error: error.code in FAILURES)
    if not errors:
        return Judged("ok", cpu_seconds(), peak_mb())
    return Judged(errors[-1].code, cpu_seconds(), peak_mb(), errors[-1].message)


def _one(content: Content) -> ReqxError | None:
    if content.problem is not None:
        return content.problem
    task = Task(content.file, content.name, content.media_type, "0" * 64, "rules")
    try:
        process(task, lambda _progress: None)
    except DocumentError as error:
        return error
    return None
