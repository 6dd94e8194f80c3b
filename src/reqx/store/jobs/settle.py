"""The end of tries: one transaction, each fenced by its claim's token, results included."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from reqx.model.backoff import Backoff
from reqx.model.jobs import Claim, JobStatus, Outcome
from reqx.store import documents, requirements
from reqx.store.expressions import among
from reqx.store.jobs import ends as written
from reqx.store.jobs.consequence import judge
from reqx.store.jobs.ends import End, Settled
from reqx.store.schema import attempts, jobs
from reqx.store.transaction import Transaction

CLOSED = (
    select(attempts.c.claim_token, attempts.c.outcome, jobs.c.status)
    .join_from(attempts, jobs, jobs.c.id == attempts.c.job_id)
    .where(among(attempts.c.job_id, "jobs"), attempts.c.ended_at.is_not(None))
)


def settle(
    tx: Transaction, ended: Sequence[tuple[Claim, Outcome]], backoff: Backoff
) -> list[JobStatus | None]:
    """Write the outcomes, results included, and return the jobs' new status, in the same order.

    None: the claim was no longer ours, and nothing of it is written. To settle the same again
    changes nothing and gives the same answer: so a commit whose reply was lost can be repeated.
    (Whether a job that was to be tried again had been called off, it says of the job as it is now.)
    """
    found = [End.of(claim, outcome, judge(claim, outcome, backoff)) for claim, outcome in ended]
    statuses: dict[str, JobStatus] = {}
    if found:
        with tx.atomic():
            for wave in _waves(found):
                statuses |= _settle(tx, wave)
    return [statuses.get(end.claim.token) for end in found]


def _settle(tx: Transaction, ends: Sequence[End]) -> dict[str, JobStatus]:
    settled = written.write(tx, ends)
    ours = [end for end in ends if end.claim.job_id in settled]
    _store(tx, ours, settled)
    statuses = {end.claim.token: settled[end.claim.job_id].status for end in ours}
    return statuses if len(ours) == len(ends) else statuses | _settled_before(tx, ends)


def _store(tx: Transaction, ends: Sequence[End], settled: dict[int, Settled]) -> None:
    """Put what was extracted in the place of what was there."""
    for end in ends:
        if end.extraction is None:
            continue
        is_fresh = not settled[end.claim.job_id].was_processed
        documents.replace_pages(tx, end.claim.document_id, end.extraction.pages, is_fresh=is_fresh)
        requirements.replace(
            tx, end.claim.document_id, end.extraction.requirements, is_fresh=is_fresh
        )


def _settled_before(tx: Transaction, ends: Sequence[End]) -> dict[str, JobStatus]:
    """Return what an earlier call had written already: its commit's reply was lost."""
    jobs_of_ends = {"jobs": [end.claim.job_id for end in ends]}
    closed = {row.claim_token: row for row in tx.rows(CLOSED, jobs_of_ends)}
    return {
        token: _answer(end, closed[token].status)
        for end in ends
        if (token := end.claim.token) in closed and closed[token].outcome == end.consequence.outcome
    }


def _answer(end: End, now: JobStatus) -> JobStatus:
    """Return what was answered then; a job that is called off will not be tried again."""
    is_given_up = end.consequence.status is JobStatus.PENDING and now is JobStatus.CANCELLED
    return JobStatus.CANCELLED if is_given_up else end.consequence.status


def _waves(ends: Sequence[End]) -> Iterator[list[End]]:
    """Split so that no document stands twice in one statement, which would write it once.

    Of a document's ends the later one is written later: its word is the last.
    """
    rest = list(ends)
    while rest:
        wave: dict[int, End] = {}
        for end in rest:
            wave.setdefault(end.claim.document_id, end)
        yield list(wave.values())
        rest = [end for end in rest if wave[end.claim.document_id] is not end]
