"""Aging: a job that waits long moves up, so that urgent ones cannot keep it waiting for ever.

Every ten minutes count as one step of priority, up to ten steps. The steps are written into the
rank by a sweep, so that a claim stays one scan of one index.
"""

from sqlalchemy import case, func, literal, literal_column, select, update

from reqx.store.expressions import NOW, SecondsSince, later
from reqx.store.schema import jobs
from reqx.store.transaction import Transaction

STEP_SECONDS = 600
MOST_STEPS = 10
BATCH = 1000

EARNED = SecondsSince(jobs.c.scheduled_at) // STEP_SECONDS
STEPS = case((EARNED > MOST_STEPS, MOST_STEPS), else_=EARNED)
RANK = -jobs.c.priority - STEPS

IS_PENDING = jobs.c.status == literal_column("'PENDING'")
FIRST_RANK = (
    select(func.min(jobs.c.rank)).where(IS_PENDING, jobs.c.scheduled_at <= NOW).scalar_subquery()
)
BEHIND = (
    select(jobs.c.id)
    .where(
        IS_PENDING,
        # Who has nobody before it has nothing to gain: a queue of equals is not written at all.
        jobs.c.rank > FIRST_RANK,
        jobs.c.scheduled_at <= later(literal(-float(STEP_SECONDS))),
        jobs.c.rank > RANK,
    )
    .limit(literal_column(str(BATCH)))
)
ANY_BEHIND = BEHIND.limit(literal_column("1"))
RAISE = (
    update(jobs)
    .where(jobs.c.id.in_(BEHIND.with_for_update(skip_locked=True)), IS_PENDING)
    .values(rank=RANK)
)


def age(tx: Transaction) -> int:
    """Move up the PENDING jobs that have earned it, at most 1,000; return how many."""
    return tx.run(RAISE) if tx.rows(ANY_BEHIND) else 0
