"""What runs in a document's process: parse, extract, ground."""

from collections.abc import Iterator

from reqx import parsing
from reqx.errors import DocumentError
from reqx.extraction import LLM, RULES, check_name
from reqx.extraction.grounding import ground
from reqx.extraction.language import language
from reqx.extraction.lexicon import languages
from reqx.extraction.llm.brief import Brief
from reqx.extraction.rules import RulesExtractor, explanation
from reqx.extraction.rules.explanation import Explanation
from reqx.model.blocks import ParsedDocument
from reqx.model.jobs import Extraction, Progress
from reqx.parsing.collector import collector_paused
from reqx.pipeline.tasks import Doubt, OnProgress, Processed, Task

_SHORT = 400
"""Characters of a text that may be too few to tell its language."""


def process(task: Task, on_progress: OnProgress) -> Processed:
    """See `pipeline.process`."""
    check_name(task.extractor)
    # Whether to search for cycles meanwhile is the reader's to say: OCR may leave large ones.
    document = _parse(task, on_progress)
    # What is found lives until it is handed over, and hardly a cycle is among it.
    with collector_paused():
        on_progress(Progress("extract", 0, None))
        return _processed(task, document)


def _processed(task: Task, document: ParsedDocument) -> Processed:
    brief = Brief.of(document) if task.extractor == LLM else None
    found = RulesExtractor().extract(document) if brief is None else brief.kept
    requirements, rejected = ground(document, found, task.fingerprint, RULES)
    spoken = language(document)
    extraction = Extraction(
        parser=document.parser,
        extractor=RULES,
        pages=document.pages,
        requirements=tuple(requirements),
        language=spoken,
        warnings=(*document.warnings, *_doubts(document, spoken)),
        rejected=rejected,
    )
    return Processed(extraction, brief)


def _doubts(document: ParsedDocument, spoken: str | None) -> Iterator[str]:
    """Yield why too little may have been found in what was read."""
    if spoken is None and sum(len(block.text) for block in document.blocks) > _SHORT:
        known = ", ".join(languages())
        yield f"Its language is none that the rules know ({known}): requirements may be missed."


def explain(doubt: Doubt, on_progress: OnProgress) -> tuple[Explanation, ...]:
    """See `pipeline.explain`."""
    document = _parse(doubt.task, on_progress)
    found = explanation.explain(document, doubt.start, doubt.end)
    return (found,) if found else ()


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
