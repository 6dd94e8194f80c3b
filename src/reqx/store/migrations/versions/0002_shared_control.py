"""What operators decide together: pause, limits, cancel; and a queue with less to write.

The statements of 0001's running workers keep working: what they write is still there, and what is
new may be absent. One transaction on either database: killed half-way, nothing has happened.
"""

import time

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TIMESTAMP

from reqx.errors import StoreUnavailable

revision = "0002"
down_revision = "0001"

INSTANT = TIMESTAMP(timezone=True).with_variant(sa.BigInteger(), "sqlite")
LIVE = sa.text("status IN ('PENDING', 'PROCESSING')")
NOT_LIVE = sa.text("status NOT IN ('PENDING', 'PROCESSING')")
FINISHED = sa.text("status IN ('COMPLETED', 'FAILED', 'CANCELLED')")

LOCK = "LOCK TABLE documents, jobs, attempts, workers IN ACCESS EXCLUSIVE MODE NOWAIT"
LOCK_SECONDS = 60.0
"""How long running transactions may keep the migration waiting."""

SQLITE_ATTEMPTS = """
CREATE TABLE attempts_new (
    job_id INTEGER NOT NULL, number INTEGER NOT NULL, claim_token TEXT NOT NULL,
    worker TEXT NOT NULL, started_at BIGINT NOT NULL, ended_at BIGINT, outcome TEXT,
    error_class TEXT, error TEXT, traceback TEXT, phase TEXT, done INTEGER, total INTEGER,
    CONSTRAINT attempts_pkey PRIMARY KEY (job_id, number))
"""
ATTEMPTS = (
    "job_id, number, claim_token, worker, started_at, ended_at, outcome, error_class, error,"
    " traceback, phase, done, total"
)
SQLITE_JOBS = """
CREATE TABLE jobs_new (
    id INTEGER NOT NULL CONSTRAINT jobs_pkey PRIMARY KEY,
    document_id INTEGER NOT NULL, type TEXT NOT NULL, extractor TEXT NOT NULL DEFAULT 'rules',
    status TEXT NOT NULL, priority SMALLINT NOT NULL, rank SMALLINT NOT NULL,
    scheduled_at BIGINT NOT NULL, attempts INTEGER NOT NULL, max_attempts INTEGER NOT NULL,
    crashes INTEGER NOT NULL, claims INTEGER NOT NULL, claim_token TEXT, worker TEXT,
    lease_expires_at BIGINT, deadline_at BIGINT, cancel_requested_at BIGINT, options TEXT NOT NULL,
    result TEXT, error TEXT, error_class TEXT, started_at BIGINT, completed_at BIGINT,
    created_at BIGINT NOT NULL, updated_at BIGINT NOT NULL,
    CONSTRAINT jobs_status CHECK (
        status IN ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED')),
    CONSTRAINT jobs_claim CHECK ((status = 'PROCESSING') = (claim_token IS NOT NULL)
        AND (claim_token IS NULL) = (worker IS NULL)
        AND (claim_token IS NULL) = (lease_expires_at IS NULL)))
"""
JOBS = (
    "id, document_id, type, status, priority, rank, scheduled_at, attempts, max_attempts, crashes,"
    " claims, claim_token, worker, lease_expires_at, deadline_at, options, result, error,"
    " error_class, started_at, completed_at, created_at, updated_at"
)
SQLITE_INDEXES = (
    "CREATE INDEX jobs_ready ON jobs (rank, scheduled_at, id) WHERE status = 'PENDING'",
    "CREATE INDEX jobs_lease ON jobs (lease_expires_at) WHERE status = 'PROCESSING'",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_on_sqlite()
    else:
        _alter_on_postgresql()
    op.create_index(
        "jobs_unique",
        "jobs",
        ["document_id", "extractor"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    for name, columns, where in (
        ("jobs_document", ["document_id"], NOT_LIVE),
        ("jobs_finished", ["status", "updated_at"], FINISHED),
    ):
        op.create_index(name, "jobs", columns, sqlite_where=where, postgresql_where=where)
    _workers()
    _policies()


def _alter_on_postgresql() -> None:
    _lock()
    op.drop_constraint(op.f("attempts_job_id_fkey"), "attempts")
    op.drop_constraint(op.f("jobs_document_id_fkey"), "jobs")
    # The default spares a rewrite of the table: 0001 knew one extractor only.
    op.add_column("jobs", sa.Column("extractor", sa.Text(), nullable=False, server_default="rules"))
    op.execute(
        "UPDATE jobs SET extractor = options::json ->> 'extractor'"
        " WHERE options::json ->> 'extractor' <> 'rules'"
    )
    op.add_column("jobs", sa.Column("cancel_requested_at", INSTANT))
    for index in ("jobs_list", "jobs_unique", "jobs_document"):
        op.drop_index(index, "jobs")
    op.drop_column("jobs", "unique_key")
    op.execute("ALTER TABLE attempts SET (fillfactor = 80)")
    op.execute("ALTER TABLE documents SET (fillfactor = 85)")


def _lock() -> None:
    """Take all locks or none: one after the other, this could wait for who waits for this."""
    connection = op.get_bind()
    give_up_at = time.monotonic() + LOCK_SECONDS
    while True:
        connection.exec_driver_sql("SAVEPOINT locks")
        try:
            connection.exec_driver_sql(LOCK)
        except StoreUnavailable:
            if time.monotonic() > give_up_at:
                raise
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT locks")
            time.sleep(0.05)
        else:
            return


def _rebuild_on_sqlite() -> None:
    """Make both tables anew: SQLite cannot drop a foreign key. Who refers goes first."""
    op.execute(SQLITE_ATTEMPTS)
    op.execute(f"INSERT INTO attempts_new ({ATTEMPTS}) SELECT {ATTEMPTS} FROM attempts")  # noqa: S608 - our own names
    op.execute("DROP TABLE attempts")
    op.execute("ALTER TABLE attempts_new RENAME TO attempts")
    op.execute(SQLITE_JOBS)
    op.execute(
        f"INSERT INTO jobs_new ({JOBS}, extractor)"  # noqa: S608 - our own names
        f" SELECT {JOBS}, json_extract(options, '$.extractor') FROM jobs"
    )
    op.execute("DROP TABLE jobs")
    op.execute("ALTER TABLE jobs_new RENAME TO jobs")
    for index in SQLITE_INDEXES:
        op.execute(index)


def _workers() -> None:
    op.add_column("workers", sa.Column("version", sa.Text()))
    op.add_column("workers", sa.Column("lease_seconds", sa.Float()))
    for name in ("paused_at", "stop_requested_at", "stopping_at"):
        op.add_column("workers", sa.Column(name, INSTANT))


def _policies() -> None:
    op.create_table(
        "queues",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("paused_at", INSTANT),
        sa.Column("paused_until", INSTANT),
        sa.Column("max_running", sa.Integer()),
        sa.PrimaryKeyConstraint("name", name=op.f("queues_pkey")),
    )
    op.create_table(
        "rates",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("per_minute", sa.Float(), nullable=False),
        sa.Column("level", sa.Float(), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("rates_pkey")),
    )
