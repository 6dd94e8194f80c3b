"""Which batches are still waited for, and since when a job waits for one.

Apart from `waits`, since every list of jobs says so: the rest is only imported to ask a model.
"""

from typing import Final

from sqlalchemy import and_, func, literal, select

from reqx.store.expressions import later
from reqx.store.llm.tables import llm_batches, llm_waits
from reqx.store.schema import jobs

LONGEST_SECONDS: Final = 3 * 86400.0
"""A batch has a day; one that nobody could look at for so long is waited for no longer."""

IS_COMING = and_(
    llm_batches.c.ended_at.is_(None),
    llm_batches.c.created_at > later(literal(-LONGEST_SECONDS)),
)
SINCE = (
    select(func.min(llm_batches.c.created_at))
    .join_from(llm_waits, llm_batches, llm_batches.c.id == llm_waits.c.batch_id)
    .where(llm_waits.c.job_id == jobs.c.id, IS_COMING)
    .scalar_subquery()
)
"""Since when a job of a statement about `jobs` waits for a batch; NULL when it does not."""
