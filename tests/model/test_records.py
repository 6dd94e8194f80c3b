import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from reqx.model import records
from reqx.model.jobs import Attempt, Job, JobStatus, Progress
from reqx.model.limits import Limit, Policy
from reqx.model.stats import Stats, Waiting
from reqx.model.workers import Worker, WorkerState
from tests.export.rows import DOCUMENT, NOON, PAGE, REQUIREMENT

JOB = Job(
    id=3,
    type="EXTRACT_REQUIREMENTS",
    status=JobStatus.PROCESSING,
    priority=0,
    attempts=1,
    max_attempts=3,
    scheduled_at=NOON,
    created_at=NOON,
    updated_at=NOON,
    document_id=7,
    document="pump.pdf",
    extractor="rules",
    progress=Progress("parse", 2, 9),
)
WORKER = Worker("host-1", "1.2.3", 2, 0, WorkerState.IDLE, NOON, NOON)
STATS = Stats(
    jobs=dict.fromkeys(JobStatus, 1),
    waiting=Waiting(1, 0, 0, NOON, NOON),
    last_hour={},
    last_day={},
    failures={"corrupt": 1},
    documents=1,
)
QUEUE = Policy("EXTRACT_REQUIREMENTS", is_paused=True, paused_until=NOON)

DOCUMENT_KEYS = {
    *("id", "name", "sha256", "media_type", "size", "pages", "language", "project", "user"),
    *(
        "revision_of",
        "status",
        "verdict",
        "processed_at",
        "error_message",
        "requirements",
        "created_at",
    ),
}
JOB_KEYS = {
    *("id", "type", "status", "priority", "attempts", "max_attempts", "scheduled_at"),
    *("started_at", "completed_at", "created_at", "updated_at", "document_id", "document"),
    *("project", "user", "error", "error_class", "worker", "progress"),
    "cancel_requested_at",
    *("crashes", "batch_since"),
}
REQUIREMENT_KEYS = {
    *("uid", "document", "project", "statement", "source_id", "section", "page", "page_label"),
    *("regions", "start", "end", "modality", "kind", "kind_confidence", "condition", "subject"),
    *("intro", "flags", "confidence", "language", "extractor", "review", "duplicate_of"),
    *("pattern", "flag_words", "verification", "priority", "references"),
}


def test_document_has_the_keys_of_the_contract() -> None:
    assert records.document(DOCUMENT).keys() == DOCUMENT_KEYS


def test_document_details_add_to_the_document() -> None:
    details = records.document_details(DOCUMENT, {"mandatory": 2})
    assert details.keys() == DOCUMENT_KEYS | {"parser", "warnings", "modalities"}


def test_job_has_the_keys_of_the_contract() -> None:
    record = records.job(JOB)
    assert record.keys() == JOB_KEYS
    assert record["progress"] == {"phase": "parse", "done": 2, "total": 9}


def test_job_details_add_payload_result_and_history() -> None:
    attempt = Attempt(1, "host:1", NOON, outcome="failed", error="boom")
    details = records.job_details(JOB, {"document_id": 7}, [attempt])
    assert details.keys() == JOB_KEYS | {"payload", "result", "history"}
    assert details["history"] == [
        {
            "attempt": 1,
            "worker": "host:1",
            "started_at": "2026-01-31T12:00:00Z",
            "ended_at": None,
            "outcome": "failed",
            "error_class": None,
            "error": "boom",
            "traceback": None,
        }
    ]


def test_page_text_has_the_keys_of_the_contract() -> None:
    assert records.page_text(DOCUMENT, PAGE) == {
        "document": {"id": 7, "name": "pump.pdf"},
        "page": 2,
        "page_label": "ii",
        "text": PAGE.text,
    }


def test_requirement_has_the_keys_of_the_contract() -> None:
    record = records.requirement(REQUIREMENT, DOCUMENT)
    assert record.keys() == REQUIREMENT_KEYS
    assert record["document"] == {
        "id": 7,
        "name": "pump.pdf",
        "sha256": "ab" * 32,
        "revision_of": None,
    }
    assert record["regions"] == [{"page": 2, "bbox": [72.0, 100.0, 300.0, 112.0]}]


def test_worker_has_the_keys_of_its_listing() -> None:
    record = records.worker(WORKER)
    assert record.keys() == {"id", "version", "slots", "jobs", "state", "started_at", "seen_at"}
    assert (record["state"], record["seen_at"]) == ("idle", "2026-01-31T12:00:00Z")


def test_stats_count_workers_by_what_they_do() -> None:
    record = records.stats(STATS, [WORKER, replace(WORKER, state=WorkerState.LOST)], QUEUE)
    assert record["workers"] == {"working": 0, "idle": 1, "paused": 0, "stopping": 0, "lost": 1}
    assert record["queue"] == {
        "name": "EXTRACT_REQUIREMENTS",
        "is_paused": True,
        "paused_until": "2026-01-31T12:00:00Z",
        "max_running": None,
    }


def test_oldest_job_is_never_due_in_the_future() -> None:
    waiting = replace(STATS.waiting, oldest_due_at=NOON + timedelta(seconds=1), now=NOON)
    assert waiting.oldest_due_seconds == 0.0


def test_every_record_is_json() -> None:
    for record in (
        records.requirement(replace(REQUIREMENT, kind=None), DOCUMENT),
        records.document(DOCUMENT),
        records.job(JOB),
        records.worker(WORKER),
        records.limit(Limit("llm-requests", per_minute=2.5)),
        records.stats(STATS, [WORKER], QUEUE),
    ):
        assert json.loads(records.dumps(record)) == record


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (NOON, "2026-01-31T12:00:00Z"),
        (NOON + timedelta(milliseconds=250), "2026-01-31T12:00:00.250Z"),
        (NOON + timedelta(microseconds=900), "2026-01-31T12:00:00Z"),
        (datetime(2026, 1, 31, 13, tzinfo=timezone(timedelta(hours=1))), "2026-01-31T12:00:00Z"),
        (None, None),
    ],
)
def test_times_are_utc_with_z(at: datetime | None, text: str | None) -> None:
    assert records.instant(at) == text
    assert NOON.tzinfo is UTC


def test_json_holds_nothing_a_terminal_acts_on() -> None:
    text = records.dumps({"x": "\x1b[31m\x9b\u202e\u2028\ud800"})
    assert text == r'{"x": "\u001b[31m\u009b\u202e\u2028\ud800"}'
