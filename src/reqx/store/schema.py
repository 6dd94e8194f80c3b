"""The tables. `migrations` makes them; a test compares the two.

`jobs` is narrow and hot, rewritten twice in its life: texts and results live in other tables, and
its indexes for the queue hold live rows only. Their conditions are literals, here and in the
statements of `jobs`: a prepared statement cannot match a partial index to a parameter.
"""

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)

from reqx.model.jobs import DocumentStatus, JobStatus
from reqx.model.requirements import Kind, Modality, Pattern, Review
from reqx.model.verdicts import Verdict
from reqx.store.columns import (
    Groups,
    Id,
    Instant,
    Json,
    OneOf,
    References,
    Regions,
    Sentences,
    Words,
)

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
    Column("verdict", OneOf(Verdict)),
    _is_a(DocumentStatus),
    Index("documents_project", "project"),
    sqlite_autoincrement=True,
    # Each row is written again when the document has been processed: room for that beside it.
    info={"postgresql_with": {"fillfactor": 85}},
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
    Column("flag_words", Groups),
    Column("pattern", OneOf(Pattern)),
    Column("verification", Words),
    Column("priority", Words),
    Column("references", References),
    Column("review", OneOf(Review), nullable=False),
    Column("duplicate_of", Text),
    Index("requirements_uid", "uid", unique=True),
)

# By what equal and nearly equal statements find each other (`model.likeness`): nine keys each, more
# rows than all other tables have. So they are one b-tree, and refer to documents by number alone:
# the rows of a requirement go with it (`likenesses.replace`).
likenesses = Table(
    "likenesses",
    metadata,
    Column("document_id", Id, nullable=False),
    Column("position", Integer, nullable=False),
    Column("key", BigInteger, nullable=False),
    PrimaryKeyConstraint("key", "document_id", "position"),
    sqlite_with_rowid=False,
)

IS_LIVE = text("status IN ('PENDING', 'PROCESSING')")
IS_NOT_LIVE = text("status NOT IN ('PENDING', 'PROCESSING')")
IS_FINISHED = text("status IN ('COMPLETED', 'FAILED', 'CANCELLED')")
IS_PENDING = text("status = 'PENDING'")
IS_PROCESSING = text("status = 'PROCESSING'")

jobs = Table(
    "jobs",
    metadata,
    Column("id", Id, Identity(), primary_key=True),
    # No foreign key: its check would take half the time of a bulk enqueue. Jobs are made by a
    # SELECT from the documents.
    Column("document_id", Id, nullable=False),
    Column("type", Text, nullable=False),
    Column("extractor", Text, nullable=False, server_default="rules"),
    Column("status", OneOf(JobStatus), nullable=False),
    Column("priority", SmallInteger, nullable=False),
    # Minus the priority and what waiting has earned (`aging`): ascending like the other columns of
    # the order, which one index serves.
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
    Column("cancel_requested_at", Instant),
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
        info={"postgresql_where": IS_PENDING},
    ),
    Index(
        "jobs_lease",
        "lease_expires_at",
        sqlite_where=IS_PROCESSING,
        info={"postgresql_where": IS_PROCESSING},
    ),
    Index(
        "jobs_unique",
        "document_id",
        "extractor",
        unique=True,
        sqlite_where=IS_LIVE,
        info={"postgresql_where": IS_LIVE},
    ),
    # With the one before, all jobs of a document; of each job one entry, written at its end. In
    # words of its own: else SQLite would take the next one, and read all finished jobs.
    Index(
        "jobs_document",
        "document_id",
        sqlite_where=IS_NOT_LIVE,
        info={"postgresql_where": IS_NOT_LIVE},
    ),
    # A finished job's last change is its end.
    Index(
        "jobs_finished",
        "status",
        "updated_at",
        sqlite_where=IS_FINISHED,
        info={"postgresql_where": IS_FINISHED},
    ),
    # Each job leaves two dead rows behind: room beside them, and a vacuum that keeps up.
    info={
        "postgresql_with": {
            "fillfactor": 80,
            "autovacuum_vacuum_scale_factor": 0.02,
            "autovacuum_vacuum_cost_delay": 0,
        }
    },
)

attempts = Table(
    "attempts",
    metadata,
    # No foreign key, for the same reason: the claim that writes the row has just taken the job.
    Column("job_id", Id, primary_key=True),
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
    # Each row is written again when the try ends: room for that beside it.
    info={"postgresql_with": {"fillfactor": 80}},
)

workers = Table(
    "workers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slots", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("version", Text),
    Column("lease_seconds", Float),
    Column("paused_at", Instant),
    Column("stop_requested_at", Instant),
    Column("stopping_at", Instant),
)

# What operators decide about the jobs of a type; a type without a row has no policy.
queues = Table(
    "queues",
    metadata,
    Column("name", Text, primary_key=True),
    Column("paused_at", Instant),
    Column("paused_until", Instant),
    Column("max_running", Integer),
)

# Token buckets: `level` is what was left at `updated_at`; it fills by `per_minute`.
rates = Table(
    "rates",
    metadata,
    Column("name", Words, primary_key=True),
    Column("per_minute", Float, nullable=False),
    Column("level", Float, nullable=False),
    Column("updated_at", Instant, nullable=False),
)
