"""Jobs and documents as the store knows them, and the outcome of one attempt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reqx.errors import ReqxError
from reqx.model.blocks import Page
from reqx.model.portable import Portable
from reqx.model.requirements import Requirement
from reqx.model.verdicts import Verdict

EXTRACT_REQUIREMENTS = "EXTRACT_REQUIREMENTS"
CRASH_BUDGET = 3
"""A document that kills its process so often is parked, whatever its tries."""


class JobStatus(StrEnum):
    """Where a job stands. "Scheduled" and "waiting to retry" are PENDING with a later time."""

    PENDING = "PENDING"
    PROCESSING = "PROCESSING"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


class DocumentStatus(StrEnum):
    """Where a document stands."""

    WAITING = "WAITING"
    PROCESSING = "PROCESSING"
    DONE = "DONE"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class Document:
    """A file reqx keeps. `fingerprint` is the SHA-256 of its bytes, in hexadecimal.

    `verdict` is that of the last reading; None: it was not read yet, or before there were any.
    """

    id: int
    name: str
    fingerprint: str
    media_type: str
    size: int
    status: DocumentStatus
    created_at: datetime
    project: str | None = None
    user: str | None = None
    pages: int | None = None
    language: str | None = None
    revision_of: int | None = None
    processed_at: datetime | None = None
    error_message: str | None = None
    requirements: int = 0
    warnings: tuple[str, ...] = ()
    parser: str | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Progress(Portable):
    """How far an attempt is: `done` of `total` (None: not known) in a phase (parse, extract)."""

    phase: str
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a job, kept with it. `ended_at` None: it is running, or its worker is gone."""

    number: int
    worker: str
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    error_class: str | None = None
    error: str | None = None
    traceback: str | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A request to process one document. Times are aware UTC.

    `batch_since`: since when it waits for calls of a language model that are made in a batch.
    """

    id: int
    type: str
    status: JobStatus
    priority: int
    attempts: int
    max_attempts: int
    scheduled_at: datetime
    created_at: datetime
    updated_at: datetime
    document_id: int
    document: str
    extractor: str
    project: str | None = None
    user: str | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    error: str | None = None
    error_class: str | None = None
    worker: str | None = None
    progress: Progress | None = None
    result: dict[str, object] | None = None
    cancel_requested_at: datetime | None = None
    crashes: int = 0
    batch_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of a worker until its lease expires. `token` fences every later write."""

    job_id: int
    token: str
    attempt: int
    attempts: int
    max_attempts: int
    document_id: int
    document: str
    fingerprint: str
    media_type: str
    extractor: str
    crashes: int = 0


@dataclass(frozen=True, slots=True)
class ModelGap:
    """Units that a language model gave no usable answer about, so the rules' word stands.

    `reason` is that of the calls (refused, filtered, invalid, truncated, context_too_long);
    `pages` are empty for a format without.
    """

    reason: str
    units: int
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ModelSummary:
    """What a language model did for a document.

    `calls` made in this try (the ledger has those before it); `rejected`: its claims that are not
    the document's words, by reason; `widened`: quotes of a part, for which the whole unit was
    taken; `doubted`: units asked about twice; `dropped`: what the rules alone had found.
    """

    calls: int
    rejected: Mapping[str, int]
    widened: int
    doubted: int
    dropped: int
    gaps: tuple[ModelGap, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """What processing a document gives: written whole, in one transaction, or not at all.

    `rejected` counts the candidates that failed grounding; `language` is the document's main one.
    """

    parser: str
    extractor: str
    pages: tuple[Page, ...]
    requirements: tuple[Requirement, ...]
    language: str | None = None
    warnings: tuple[str, ...] = ()
    rejected: int = 0
    model: ModelSummary | None = None

    @property
    def numbered_pages(self) -> int:
        """How many pages it has; 0 for a format without."""
        return sum(page.number is not None for page in self.pages)


@dataclass(frozen=True, slots=True)
class Completed:
    """The document was processed."""

    extraction: Extraction


@dataclass(frozen=True, slots=True)
class Failure:
    """The try failed. A permanent error ends the job; any other backs off while tries are left."""

    error: ReqxError
    traceback: str | None = None


@dataclass(frozen=True, slots=True)
class ProcessDied:
    """The try's process died: charged to the job's crash budget, not to its attempts."""

    error: ReqxError


@dataclass(frozen=True, slots=True)
class Snoozed:
    """Try again in `seconds`; the attempt is not counted (rate limit)."""

    seconds: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Released:
    """Given back at once, the attempt not counted (shutdown)."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Ended because an operator asked for it."""


Outcome = Completed | Failure | ProcessDied | Snoozed | Released | Cancelled
