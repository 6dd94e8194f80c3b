"""How a job looks to a person: its state in words, its line, its attempts."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from reqx.cli import render, table
from reqx.cli.listing import Listing
from reqx.cli.table import Column
from reqx.model import records
from reqx.model.jobs import CRASH_BUDGET, Attempt, Job, JobStatus

_STYLES = {JobStatus.FAILED: "red", JobStatus.COMPLETED: "green", JobStatus.PROCESSING: "cyan"}


def state(job: Job, now: datetime | None = None) -> str:
    """Return the job's status; in words for one that is not due yet, or about to be cancelled."""
    if job.status is JobStatus.PROCESSING and job.cancel_requested_at is not None:
        return "being cancelled"
    if job.status is not JobStatus.PENDING or job.scheduled_at <= (now or datetime.now(UTC)):
        return job.status.value
    if job.batch_since is not None:
        return "in a batch"
    return "waiting to retry" if job.attempts or job.error else "scheduled"


def _style(job: Job) -> str:
    return _STYLES.get(job.status, "")


def _next_run(job: Job) -> str:
    is_later = job.status is JobStatus.PENDING and job.scheduled_at > datetime.now(UTC)
    return render.ago(job.scheduled_at) if is_later else ""


def batch_since(job: Job) -> str | None:
    """Return since when a job waits for a batch; None when it does not."""
    if job.batch_since is None:
        return None
    return f"since {records.instant(job.batch_since)} ({render.ago(job.batch_since)})"


def _pages(job: Job) -> str:
    if job.progress is None or job.status is not JobStatus.PROCESSING:
        return ""
    total = "" if job.progress.total is None else f"/{job.progress.total}"
    return f"{job.progress.phase} {job.progress.done}{total}"


def _took(attempt: Attempt) -> str:
    if attempt.ended_at is None:
        return ""
    return render.duration((attempt.ended_at - attempt.started_at).total_seconds())


LISTING: Listing[Job] = Listing(
    records.job,
    (
        Column("ID", lambda job: job.id),
        Column("State", state, style=_style),
        Column("Document", lambda job: job.document, folds=True),
        Column("Attempt", lambda job: f"{job.attempts}/{job.max_attempts}", drop=2),
        Column("Changed", lambda job: render.ago(job.updated_at), drop=4),
        Column("Next run", _next_run, drop=3),
        Column("Progress", _pages, drop=5),
        Column("Priority", lambda job: job.priority or "", drop=7),
        Column("Project", lambda job: job.project, drop=6),
        Column("Worker", lambda job: job.worker, drop=8),
        Column("Error", lambda job: job.error, drop=1, folds=True),
    ),
)

_ATTEMPTS: tuple[Column[Attempt], ...] = (
    Column("Attempt", lambda attempt: attempt.number),
    Column("Started", lambda attempt: records.instant(attempt.started_at), drop=3),
    Column("Took", _took, drop=4),
    Column("Outcome", lambda attempt: attempt.outcome or "running"),
    Column("Worker", lambda attempt: attempt.worker, drop=5),
    Column("Class", lambda attempt: attempt.error_class, drop=2),
    Column("Error", lambda attempt: attempt.error, folds=True),
)


def show(
    job: Job,
    payload: Mapping[str, object],
    history: Sequence[Attempt],
    model: str | None,
    *,
    has_tracebacks: bool,
) -> None:
    """Print a job and its attempts, with the tracebacks of those that failed when asked for.

    `model`: what the calls of a language model did cost, in words.
    """
    table.show_fields([*_fields(job, payload), ("Model", model)])
    if history:
        render.say("")
        table.show(history, _ATTEMPTS)
    for attempt in history if has_tracebacks else ():
        if attempt.traceback:
            render.say("")
            render.say(f"Attempt {attempt.number}")
            render.lines(attempt.traceback)


def _fields(job: Job, payload: Mapping[str, object]) -> list[tuple[str, object]]:
    return [
        ("Job", job.id),
        ("State", state(job)),
        ("Document", f"{job.document} (document {job.document_id})"),
        ("Project", job.project),
        ("User", job.user),
        ("Attempts", f"{job.attempts} of {job.max_attempts}"),
        ("Crashes", f"{job.crashes} of {CRASH_BUDGET}" if job.crashes else None),
        ("Priority", job.priority),
        ("Created", records.instant(job.created_at)),
        ("Scheduled", records.instant(job.scheduled_at)),
        ("Started", records.instant(job.started_at)),
        ("Completed", records.instant(job.completed_at)),
        ("In a batch", batch_since(job)),
        ("Progress", _pages(job)),
        ("Worker", job.worker),
        ("Error", job.error),
        ("Payload", records.dumps(payload)),
        ("Result", None if job.result is None else records.dumps(job.result)),
    ]
