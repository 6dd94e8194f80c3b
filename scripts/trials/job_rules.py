"""What must hold of jobs and attempts: none lost, none twice, none over its budgets."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from trials.history import FINISHED, LIVE, AttemptRow, History, JobRow
from trials.promise import Death, Promise

CRASH_BUDGET = 3
GRACE_SECONDS = 5.0

Outcomes = frozenset[str | None]

CHARGED: Outcomes = frozenset({"completed", "retry", "failed", "timeout", "cancelled"})
CRASHED: Outcomes = frozenset({"lease_expired", "crashed"})
GIVEN_BACK: Outcomes = frozenset({"snoozed", "released"})
TRIED_AGAIN: Outcomes = CRASHED | GIVEN_BACK | {"retry", "timeout"}
LAST_OF: dict[str, Outcomes] = {
    "COMPLETED": frozenset({"completed"}),
    "FAILED": CRASHED | {"failed", "timeout"},
    "CANCELLED": TRIED_AGAIN | {"cancelled"},
    "PENDING": TRIED_AGAIN,
    "PROCESSING": frozenset({None}),
}
"""How the last attempt of a job in each status may have ended."""

SKEW_SECONDS = 0.05
"""PostgreSQL stamps a statement when it arrives, a moment before it sees what others committed."""


def lost(history: History, promise: Promise) -> Iterator[str]:
    """Every document has its job, every job its document, and after a drain all are finished."""
    known = {document.id: document for document in history.documents}
    for document in history.documents:
        is_pruned = promise.is_pruned and document.status in ("DONE", "ERROR")
        if document.id not in history.jobs_of and not is_pruned:
            yield f"document {document.id} has no job"
    for job in history.jobs:
        if job.document_id not in known:
            yield f"job {job.id} is for document {job.document_id}, which does not exist"
        if promise.is_drained and job.status not in FINISHED:
            yield f"job {job.id} is {job.status} after the drain{_lapse(job, history.read_at)}"
    for job_id in sorted(history.attempts_of.keys() - {job.id for job in history.jobs}):
        yield f"an attempt is of job {job_id}, which does not exist"


def _lapse(job: JobRow, now: float) -> str:
    if job.lease_expires_at is None or job.lease_expires_at > now:
        return ""
    return f", its lease ran out {now - job.lease_expires_at:.1f} s ago"


def queued_twice(history: History, _promise: Promise) -> Iterator[str]:
    """Never two live jobs for one document and extractor."""
    live = Counter((job.document_id, job.extractor) for job in history.jobs if job.status in LIVE)
    for (document_id, extractor), count in live.items():
        if count > 1:
            yield f"document {document_id} has {count} live jobs for {extractor}"


def claims(history: History, _promise: Promise) -> Iterator[str]:
    """A job is claimed if and only if it is PROCESSING, by what its last attempt says."""
    for job in history.jobs:
        holder = (job.claim_token, job.worker)
        if job.status != "PROCESSING":
            if holder != (None, None) or job.lease_expires_at is not None:
                yield f"job {job.id} is {job.status} and yet claimed"
            continue
        last = _last(history, job)
        if last is None or (last.claim_token, last.worker) != holder:
            yield f"job {job.id} is claimed, and its last attempt tells of another claim"


def numbering(history: History, _promise: Promise) -> Iterator[str]:
    """Attempts are numbered from 1 to the job's claims, with no hole; a token is used once."""
    for job in history.jobs:
        numbers = [attempt.number for attempt in history.attempts_of.get(job.id, ())]
        if numbers != list(range(1, job.claims + 1)):
            yield f"job {job.id} was claimed {job.claims} times and has attempts {numbers}"
    tokens = Counter(attempt.claim_token for attempt in history.attempts)
    for token, count in tokens.items():
        if count > 1:
            yield f"token {token} was handed out {count} times"


def overlaps(history: History, _promise: Promise) -> Iterator[str]:
    """Two attempts for one document and extractor are never under way at once.

    So nothing was written after a claim was lost: what closes an attempt late, ends it late.
    """
    groups: defaultdict[tuple[int, str], list[AttemptRow]] = defaultdict(list)
    for job in history.jobs:
        groups[job.document_id, job.extractor] += history.attempts_of.get(job.id, ())
    for attempts in groups.values():
        for before, after in pairwise(sorted(attempts, key=lambda row: row.started_at)):
            if before.ended_at is None or before.ended_at > after.started_at + SKEW_SECONDS:
                yield f"{_name(before)} had not ended when {_name(after)} began"


def endings(history: History, _promise: Promise) -> Iterator[str]:
    """An attempt ends after it began, with an outcome, in the status that it gave its job."""
    for attempt in history.attempts:
        yield from _ending(attempt)
    for job in history.jobs:
        last = _last(history, job)
        # A job that waits to be tried for the first time, or was cancelled before, has none.
        outcome = last.outcome if last else "released"
        if outcome not in LAST_OF[job.status] and not _is_back(job):
            yield f"job {job.id} is {job.status}, and its last attempt ended as {outcome}"
        if (job.status == "COMPLETED") != (job.completed_at is not None):
            yield f"job {job.id} is {job.status}, completed at {job.completed_at}"


def _is_back(job: JobRow) -> bool:
    """Whether an operator put it back, or cancelled it after that: its budget is untouched."""
    return job.status in ("PENDING", "CANCELLED") and job.attempts == job.crashes == 0


def _ending(attempt: AttemptRow) -> Iterator[str]:
    if (attempt.ended_at is None) != (attempt.outcome is None):
        yield f"{_name(attempt)} ended at {attempt.ended_at} as {attempt.outcome}"
    if attempt.ended_at is not None and attempt.ended_at < attempt.started_at - SKEW_SECONDS:
        yield f"{_name(attempt)} ended before it began"
    if attempt.outcome not in CHARGED | CRASHED | GIVEN_BACK | {None}:
        yield f"{_name(attempt)} ended as {attempt.outcome}, which is no outcome"


def completions(history: History, _promise: Promise) -> Iterator[str]:
    """A job is completed once, and nothing follows."""
    for job in history.jobs:
        attempts = history.attempts_of.get(job.id, ())
        done = [attempt for attempt in attempts if attempt.outcome == "completed"]
        if len(done) > 1:
            yield f"job {job.id} was completed {len(done)} times"
        if done and done[0] is not attempts[-1]:
            yield f"job {job.id} was tried again after it was completed"
        if done and job.status != "COMPLETED":
            yield f"job {job.id} was completed and is {job.status}"


def budgets(history: History, promise: Promise) -> Iterator[str]:
    """Attempts and crashes are within their budgets, and are what the attempts' outcomes say."""
    for job in history.jobs:
        if job.attempts > job.max_attempts or job.attempts < 0:
            yield f"job {job.id} was charged {job.attempts} of {job.max_attempts} attempts"
        if job.crashes > CRASH_BUDGET:
            yield f"job {job.id} went on after {job.crashes} crashes"
        if job.crashes >= CRASH_BUDGET and job.status in LIVE:
            yield f"job {job.id} is {job.status} with no crash left"
        if job.id not in promise.retried:
            yield from _accounts(job, history.attempts_of.get(job.id, ()))


def _accounts(job: JobRow, attempts: Sequence[AttemptRow]) -> Iterator[str]:
    charged = sum(row.outcome in CHARGED or row.outcome is None for row in attempts)
    crashed = sum(row.outcome in CRASHED for row in attempts)
    if charged != job.attempts:
        yield f"job {job.id} counts {job.attempts} attempts, its history {charged}"
    if crashed != job.crashes:
        yield f"job {job.id} counts {job.crashes} crashes, its history {crashed}"


def recoveries(history: History, promise: Promise) -> Iterator[str]:
    """What a dead worker held is taken back within a lease and five seconds."""
    limit = promise.lease_seconds + GRACE_SECONDS
    for attempt, seconds in recovery_seconds(history, promise):
        if seconds > limit:
            yield f"{_name(attempt)} was taken back {seconds:.1f} s after its worker was killed"


def recovery_seconds(history: History, promise: Promise) -> Iterator[tuple[AttemptRow, float]]:
    """Yield each attempt that a killed worker left, and how long until it was taken back."""
    deaths: defaultdict[int, list[Death]] = defaultdict(list)
    for death in promise.deaths:
        deaths[death.pid].append(death)
    for attempt in history.attempts:
        for death in deaths.get(attempt.pid, ()):
            end = history.read_at if attempt.ended_at is None else attempt.ended_at
            if attempt.started_at <= death.at <= end:
                yield attempt, end - death.at


def _last(history: History, job: JobRow) -> AttemptRow | None:
    return next(reversed(history.attempts_of.get(job.id, ())), None)


def _name(attempt: AttemptRow) -> str:
    return f"attempt {attempt.number} of job {attempt.job_id}"


RULES = (
    lost,
    queued_twice,
    claims,
    numbering,
    overlaps,
    endings,
    completions,
    budgets,
    recoveries,
)


def broken(history: History, promise: Promise) -> Iterator[str]:
    """Yield what does not hold."""
    yield from chain.from_iterable(rule(history, promise) for rule in RULES)
