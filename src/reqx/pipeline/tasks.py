"""What is asked of a document's process, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reqx.model.jobs import Extraction, Progress
from reqx.parsing.ocr.engine import Ocr

if TYPE_CHECKING:
    from reqx.extraction.llm.brief import Brief

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What to process: the file, the document's name, its content's type and fingerprint.

    `left_out`: numbers of pages that are not to be read, as they stop the process. `ocr`: whether
    pages that are pictures are read.
    """

    path: Path
    name: str
    media_type: str
    fingerprint: str
    extractor: str
    left_out: frozenset[int] = frozenset()
    ocr: Ocr = Ocr.OFF


@dataclass(frozen=True, slots=True)
class Processed:
    """What was found offline; `brief`: what a model is to be asked, if one is to be."""

    extraction: Extraction
    brief: "Brief | None" = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A statement whose weighing is to be shown: the document's task, its range of the text."""

    task: Task
    start: int
    end: int
