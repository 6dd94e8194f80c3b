"""What models were found to take: a new table, which 0004's running workers do not know."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0005"
down_revision = "0004"

INSTANT = TIMESTAMP(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "llm_endpoints",
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("capability", sa.Text(), nullable=False),
        sa.Column("probed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("endpoint", "model", name="llm_endpoints_pkey"),
    )
