"""The records other programs rely on: what `--json`, `--jsonl` and the exports give.

Fields may be added, never renamed or taken away. Times are ISO 8601 in UTC with "Z", with
milliseconds where there are any. Every function here is pure.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from reqx.model.blocks import Page
from reqx.model.jobs import Attempt, Document, Job, JobStatus, Progress
from reqx.model.limits import Limit, Policy
from reqx.model.requirements import Requirement
from reqx.model.stats import Stats
from reqx.model.workers import Worker, WorkerState

Record = dict[str, object]

# Written as escapes: control characters and text direction marks would act on a terminal, and line
# separators would cut a line for a reader that splits the way `str.splitlines` does.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def dumps(value: object, indent: int | None = None) -> str:
    """Return `value` as JSON: UTF-8 as it is, nothing a terminal or a line reader acts on."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def instant(at: datetime | None) -> str | None:
    """Return an aware time as 2026-01-31T08:15:00Z, or 2026-01-31T08:15:00.250Z."""
    if at is None:
        return None
    at = at.astimezone(UTC)
    precision = "milliseconds" if at.microsecond >= 1000 else "seconds"
    return at.isoformat(timespec=precision).replace("+00:00", "Z")


def document(document: Document) -> Record:
    """Return the `document` record."""
    return {
        "id": document.id,
        "name": document.name,
        "sha256": document.fingerprint,
        "media_type": document.media_type,
        "size": document.size,
        "pages": document.pages,
        "language": document.language,
        "project": document.project,
        "user": document.user,
        "revision_of": document.revision_of,
        "status": document.status.value,
        "verdict": document.verdict.value if document.verdict else None,
        "processed_at": instant(document.processed_at),
        "error_message": document.error_message,
        "requirements": document.requirements,
        "created_at": instant(document.created_at),
    }


def document_details(found: Document, modalities: Mapping[str, int]) -> Record:
    """Return the `document` record, and what `documents show` adds to it."""
    return document(found) | {
        "parser": found.parser,
        "warnings": list(found.warnings),
        "modalities": dict(modalities),
    }


def page_text(document: Document, page: Page) -> Record:
    """Return the record of one page's text; `page` is null for a format without pages."""
    return {
        "document": {"id": document.id, "name": document.name},
        "page": page.number,
        "page_label": page.label,
        "text": page.text,
    }


def job(job: Job) -> Record:
    """Return the `job` record."""
    return {
        "id": job.id,
        "type": job.type,
        "status": job.status.value,
        "priority": job.priority,
        "attempts": job.attempts,
        "max_attempts": job.max_attempts,
        "scheduled_at": instant(job.scheduled_at),
        "started_at": instant(job.started_at),
        "completed_at": instant(job.completed_at),
        "created_at": instant(job.created_at),
        "updated_at": instant(job.updated_at),
        "document_id": job.document_id,
        "document": job.document,
        "project": job.project,
        "user": job.user,
        "error": job.error,
        "error_class": job.error_class,
        "worker": job.worker,
        "progress": _progress(job.progress),
        "cancel_requested_at": instant(job.cancel_requested_at),
        "crashes": job.crashes,
        "batch_since": instant(job.batch_since),
    }


def job_details(shown: Job, payload: Mapping[str, object], history: Sequence[Attempt]) -> Record:
    """Return the `job show` record: the job, what it was asked, what it gave, every attempt."""
    return job(shown) | {
        "payload": dict(payload),
        "result": shown.result,
        "history": [attempt(one) for one in history],
    }


def attempt(attempt: Attempt) -> Record:
    """Return the record of one attempt."""
    return {
        "attempt": attempt.number,
        "worker": attempt.worker,
        "started_at": instant(attempt.started_at),
        "ended_at": instant(attempt.ended_at),
        "outcome": attempt.outcome,
        "error_class": attempt.error_class,
        "error": attempt.error,
        "traceback": attempt.traceback,
    }


def worker(worker: Worker) -> Record:
    """Return the record of one worker."""
    return {
        "id": worker.id,
        "version": worker.version,
        "slots": worker.slots,
        "jobs": worker.jobs,
        "state": worker.state.value,
        "started_at": instant(worker.started_at),
        "seen_at": instant(worker.seen_at),
    }


def limit(limit: Limit) -> Record:
    """Return the record of one limit."""
    return {
        "name": limit.name,
        "max_running": limit.max_running,
        "running": limit.running,
        "per_minute": limit.per_minute,
    }


def policy(policy: Policy) -> Record:
    """Return the record of what holds for the jobs of a type."""
    return {
        "name": policy.name,
        "is_paused": policy.is_paused,
        "paused_until": instant(policy.paused_until),
        "max_running": policy.max_running,
    }


def stats(stats: Stats, workers: Sequence[Worker], queue: Policy) -> Record:
    """Return the record of how the queue stands."""
    waiting = stats.waiting
    return {
        "jobs": _by_status(stats.jobs),
        "waiting": {
            "due": waiting.due,
            "scheduled": waiting.scheduled,
            "to_retry": waiting.to_retry,
            "oldest_due_seconds": waiting.oldest_due_seconds,
        },
        "last_hour": _by_status(stats.last_hour),
        "last_day": _by_status(stats.last_day) | {"failures": dict(stats.failures)},
        "documents": stats.documents,
        "workers": {
            state.value: sum(worker.state is state for worker in workers) for state in WorkerState
        },
        "queue": policy(queue),
    }


def _by_status(numbers: Mapping[JobStatus, int]) -> Record:
    return {status.value: number for status, number in numbers.items()}


def requirement(requirement: Requirement, document: Document) -> Record:
    """Return the `requirement` record, with the document it was found in."""
    return {
        "uid": requirement.uid,
        "document": {
            "id": document.id,
            "name": document.name,
            "sha256": document.fingerprint,
            "revision_of": document.revision_of,
        },
        "project": document.project,
        "statement": requirement.statement,
        "source_id": requirement.source_id,
        **_place(requirement),
        "modality": requirement.modality.value,
        "kind": requirement.kind.value if requirement.kind else None,
        "kind_confidence": requirement.kind_confidence,
        "condition": requirement.condition,
        "subject": requirement.subject,
        "intro": requirement.intro,
        "pattern": requirement.pattern.value if requirement.pattern else None,
        "flags": list(requirement.flags),
        "flag_words": _flag_words(requirement),
        "verification": requirement.verification,
        "priority": requirement.priority,
        "references": [
            {"text": one.text, "number": one.number, "uid": one.uid}
            for one in requirement.references
        ],
        "confidence": requirement.confidence,
        "language": requirement.language,
        "extractor": requirement.extractor,
        "review": requirement.review.value,
        "duplicate_of": requirement.duplicate_of,
    }


def _flag_words(requirement: Requirement) -> Record:
    """Return the words by flag; empty for a row of a version that kept none."""
    pairs = zip(requirement.flags, requirement.flag_words, strict=False)
    return {flag: list(words) for flag, words in pairs}


def _place(requirement: Requirement) -> Record:
    return {
        "section": list(requirement.section),
        "page": requirement.page,
        "page_label": requirement.page_label,
        "regions": [
            {"page": region.page, "bbox": list(region.bbox)} for region in requirement.regions
        ],
        "start": requirement.start,
        "end": requirement.end,
    }


def _progress(progress: Progress | None) -> Record | None:
    if progress is None:
        return None
    return {"phase": progress.phase, "done": progress.done, "total": progress.total}
