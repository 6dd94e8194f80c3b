"""Calls of a model in batches: new tables, and new columns that running workers leave empty."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0007"
down_revision = "0006"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = TIMESTAMP(timezone=True).with_variant(sa.BigInteger(), "sqlite")
BATCHED = sa.text("batch_id IS NOT NULL")
UNDER_WAY = sa.text("state = 'RESERVED' AND batch_id IS NOT NULL")
OPEN = sa.text("ended_at IS NULL")
STATE = (
    "state IN ('BOOKED', 'SENDING', 'SENT', 'ENDED')"
    " AND (state = 'ENDED') = (ended_at IS NOT NULL)"
    " AND (state <> 'SENT' OR remote_id IS NOT NULL)"
)


def upgrade() -> None:
    op.add_column("llm_calls", sa.Column("batch_id", ID))
    op.add_column("llm_calls", sa.Column("words", sa.Integer()))
    _index("llm_calls_under_way", "llm_calls", "key", UNDER_WAY, unique=True)
    _index("llm_calls_batch", "llm_calls", "batch_id", BATCHED)
    _batches()
    _index("llm_batches_open", "llm_batches", "endpoint", OPEN)
    op.create_index("llm_batches_job", "llm_batches", ["job_id"])
    op.create_table(
        "llm_waits",
        _needed("job_id", ID),
        _needed("batch_id", ID),
        sa.PrimaryKeyConstraint("job_id", "batch_id", name=op.f("llm_waits_pkey")),
    )


def _needed(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _index(name: str, table: str, column: str, where: Any, *, unique: bool = False) -> None:  # noqa: ANN401 - SQLAlchemy's text
    op.create_index(
        name, table, [column], unique=unique, sqlite_where=where, postgresql_where=where
    )


def _batches() -> None:
    op.create_table(
        "llm_batches",
        sa.Column("id", ID, sa.Identity(), nullable=False),
        *(_needed(name, sa.Text()) for name in ("state", "endpoint", "model", "reference")),
        _needed("job_id", ID),
        _needed("claim_token", sa.Text()),
        sa.Column("input_file", sa.Text()),
        sa.Column("remote_id", sa.Text()),
        sa.Column("status", sa.Text()),
        _needed("created_at", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Column("looked_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.CheckConstraint(STATE, name=op.f("llm_batches_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("llm_batches_pkey")),
    )
