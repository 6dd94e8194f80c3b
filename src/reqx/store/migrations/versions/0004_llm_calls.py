"""What calls of a language model cost, how fast they may come, and how much may be spent.

Three new tables: nothing that 0003's running workers know is touched.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = TIMESTAMP(timezone=True).with_variant(sa.BigInteger(), "sqlite")
ANSWERED = sa.text("state = 'ANSWERED'")
RESERVED = sa.text("state = 'RESERVED'")
STATE = (
    "state IN ('RESERVED', 'ANSWERED', 'FAILED', 'LOST')"
    " AND (state = 'ANSWERED') = (answer IS NOT NULL)"
    " AND (state = 'RESERVED') = (settled_at IS NULL)"
)


def upgrade() -> None:
    _calls()
    _calls_indexes()
    _paces()
    _budgets()


def _needed(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _calls() -> None:
    op.create_table(
        "llm_calls",
        sa.Column("id", ID, sa.Identity(), nullable=False),
        *(_needed(name, sa.Text()) for name in ("key", "state", "endpoint", "model")),
        _needed("job_id", ID),
        _needed("claim_token", sa.Text()),
        _needed("attempt", sa.Integer()),
        _needed("worker", sa.Text()),
        _needed("document_id", ID),
        sa.Column("project", sa.Text()),
        sa.Column("run", sa.Text()),
        _needed("reserved_tokens", ID),
        sa.Column("reserved_money", ID),
        sa.Column("input_tokens", ID),
        sa.Column("cached_tokens", ID),
        sa.Column("output_tokens", ID),
        _needed("tokens", ID),
        sa.Column("money", ID),
        sa.Column("outcome", sa.Text()),
        sa.Column("http_status", sa.Integer()),
        sa.Column("request_id", sa.Text()),
        sa.Column("answer", sa.Text()),
        _needed("created_at", INSTANT),
        sa.Column("settled_at", INSTANT),
        sa.CheckConstraint(STATE, name=op.f("llm_calls_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("llm_calls_pkey")),
        postgresql_with={"fillfactor": 85},
    )


def _calls_indexes() -> None:
    for name, column, where in (
        ("llm_calls_answered", "key", ANSWERED),
        ("llm_calls_reserved", "id", RESERVED),
    ):
        op.create_index(name, "llm_calls", [column], sqlite_where=where, postgresql_where=where)
    op.create_index("llm_calls_job", "llm_calls", ["job_id"])


def _paces() -> None:
    op.create_table(
        "llm_paces",
        _needed("endpoint", sa.Text()),
        _needed("model", sa.Text()),
        sa.Column("requests_limit", sa.Float()),
        sa.Column("requests_rate", sa.Float()),
        _needed("requests_at", sa.Float()),
        sa.Column("tokens_limit", sa.Float()),
        sa.Column("tokens_rate", sa.Float()),
        _needed("tokens_at", sa.Float()),
        _needed("slowed_at", sa.Float()),
        _needed("changed_at", sa.Float()),
        _needed("answered", sa.Integer()),
        _needed("answered_since", sa.Float()),
        sa.PrimaryKeyConstraint("endpoint", "model", name=op.f("llm_paces_pkey")),
        postgresql_with={"fillfactor": 10},
    )


def _budgets() -> None:
    op.create_table(
        "llm_budgets",
        _needed("kind", sa.Text()),
        _needed("name", sa.Text()),
        sa.Column("tokens_limit", ID),
        _needed("tokens_held", ID),
        _needed("tokens_spent", ID),
        sa.Column("money_limit", ID),
        _needed("money_held", ID),
        _needed("money_spent", ID),
        sa.PrimaryKeyConstraint("kind", "name", name=op.f("llm_budgets_pkey")),
        postgresql_with={"fillfactor": 10},
    )
