"""The tables. `migrations` makes them; a test compares the two.

`jobs` is narrow and hot, rewritten twice in its life: texts and results live in other tables, and
its indexes for the queue hold live rows only. Their conditions are literals, here and in the
statements of `jobs`: a prepared statement cannot match a partial index to a parameter.
"""

from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    text,
)

from reqx.model.jobs import DocumentStatus, JobStatus
from reqx.model.requirements import Kind, Modality, Review
from reqx.store.columns import Id, Instant, Json, OneOf, Regions, Sentences, Words

metadata = MetaData(
    naming_convention={
        "ck": "%(table_name)s_%(constraint_name)s",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "pk": "%(table_name)s_pkey",
        "uq": "%(table_name)s_%(column_0_name)s_key",
    }
)


def _is_a(words: type[StrEnum]) -> CheckConstraint:
    """Return the check that the status is one of the words."""
    values = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"status IN ({values})", name="status")


documents = Table(
    "documents",
    metadata,
    Column("id", Id, Identity(), primary_key=True),
    Column("name", Words, nullable=False),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("media_type", Text, nullable=False),
    Column("size", Id, nullable=False),
    Column("status", OneOf(DocumentStatus), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("project", Words),
    Column("user", Words),
    Column("pages", Integer),
    Column("language", Text),
    Column("revision_of", Id, ForeignKey("documents.id")),
    Column("processed_at", Instant),
    Column("error_message", Words),
    Column("requirements", Integer, nullable=False),
    Column("warnings", Sentences, nullable=False),
    Column("parser", Text),
    _is_a(DocumentStatus),
    Index("documents_project", "project"),
    sqlite_autoincrement=True,
)

pages = Table(
    "pages",
    metadata,
    Column("document_id", Id, ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("number", Integer),
    Column("label", Words),
    Column("text", Words, nullable=False),
    Column("start", Integer, nullable=False),
    Column("warnings", Sentences, nullable=False),
)

requirements = Table(
    "requirements",
    metadata,
    Column("document_id", Id, ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    # Sorted by code points in every database, so that a prefix is a range of the index.
    Column("uid", Text().with_variant(Text(collation="C"), "postgresql"), nullable=False),
    Column("statement", Words, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("modality", OneOf(Modality), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("language", Text, nullable=False),
    Column("extractor", Text, nullable=False),
    Column("section", Sentences, nullable=False),
    Column("page", Integer),
    Column("page_label", Words),
    Column("regions", Regions, nullable=False),
    Column("source_id", Words),
    Column("kind", OneOf(Kind)),
    Column("kind_confidence", Float),
    Column("condition", Words),
    Column("subject", Words),
    Column("intro", Words),
    Column("flags", Sentences, nullable=False),
    Column("review", OneOf(Review), nullable=False),
    Column("duplicate_of", Text),
    Index("requirements_uid", "uid", unique=True),
)

IS_LIVE = text("status IN ('PENDING', 'PROCESSING')")
IS_PENDING = text("status = 'PENDING'")
IS_PROCESSING = text("status = 'PROCESSING'")

jobs = Table(
    "jobs",
    metadata,
    Column("id", Id, Identity(), primary_key=True),
    Column("document_id", Id, ForeignKey("documents.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("status", OneOf(JobStatus), nullable=False),
    Column("priority", SmallInteger, nullable=False),
    # Minus the priority: ascending like the other columns of the order, which one index serves.
    Column("rank", SmallInteger, nullable=False),
    Column("scheduled_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("max_attempts", Integer, nullable=False),
    Column("crashes", Integer, nullable=False),
    # Only grows, so it numbers the attempts; `attempts` does not, it is given back.
    Column("claims", Integer, nullable=False),
    Column("claim_token", Text),
    Column("worker", Text),
    Column("lease_expires_at", Instant),
    Column("deadline_at", Instant),
    Column("unique_key", Text, nullable=False),
    Column("options", Json, nullable=False),
    Column("result", Json),
    Column("error", Words),
    Column("error_class", Text),
    Column("started_at", Instant),
    Column("completed_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    _is_a(JobStatus),
    CheckConstraint(
        "(status = 'PROCESSING') = (claim_token IS NOT NULL)"
        " AND (claim_token IS NULL) = (worker IS NULL)"
        " AND (claim_token IS NULL) = (lease_expires_at IS NULL)",
        name="claim",
    ),
    Index(
        "jobs_ready",
        "rank",
        "scheduled_at",
        "id",
        sqlite_where=IS_PENDING,
        postgresql_where=IS_PENDING,
    ),
    Index(
        "jobs_lease",
        "lease_expires_at",
        sqlite_where=IS_PROCESSING,
        postgresql_where=IS_PROCESSING,
    ),
    Index(
        "jobs_unique",
        "unique_key",
        unique=True,
        sqlite_where=IS_LIVE,
        postgresql_where=IS_LIVE,
    ),
    Index("jobs_document", "document_id"),
    Index("jobs_list", "status", "id"),
    sqlite_autoincrement=True,
    # Each job leaves two dead rows behind: room beside them, and a vacuum that keeps up.
    postgresql_with={
        "fillfactor": 80,
        "autovacuum_vacuum_scale_factor": 0.02,
        "autovacuum_vacuum_cost_delay": 0,
    },
)

attempts = Table(
    "attempts",
    metadata,
    Column("job_id", Id, ForeignKey("jobs.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("claim_token", Text, nullable=False),
    Column("worker", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("outcome", Text),
    Column("error_class", Text),
    Column("error", Words),
    Column("traceback", Words),
    Column("phase", Text),
    Column("done", Integer),
    Column("total", Integer),
)

workers = Table(
    "workers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slots", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)
