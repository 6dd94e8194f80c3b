"""What else a document says of a requirement, and the keys by which like statements are found.

Columns that may be NULL and a new table: the statements of 0005's running workers keep working.
What those write has no keys until the document is read again; the statements that are there get
theirs here, in batches. One transaction on either database.
"""

import sqlalchemy as sa
from alembic import op

from reqx.model.likeness import keys

revision = "0006"
down_revision = "0005"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 1000

requirements = sa.table(
    "requirements",
    *(sa.column(name) for name in ("document_id", "position", "statement", "intro")),
)
likenesses = sa.table(
    "likenesses", *(sa.column(name) for name in ("document_id", "position", "key"))
)


def upgrade() -> None:
    for name in ("flag_words", "pattern", "verification", "priority", "references"):
        op.add_column("requirements", sa.Column(name, sa.Text()))
    op.create_table(
        "likenesses",
        sa.Column("document_id", ID, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("document_id", "position", "key", name="likenesses_pkey"),
    )
    _fill()
    op.create_index("likenesses_key", "likenesses", ["key"])


def _fill() -> None:
    place = sa.tuple_(requirements.c.document_id, requirements.c.position)
    ordered = sa.select(requirements).order_by(*place.clauses).limit(BATCH)
    last = (-1, -1)
    while rows := op.get_bind().execute(ordered.where(place > last)).all():
        last = (rows[-1].document_id, rows[-1].position)
        found = [
            {"document_id": row.document_id, "position": row.position, "key": key}
            for row in rows
            for key in keys(row.statement, row.intro)
        ]
        if found:
            op.get_bind().execute(sa.insert(likenesses), found)
