"""The first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

revision = "0001"
down_revision = None

# A migration stays as it was written, so it spells its types out instead of importing today's.
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = TIMESTAMP(timezone=True).with_variant(sa.BigInteger(), "sqlite")
CODE_POINTS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
PENDING = sa.text("status = 'PENDING'")
PROCESSING = sa.text("status = 'PROCESSING'")
LIVE = sa.text("status IN ('PENDING', 'PROCESSING')")


def upgrade() -> None:
    _documents()
    _pages()
    _requirements()
    _jobs()
    _jobs_indexes()
    _attempts()
    _workers()


def _needed(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _key() -> sa.Column[Any]:
    return sa.Column("id", ID, sa.Identity(), nullable=False)


def _documents() -> None:
    op.create_table(
        "documents",
        _key(),
        _needed("name", sa.Text()),
        _needed("fingerprint", sa.Text()),
        _needed("media_type", sa.Text()),
        _needed("size", ID),
        _needed("status", sa.Text()),
        _needed("created_at", INSTANT),
        sa.Column("project", sa.Text()),
        sa.Column("user", sa.Text()),
        sa.Column("pages", sa.Integer()),
        sa.Column("language", sa.Text()),
        sa.Column("revision_of", ID),
        sa.Column("processed_at", INSTANT),
        sa.Column("error_message", sa.Text()),
        _needed("requirements", sa.Integer()),
        _needed("warnings", sa.Text()),
        sa.Column("parser", sa.Text()),
        sa.CheckConstraint(
            "status IN ('WAITING', 'PROCESSING', 'DONE', 'ERROR')", name=op.f("documents_status")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("documents_pkey")),
        sa.ForeignKeyConstraint(
            ["revision_of"], ["documents.id"], name=op.f("documents_revision_of_fkey")
        ),
        sa.UniqueConstraint("fingerprint", name=op.f("documents_fingerprint_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("documents_project", "documents", ["project"])


def _pages() -> None:
    op.create_table(
        "pages",
        _needed("document_id", ID),
        _needed("position", sa.Integer()),
        sa.Column("number", sa.Integer()),
        sa.Column("label", sa.Text()),
        _needed("text", sa.Text()),
        _needed("start", sa.Integer()),
        _needed("warnings", sa.Text()),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("pages_pkey")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("pages_document_id_fkey")
        ),
    )


def _requirements() -> None:
    op.create_table(
        "requirements",
        _needed("document_id", ID),
        _needed("position", sa.Integer()),
        _needed("uid", CODE_POINTS),
        _needed("statement", sa.Text()),
        _needed("start", sa.Integer()),
        _needed("end", sa.Integer()),
        _needed("modality", sa.Text()),
        _needed("confidence", sa.Float()),
        _needed("language", sa.Text()),
        _needed("extractor", sa.Text()),
        _needed("section", sa.Text()),
        sa.Column("page", sa.Integer()),
        sa.Column("page_label", sa.Text()),
        _needed("regions", sa.Text()),
        sa.Column("source_id", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("kind_confidence", sa.Float()),
        sa.Column("condition", sa.Text()),
        sa.Column("subject", sa.Text()),
        sa.Column("intro", sa.Text()),
        _needed("flags", sa.Text()),
        _needed("review", sa.Text()),
        sa.Column("duplicate_of", sa.Text()),
        sa.PrimaryKeyConstraint("document_id", "position", name=op.f("requirements_pkey")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("requirements_document_id_fkey")
        ),
    )
    op.create_index("requirements_uid", "requirements", ["uid"], unique=True)


def _jobs() -> None:
    op.create_table(
        "jobs",
        _key(),
        _needed("document_id", ID),
        _needed("type", sa.Text()),
        _needed("status", sa.Text()),
        _needed("priority", sa.SmallInteger()),
        _needed("rank", sa.SmallInteger()),
        _needed("scheduled_at", INSTANT),
        _needed("attempts", sa.Integer()),
        _needed("max_attempts", sa.Integer()),
        _needed("crashes", sa.Integer()),
        _needed("claims", sa.Integer()),
        sa.Column("claim_token", sa.Text()),
        sa.Column("worker", sa.Text()),
        sa.Column("lease_expires_at", INSTANT),
        sa.Column("deadline_at", INSTANT),
        _needed("unique_key", sa.Text()),
        _needed("options", sa.Text()),
        sa.Column("result", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("error_class", sa.Text()),
        sa.Column("started_at", INSTANT),
        sa.Column("completed_at", INSTANT),
        _needed("created_at", INSTANT),
        _needed("updated_at", INSTANT),
        *_jobs_constraints(),
        sqlite_autoincrement=True,
        postgresql_with={
            "fillfactor": 80,
            "autovacuum_vacuum_scale_factor": 0.02,
            "autovacuum_vacuum_cost_delay": 0,
        },
    )


def _jobs_constraints() -> list[sa.Constraint]:
    return [
        sa.CheckConstraint(
            "status IN ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED')",
            name=op.f("jobs_status"),
        ),
        sa.CheckConstraint(
            "(status = 'PROCESSING') = (claim_token IS NOT NULL)"
            " AND (claim_token IS NULL) = (worker IS NULL)"
            " AND (claim_token IS NULL) = (lease_expires_at IS NULL)",
            name=op.f("jobs_claim"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("jobs_pkey")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("jobs_document_id_fkey")
        ),
    ]


def _jobs_indexes() -> None:
    _partial("jobs_ready", ["rank", "scheduled_at", "id"], PENDING)
    _partial("jobs_lease", ["lease_expires_at"], PROCESSING)
    _partial("jobs_unique", ["unique_key"], LIVE, unique=True)
    op.create_index("jobs_document", "jobs", ["document_id"])
    op.create_index("jobs_list", "jobs", ["status", "id"])


def _partial(name: str, columns: list[str], where: sa.TextClause, *, unique: bool = False) -> None:
    op.create_index(
        name, "jobs", columns, unique=unique, sqlite_where=where, postgresql_where=where
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        _needed("job_id", ID),
        _needed("number", sa.Integer()),
        _needed("claim_token", sa.Text()),
        _needed("worker", sa.Text()),
        _needed("started_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("outcome", sa.Text()),
        sa.Column("error_class", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.Column("traceback", sa.Text()),
        sa.Column("phase", sa.Text()),
        sa.Column("done", sa.Integer()),
        sa.Column("total", sa.Integer()),
        sa.PrimaryKeyConstraint("job_id", "number", name=op.f("attempts_pkey")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("attempts_job_id_fkey")),
    )


def _workers() -> None:
    op.create_table(
        "workers",
        _needed("id", sa.Text()),
        _needed("slots", sa.Integer()),
        _needed("started_at", INSTANT),
        _needed("seen_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name=op.f("workers_pkey")),
    )
