"""What ended for what comes next: one commit settles and claims."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from reqx.model.backoff import Backoff
from reqx.model.jobs import Claim, Completed, JobStatus, Outcome
from reqx.store.hot import Hot
from reqx.store.jobs.claim import OF_DOCUMENT, OWN, handing_out, place
from reqx.store.jobs.claimer import Claimer
from reqx.store.jobs.consequence import judge
from reqx.store.jobs.ends import End, records
from reqx.store.jobs.settle import settle
from reqx.store.schema import documents, jobs
from reqx.store.transaction import Transaction

Ended = tuple[Claim, Outcome]


class Traded(NamedTuple):
    """The jobs' new status, in the order of what ended (None: not ours), and the new claims."""

    statuses: list[JobStatus | None]
    claims: list[Claim]


def trade(
    tx: Transaction, ended: Sequence[Ended], claimer: Claimer, slots: int, backoff: Backoff
) -> Traded:
    """Settle what ended and claim up to `slots` jobs.

    One transaction; on PostgreSQL one statement, when nothing of what ended brings rows of its own.
    """
    if not ended:
        return Traded([], claimer.claim(tx, slots))
    if tx.dialect == "postgresql" and slots > 0 and all(_is_bare(out) for _, out in ended):
        traded = _trade_bare(tx, ended, claimer, slots, backoff)
        if traded is not None:
            return traded
    with tx.atomic():
        return Traded(settle(tx, ended, backoff), claimer.claim(tx, slots))


def _is_bare(outcome: Outcome) -> bool:
    """Return whether there are no pages and no requirements to store."""
    if not isinstance(outcome, Completed):
        return True
    return not outcome.extraction.pages and not outcome.extraction.requirements


@cache
def _statement(conditions: tuple[str, ...], slots: int) -> Hot:
    from reqx.store.jobs import ends_postgresql as ends  # noqa: PLC0415 - which SQLite does without

    # Where a document has been processed before, there are rows to drop: no case for one statement.
    # Looked up for each row: of a NOT EXISTS the planner makes a join that loses the jobs' order.
    of_job = documents.c.id == jobs.c.document_id
    processed_at = select(documents.c.processed_at).where(of_job).scalar_subquery()
    is_fresh = or_(ends.ENDED.c.status != ends.COMPLETED, processed_at.is_(None))
    settled, closed, concluded = ends.settling(is_fresh)
    taken, tried = handing_out(conditions, slots)
    claimed = (
        select(*(taken.c[column.key] for column in OWN), *OF_DOCUMENT)
        .join_from(taken, documents, documents.c.id == taken.c.document_id)
        .subquery("claimed")
    )
    return Hot(
        # No job is settled and claimed at once: each row has one of the two halves.
        select(settled.c.id.label("settled_id"), settled.c.status, *claimed.c)
        .select_from(settled.outerjoin(claimed, claimed.c.job_id == settled.c.id, full=True))
        .add_cte(closed, concluded, tried)
    )


def _trade_bare(
    tx: Transaction, ended: Sequence[Ended], claimer: Claimer, slots: int, backoff: Backoff
) -> Traded | None:
    """Do it in one statement; None when the claimer wants a full scan first.

    What the statement has not settled (not ours, or not fresh) is settled by itself afterwards.
    """
    ends = [End.of(claim, outcome, judge(claim, outcome, backoff)) for claim, outcome in ended]
    if len({end.claim.document_id for end in ends}) < len(ends):
        return None
    which = claimer.onward(slots)
    if which is None:
        return None
    in_order = records(ends)
    values: dict[str, Any] = {
        "ends": in_order,
        "jobs": [record["job"] for record in in_order],
        **claimer.terms.values,
        **which.values,
    }
    rows = tx.hot(_statement(which.conditions, slots), values)
    claims = claimer.note(tx, sorted((row for row in rows if row.job_id is not None), key=place))
    found = {row.settled_id: JobStatus(row.status) for row in rows if row.settled_id is not None}
    rest = [one for one in ended if one[0].job_id not in found]
    late = dict(zip((claim.job_id for claim, _ in rest), settle(tx, rest, backoff), strict=True))
    return Traded([(found | late)[claim.job_id] for claim, _ in ended], claims)
