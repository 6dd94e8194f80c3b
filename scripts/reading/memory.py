"""The memory of the child that reads a document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.report import Bar, Row, alone

from reading import fresh
from reading.boxed import MARKS
from reading.corpus import Corpus, compose

PAGES = 150
PEAK = Bar(90, is_ceiling=True)
GROWTH = Bar(10, is_ceiling=True)


def memory(corpus: Corpus) -> Iterator[Row]:
    """Read the document whose length is nearest to 150 pages, then 500 pages made of it."""
    path = min(corpus.pdfs, key=lambda path: abs(len(corpus.joints[path]) - PAGES))
    length = len(corpus.joints[path])
    corpus.say(f"{path.name}, {length} pages")
    for what, is_whole in (("reading", False), ("reading and extracting", True)):
        said = [_told(path, is_whole=is_whole) for _ in range(corpus.repeat)]
        label = ("memory", f"peak of the child, {length} pages, {what}", "MiB")
        yield alone([one["peak"] for one in said], label, PEAK)
    yield from _growth(_repeated(path, length, corpus.scratch / "long.pdf"), corpus.repeat)


def _growth(path: Path, repeat: int) -> Iterator[Row]:
    first, last = (str(mark) for mark in MARKS)
    said = [_told(path, is_whole=False) for _ in range(repeat)]
    grown = [one["marks"][last] - one["marks"][first] for one in said]
    label = ("memory", f"growth from page {first} to page {last}, reading", "MiB")
    yield alone(grown, label, GROWTH)
    label = ("memory", f"peak of the child, {last} pages, reading", "MiB")
    yield alone([one["peak"] for one in said], label, None)


def _told(path: Path, *, is_whole: bool) -> dict[str, Any]:
    said = fresh.run("memory", path=str(path), is_whole=is_whole)
    if "verdict" in said:
        raise RuntimeError(f"{path.name}: {said['verdict']}: {said['why']}")
    return said


def _repeated(path: Path, length: int, target: Path) -> Path:
    """Write a PDF of as many pages as the last mark needs."""
    parts = [(path, min(length, MARKS[-1] - done)) for done in range(0, MARKS[-1], length)]
    return compose(parts, target)
