"""What calls did cost, in sums."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, bindparam, cast, func, literal_column, select

from reqx.store.llm.tables import llm_calls
from reqx.store.transaction import Transaction

c = llm_calls.c


def _sum(column: ColumnElement[Any]) -> ColumnElement[int]:
    # A sum of bigint is numeric on PostgreSQL.
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def _calls(state: str) -> ColumnElement[int]:
    return func.count().filter(c.state == literal_column(f"'{state}'"))


# A call whose usage is not known counts as it was reserved.
IS_ESTIMATED = c.input_tokens.is_(None)
SUMS = (
    select(
        c.model,
        c.project,
        func.count().label("calls"),
        _calls("ANSWERED").label("answered"),
        _calls("FAILED").label("failed"),
        _calls("LOST").label("lost"),
        func.count(c.batch_id).label("batched"),
        func.count(c.batch_id).filter(c.state == literal_column("'RESERVED'")).label("in_batches"),
        _sum(c.input_tokens).label("input_tokens"),
        _sum(c.cached_tokens).label("cached_tokens"),
        _sum(c.output_tokens).label("output_tokens"),
        cast(func.coalesce(func.sum(c.tokens).filter(IS_ESTIMATED), 0), BigInteger).label(
            "estimated_tokens"
        ),
        _sum(c.money).label("money"),
        func.count().filter(c.money.is_(None)).label("unpriced"),
    )
    .group_by(c.model, c.project)
    .order_by(c.model, c.project.nulls_first())
)
OF_JOB = SUMS.where(c.job_id == bindparam("job", type_=c.job_id.type))


@dataclass(frozen=True, slots=True)
class Spending:
    """The calls of one model for the documents of one project (None: of none).

    `calls` that are neither answered, failed nor lost are under way. Cached tokens are part of the
    input. `batched` calls are or were made in batches, `in_batches` of them have not come in.
    `estimated_tokens` are reserved by calls whose usage is not known, beside the others.
    `money` is in millionths, without the `unpriced` calls, whose price is not known.
    """

    model: str
    project: str | None
    calls: int
    answered: int
    failed: int
    lost: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    estimated_tokens: int
    money: int
    unpriced: int
    batched: int = 0
    in_batches: int = 0


def find(tx: Transaction, job_id: int | None = None) -> list[Spending]:
    """Return the sums by model and project, of all calls or of a job's; empty without calls."""
    rows = tx.records(SUMS) if job_id is None else tx.records(OF_JOB, {"job": job_id})
    return [Spending(**row) for row in rows]
