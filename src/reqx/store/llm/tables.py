"""The tables of the calls of language models."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Float, Identity, Index, Integer, Table, Text, text

from reqx.store.columns import Id, Instant, Json, OneOf, Words
from reqx.store.schema import metadata


class CallState(StrEnum):
    """Where a call stands.

    LOST: whoever made it lost its job before it told the end; counted as spent until it does.
    """

    RESERVED = "RESERVED"
    ANSWERED = "ANSWERED"
    FAILED = "FAILED"
    LOST = "LOST"


class BatchState(StrEnum):
    """Where a batch stands: nothing of it may be paid for while it is BOOKED.

    SENDING: the server may have it, and nobody has written its id yet.
    """

    BOOKED = "BOOKED"
    SENDING = "SENDING"
    SENT = "SENT"
    ENDED = "ENDED"


class ScopeKind(StrEnum):
    """What a budget is for: one run of workers, one project, or everything."""

    RUN = "run"
    PROJECT = "project"
    ALL = "all"


IS_ANSWERED = text("state = 'ANSWERED'")
IS_RESERVED = text("state = 'RESERVED'")
IS_BATCHED = text("batch_id IS NOT NULL")
IS_UNDER_WAY = text("state = 'RESERVED' AND batch_id IS NOT NULL")
IS_OPEN = text("ended_at IS NULL")

# One row for each request sent, tries included: what was paid twice must show. No foreign keys:
# what was paid stays known when its job is pruned.
llm_calls = Table(
    "llm_calls",
    metadata,
    Column("id", Id, Identity(), primary_key=True),
    Column("key", Text, nullable=False),
    Column("state", OneOf(CallState), nullable=False),
    Column("endpoint", Words, nullable=False),
    Column("model", Words, nullable=False),
    Column("job_id", Id, nullable=False),
    Column("claim_token", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("worker", Text, nullable=False),
    Column("document_id", Id, nullable=False),
    Column("project", Words),
    Column("run", Words),
    Column("reserved_tokens", Id, nullable=False),
    Column("reserved_money", Id),
    # NULL: not known yet, or the server did not tell.
    Column("input_tokens", Id),
    Column("cached_tokens", Id),
    Column("output_tokens", Id),
    # What it counts for, in tokens and money: as reserved, until the usage is known.
    Column("tokens", Id, nullable=False),
    Column("money", Id),
    Column("outcome", Words),
    Column("http_status", Integer),
    Column("request_id", Words),
    Column("answer", Words),
    Column("created_at", Instant, nullable=False),
    Column("settled_at", Instant),
    # Of a call that is made in a batch, and how many words its prompt has.
    Column("batch_id", Id),
    Column("words", Integer),
    CheckConstraint(
        "state IN ('RESERVED', 'ANSWERED', 'FAILED', 'LOST')"
        " AND (state = 'ANSWERED') = (answer IS NOT NULL)"
        " AND (state = 'RESERVED') = (settled_at IS NULL)",
        name="state",
    ),
    # Not unique: two documents with the same words may be asked about at the same time.
    Index(
        "llm_calls_answered",
        "key",
        sqlite_where=IS_ANSWERED,
        info={"postgresql_where": IS_ANSWERED},
    ),
    Index(
        "llm_calls_reserved",
        "id",
        sqlite_where=IS_RESERVED,
        info={"postgresql_where": IS_RESERVED},
    ),
    Index("llm_calls_job", "job_id"),
    # The same words are in one batch at a time, whoever asks about them.
    Index(
        "llm_calls_under_way",
        "key",
        unique=True,
        sqlite_where=IS_UNDER_WAY,
        info={"postgresql_where": IS_UNDER_WAY},
    ),
    Index(
        "llm_calls_batch",
        "batch_id",
        sqlite_where=IS_BATCHED,
        info={"postgresql_where": IS_BATCHED},
    ),
    # Each row is written again when the call ends: room for that beside it.
    info={"postgresql_with": {"fillfactor": 85}},
)

# `*_limit` is what somebody set, `*_rate` what holds by now, a minute; NULL: without. `*_at` is the
# time, in seconds since 1970, until which what was let through is paid for by waiting.
llm_paces = Table(
    "llm_paces",
    metadata,
    Column("endpoint", Words, primary_key=True),
    Column("model", Words, primary_key=True),
    Column("requests_limit", Float),
    Column("requests_rate", Float),
    Column("requests_at", Float, nullable=False),
    Column("tokens_limit", Float),
    Column("tokens_rate", Float),
    Column("tokens_at", Float, nullable=False),
    Column("slowed_at", Float, nullable=False),
    Column("changed_at", Float, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("answered_since", Float, nullable=False),
    # Written with each call: room beside the row, so that no index is.
    info={"postgresql_with": {"fillfactor": 10}},
)

# What a model at a server was found to take, as the client says it.
llm_endpoints = Table(
    "llm_endpoints",
    metadata,
    Column("endpoint", Words, primary_key=True),
    Column("model", Words, primary_key=True),
    Column("capability", Json, nullable=False),
    Column("probed_at", Instant, nullable=False),
)

# `held` is reserved by calls under way, `spent` by those that ended or are lost.
llm_budgets = Table(
    "llm_budgets",
    metadata,
    Column("kind", OneOf(ScopeKind), primary_key=True),
    Column("name", Words, primary_key=True),
    Column("tokens_limit", Id),
    Column("tokens_held", Id, nullable=False),
    Column("tokens_spent", Id, nullable=False),
    Column("money_limit", Id),
    Column("money_held", Id, nullable=False),
    Column("money_spent", Id, nullable=False),
    info={"postgresql_with": {"fillfactor": 10}},
)

# One row for each batch that was made for a job. `reference` is what the server is told with it, to
# find it there again; `status` is the server's word, or ours for a batch that came to nothing.
llm_batches = Table(
    "llm_batches",
    metadata,
    Column("id", Id, Identity(), primary_key=True),
    Column("state", OneOf(BatchState), nullable=False),
    Column("endpoint", Words, nullable=False),
    Column("model", Words, nullable=False),
    Column("reference", Text, nullable=False),
    Column("job_id", Id, nullable=False),
    Column("claim_token", Text, nullable=False),
    Column("input_file", Words),
    Column("remote_id", Words),
    Column("status", Words),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("looked_at", Instant),
    Column("ended_at", Instant),
    CheckConstraint(
        "state IN ('BOOKED', 'SENDING', 'SENT', 'ENDED')"
        " AND (state = 'ENDED') = (ended_at IS NOT NULL)"
        " AND (state <> 'SENT' OR remote_id IS NOT NULL)",
        name="state",
    ),
    Index("llm_batches_open", "endpoint", sqlite_where=IS_OPEN, info={"postgresql_where": IS_OPEN}),
    Index("llm_batches_job", "job_id"),
)

# Which batches a job waits for: its own, and those of others that hold words it asks about too.
llm_waits = Table(
    "llm_waits",
    metadata,
    Column("job_id", Id, primary_key=True),
    Column("batch_id", Id, primary_key=True),
)
