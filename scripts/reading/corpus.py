"""The folder of documents: CORPUS/requirements and CORPUS/torture."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2

from reading import fresh

TABLE_JOINTS = 9
"""Joints of the least table, two columns and two rows."""


@dataclass(frozen=True)
class Corpus:
    """The documents, and how to measure on them.

    `pages` is how many of each document pdfplumber reads (0: all), `repeat` how many laps are run,
    `scratch` a folder for files made on the way.
    """

    folder: Path
    scratch: Path
    pages: int
    repeat: int
    is_verbose: bool = False

    @cached_property
    def pdfs(self) -> list[Path]:
        return self._files("requirements", "*.pdf")

    @cached_property
    def docxs(self) -> list[Path]:
        return self._files("requirements", "*.docx")

    @cached_property
    def torture(self) -> list[Path]:
        return self._files("torture", "**/*.*")

    @cached_property
    def joints(self) -> dict[Path, list[int]]:
        """How many joints of ruling lines each page of each requirement PDF has."""
        said, deaths = fresh.each("survey", self.pdfs)
        if deaths:
            raise RuntimeError(f"survey: {deaths[0]}")
        return {Path(one["path"]): one["joints"] for one in said}

    @cached_property
    def plain(self) -> list[Path]:
        """The requirement PDFs without a ruled table."""
        return [path for path in self.pdfs if max(self.joints[path]) < TABLE_JOINTS]

    def count(self, paths: Iterable[Path]) -> int:
        """Return the pages of these requirement PDFs."""
        return sum(len(self.joints[path]) for path in paths)

    def beginnings(self, paths: Sequence[Path]) -> tuple[list[Path], int]:
        """Return the files with their first `pages` pages only, and how many pages that is."""
        if not self.pages:
            return list(paths), self.count(paths)
        lengths = [min(self.pages, len(self.joints[path])) for path in paths]
        pairs = zip(paths, lengths, strict=True)
        return [self._beginning(path, length) for path, length in pairs], sum(lengths)

    def say(self, *lines: str) -> None:
        """Print details, when they are wanted."""
        if self.is_verbose and lines:
            print(*(f"    {line}" for line in lines), sep="\n", file=sys.stderr, flush=True)

    def _files(self, folder: str, pattern: str) -> list[Path]:
        found = sorted(path for path in (self.folder / folder).glob(pattern) if path.is_file())
        if not found:
            raise RuntimeError(f"no {pattern} in {self.folder / folder}")
        return found

    def _beginning(self, path: Path, length: int) -> Path:
        target = self.scratch / path.name
        return target if target.exists() else compose([(path, length)], target)


def joints_of(path: Path) -> list[int]:
    """Return how many joints of ruling lines each page of the PDF has."""
    joints: list[int] = fresh.run("survey", paths=[str(path)])["joints"]
    return joints


def compose(parts: Iterable[tuple[Path, int]], target: Path) -> Path:
    """Write a PDF of the first pages of these, each with the number of pages to take."""
    with pypdfium2.PdfDocument.new() as made:
        for path, length in parts:
            with pypdfium2.PdfDocument(path) as source:
                made.import_pages(source, list(range(min(length, len(source)))))
        made.save(target)
    return target
