"""One document from bytes to grounded requirements: parse, extract, ground. No database."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reqx import extraction, parsing
from reqx.errors import DocumentError
from reqx.extraction.grounding import ground
from reqx.extraction.language import language
from reqx.model.blocks import ParsedDocument
from reqx.model.jobs import Extraction, Progress
from reqx.parsing.ocr import Ocr

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


def process(task: Task, on_progress: OnProgress) -> Extraction:
    """Read the document and find its requirements; report pages as they are read.

    Raises a `DocumentError` for a document that cannot be read, `ConfigurationError` for an
    extractor that does not exist.
    """
    extractor = extraction.by_name(task.extractor)
    document = _parse(task, on_progress)
    on_progress(Progress("extract", 0, None))
    requirements, rejected = ground(
        document, extractor.extract(document), task.fingerprint, extractor.name
    )
    return Extraction(
        parser=document.parser,
        extractor=extractor.name,
        pages=document.pages,
        requirements=tuple(requirements),
        language=language(document),
        warnings=document.warnings,
        rejected=rejected,
    )


def _parse(task: Task, on_progress: OnProgress) -> ParsedDocument:
    try:
        return parsing.parse(
            task.path,
            task.media_type,
            lambda done, total: on_progress(Progress("parse", done, total)),
            task.left_out,
            task.ocr,
        )
    except DocumentError as error:
        # The library names the file by its fingerprint; who reads the error knows another name.
        message = error.message.replace(task.path.name, task.name)
        raise type(error)(message, hint=error.hint) from error
