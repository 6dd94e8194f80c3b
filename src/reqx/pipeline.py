"""One document from bytes to grounded requirements: parse, extract, ground. No database."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reqx import extraction, parsing
from reqx.extraction.grounding import ground
from reqx.model.jobs import Extraction, Progress

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Task:
    """What to process: the file, its content's type and fingerprint, and the extractor's name."""

    path: Path
    media_type: str
    fingerprint: str
    extractor: str


def process(task: Task, on_progress: OnProgress) -> Extraction:
    """Read the document and find its requirements; report pages as they are read.

    Raises a `DocumentError` for a document that cannot be read, `ConfigurationError` for an
    extractor that does not exist.
    """
    extractor = extraction.by_name(task.extractor)
    document = parsing.parse(
        task.path,
        task.media_type,
        lambda done, total: on_progress(Progress("parse", done, total)),
    )
    on_progress(Progress("extract", 0, None))
    requirements, rejected = ground(
        document, extractor.extract(document), task.fingerprint, extractor.name
    )
    return Extraction(
        parser=document.parser,
        extractor=extractor.name,
        pages=document.pages,
        requirements=tuple(requirements),
        language=extraction.language(document),
        warnings=document.warnings,
        rejected=rejected,
    )
