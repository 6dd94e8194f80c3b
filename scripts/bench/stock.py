"""Rows made in bulk before anything is measured: documents, and a past of finished jobs."""

import sqlite3
from contextlib import closing

import psycopg

# What differs is how a series is had, and the clock. Each gives `i` from 1 on, `r` (its last two
# digits) and `t`, a time 30 s before that of the next row.
SERIES = {
    "postgresql": """
        FROM (SELECT i, i %% 100 AS r, now() - (%(number)s - i) * interval '30 s' AS t
          FROM generate_series(1, %(number)s::int) AS i) AS series""",
    "sqlite": """
        FROM (WITH RECURSIVE series (i) AS
          (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < :number)
          SELECT i, i % 100 AS r, (strftime('%s', 'now') - (:number - i) * 30) * 1000 AS t
          FROM series)""",
}
DOCUMENTS = """
    INSERT INTO documents (name, fingerprint, media_type, size, status, created_at,
      requirements, warnings)
    SELECT 'tender ' || i || '.pdf', 'c0ffee5eed00c0ffee5eed00c0ffee5eed00c0ffee5eed00' || i,
      'application/pdf', 100000, 'WAITING', t, 0, '[]'"""
# 90 % completed, 9 % failed, 1 % cancelled.
JOBS = """
    INSERT INTO jobs (document_id, type, extractor, status, priority, rank, scheduled_at,
      attempts, max_attempts, crashes, claims, options, result, error, error_class,
      started_at, completed_at, created_at, updated_at)
    SELECT i, 'EXTRACT_REQUIREMENTS', 'rules',
      CASE WHEN r = 0 THEN 'CANCELLED' WHEN r < 10 THEN 'FAILED'
        ELSE 'COMPLETED' END,
      0, 0, t, 1, 3, 0, 1, '{"extractor": "rules"}',
      CASE WHEN r >= 10 THEN '{"requirements": 12, "pages": 9}' END,
      CASE WHEN r BETWEEN 1 AND 9 THEN 'tender ' || i || '.pdf: cannot be read' END,
      CASE WHEN r BETWEEN 1 AND 9 THEN 'unreadable' END,
      t, CASE WHEN r >= 10 THEN t END, t, t"""
ATTEMPTS = """
    INSERT INTO attempts (job_id, number, claim_token, worker, started_at, ended_at, outcome)
    SELECT id, 1, 'c0ffee5eed00c0ffee5eed00c0ffee5eed00', 'worker-1', started_at, updated_at,
      lower(status)
    FROM jobs"""
DONE = "UPDATE documents SET status = 'DONE'"


def add_documents(uri: str, number: int) -> None:
    """Add so many documents, with the ids from 1 on, to a database that has none."""
    _run(uri, DOCUMENTS + SERIES[kind_of(uri)], number)
    tidy(uri)


def add_finished(uri: str, number: int) -> None:
    """Finish a job for each of the first `number` documents of a database without jobs."""
    _run(uri, JOBS + SERIES[kind_of(uri)], number)
    _run(uri, ATTEMPTS)
    _run(uri, DONE)
    tidy(uri)


def tidy(uri: str) -> None:
    """Do what the database would do by itself soon: nobody is judged on a table in disorder."""
    _run(
        uri, "VACUUM ANALYZE" if kind_of(uri) == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)"
    )


def kind_of(uri: str) -> str:
    """Return which database this is: a contest names a SQLite database by its path."""
    return "postgresql" if "://" in uri else "sqlite"


def _run(uri: str, statement: str, number: int = 0) -> None:
    values = {"number": number} if number else None
    if kind_of(uri) == "postgresql":
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(statement.encode(), values)
        return
    with closing(sqlite3.connect(uri, timeout=20, isolation_level=None)) as connection:
        connection.execute(statement, values or {})
