"""Documents in the sandbox, under the limits and from the warm parent that a worker gives them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, TypeVar

import psutil

from reading.usage import cpu_seconds, peak_mb, resident_mb
from reqx import parsing
from reqx.errors import DocumentError
from reqx.forking import PRELOAD
from reqx.intake import sniff
from reqx.parsing.sandbox import Child, Limits, Sandbox
from reqx.pipeline import Task, process

Argument = TypeVar("Argument")
Answer = dict[str, Any]
Report = Callable[[Answer], None]

LIMITS = Limits(seconds=600, memory_mb=1536)
"""What a document may use unless settings say otherwise."""
MARKS = (50, 500)
NOTHING = {"words": 0, "letters": 0}
_WARM = (*PRELOAD, "reading.boxed")
_MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Given:
    """What a child gets: the file, its type, and whether to extract requirements, too."""

    path: str
    media_type: str
    is_whole: bool = True

    @property
    def task(self) -> Task:
        path = Path(self.path)
        return Task(path, path.name, self.media_type, "0" * 64, "rules")


def memory(path: str, *, is_whole: bool) -> Iterator[Answer]:
    """Yield the child's peak memory in MiB, and what it held at the pages of MARKS."""
    sandbox = Sandbox(_remembering, PRELOAD)
    yield _answer(sandbox.start(Given(path, parsing.PDF, is_whole), path, LIMITS))


def _remembering(given: Given, _report: Report) -> Answer:
    marks: dict[str, float] = {}

    def on_page(done: int, _total: int | None) -> None:
        if done in MARKS:
            marks[str(done)] = resident_mb()

    if given.is_whole:
        process(given.task, lambda progress: on_page(progress.done, progress.total))
    else:
        parsing.parse(Path(given.path), given.media_type, on_page)
    return {"peak": peak_mb(), "marks": marks}


def torture(paths: Sequence[str]) -> Iterator[Answer]:
    """Yield, a file, its verdict, what it cost, and the words that reqx and pdfium find in it.

    If this process dies, the file after the last one told of has killed it.
    """
    sandbox, floor = Sandbox(_judged, _WARM), Sandbox(_of_pdfium, _WARM)
    for path in paths:
        name = Path(path).name
        is_pdf = name.lower().endswith(".pdf")
        yield {
            **_verdict(sandbox, path),
            "path": path,
            "pdfium": _answer(floor.start(path, name, LIMITS)) if is_pdf else NOTHING,
        }


def _verdict(sandbox: Sandbox[Given, Answer, Answer], path: str) -> Answer:
    try:
        media_type = sniff.media_type(Path(path), Path(path).name)
    except DocumentError as error:
        return _refused(error)
    return _answer(sandbox.start(Given(path, media_type), Path(path).name, LIMITS))


def _answer(child: Child[Answer, Answer]) -> Answer:
    """Wait for the child as a worker does; its usage is the last seen when it could not tell."""
    cpu = 0.0
    while child.is_running:
        wait([child.connection], timeout=0.05)
        cpu = max(cpu, _cpu(child))
        child.poll()
    if child.result is not None:
        return child.result
    assert child.fault is not None
    return {
        "verdict": child.fault.error.code,
        "why": child.fault.error.message,
        **NOTHING,
        "cpu": cpu,
        "peak": child.peak_bytes / _MEBIBYTE,
    }


def _cpu(child: Child[Answer, Answer]) -> float:
    try:
        used = psutil.Process(child.process.pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(used.user + used.system)


def _judged(given: Given, _report: Report) -> Answer:
    """Process the file; its words are counted afterwards, at nobody's expense."""
    try:
        extraction = process(given.task, lambda _progress: None).extraction
    except DocumentError as error:
        return _refused(error)
    verdict = "ok, with warnings" if extraction.warnings else "ok"
    used = {"verdict": verdict, "cpu": cpu_seconds(), "peak": peak_mb()}
    document = parsing.parse(Path(given.path), given.media_type, lambda _done, _total: None)
    return {**used, **_size([document.text, *document.furniture])}


def _size(texts: Iterable[str]) -> Answer:
    words = [word for text in texts for word in text.split()]
    return {"words": len(words), "letters": sum(map(len, words))}


def _refused(error: DocumentError) -> Answer:
    used = {"cpu": cpu_seconds(), "peak": peak_mb(), **NOTHING}
    return {**used, "verdict": error.code, "why": error.message}


def _of_pdfium(path: str, _report: Report) -> Answer:
    import pypdfium2  # noqa: PLC0415 - in the warm parent already

    texts = []
    try:
        with pypdfium2.PdfDocument(path) as document:
            texts += [page.get_textpage().get_text_range() for page in document]
    except pypdfium2.PdfiumError:
        return NOTHING
    return _size(texts)
