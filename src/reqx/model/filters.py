"""Which jobs, documents or requirements a command means. An empty field means any."""

from dataclasses import dataclass
from datetime import datetime

from reqx.model.jobs import DocumentStatus, JobStatus
from reqx.model.requirements import Modality
from reqx.model.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class JobFilter:
    """The filters every jobs verb takes. `error` is a part of the error text, in any case.

    `since` and `until` bound the last change (`updated_at`).
    """

    ids: tuple[int, ...] = ()
    statuses: tuple[JobStatus, ...] = ()
    document_ids: tuple[int, ...] = ()
    project: str | None = None
    error: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    priority_min: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents."""

    ids: tuple[int, ...] = ()
    statuses: tuple[DocumentStatus, ...] = ()
    project: str | None = None
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class RequirementFilter:
    """Which requirements.

    `section` is a part of a heading in the path, in any case; of `flags` all are wanted.
    """

    document_ids: tuple[int, ...] = ()
    project: str | None = None
    modalities: tuple[Modality, ...] = ()
    section: str | None = None
    min_confidence: float | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """A page of a listing: at most `limit` rows (None: all) after `cursor`.

    `cursor` is the `next_cursor` of the page before, opaque. `sort` is a field name, with "-"
    before it for descending.
    """

    limit: int | None = 50
    cursor: str | None = None
    sort: str = "-id"
