import io
from datetime import UTC, datetime, timedelta

import pytest

from reqx.errors import Unreadable
from reqx.model.jobs import Failure
from tests.cli.conftest import Reqx
from tests.cli.seed import Seed
from tests.model.test_records import JOB_KEYS


class Terminal(io.StringIO):
    """Answers, typed at a terminal."""

    def isatty(self) -> bool:
        return True


def retried(*ids: int) -> dict[str, object]:
    return {"retried": list(ids), "count": len(ids), "running": 0}


def states(reqx: Reqx) -> dict[int, str]:
    return {job["id"]: job["status"] for job in reqx("jobs", "list", "--json").json}


def test_list_gives_the_records_of_the_contract(reqx: Reqx, seed: Seed) -> None:
    document, job = seed.waiting(project="harbour")
    [record] = reqx("jobs", "list", "--json").json
    assert record.keys() == JOB_KEYS
    assert (record["id"], record["document_id"], record["project"]) == (job, document, "harbour")
    assert record["created_at"].endswith("Z")


def test_list_shows_a_line_a_job_newest_first(reqx: Reqx, seed: Seed) -> None:
    seed.done()
    seed.failed()
    lines = reqx("jobs", "list").out.splitlines()
    assert lines[0].split()[:3] == ["ID", "State", "Document"]
    assert [line.split()[:3] for line in lines[1:]] == [
        ["2", "FAILED", "bad.pdf"],
        ["1", "COMPLETED", "pump.pdf"],
    ]


def test_empty_queue_says_what_to_do(reqx: Reqx) -> None:
    ran = reqx("jobs", "list")
    assert (ran.status, ran.out) == (0, "")
    assert "reqx upload" in ran.err


def test_empty_queue_is_an_empty_array(reqx: Reqx) -> None:
    ran = reqx("jobs", "list", "--json")
    assert (ran.json, ran.err) == ([], "")


def test_job_that_waits_is_told_from_one_that_is_due(reqx: Reqx, seed: Seed) -> None:
    seed.waiting("due.pdf")
    seed.waiting("later.pdf", at=datetime.now(UTC) + timedelta(minutes=9, seconds=50))
    seed.retrying()
    text = reqx("jobs", "list").out
    assert [word for word in ("PENDING", "scheduled", "waiting to retry") if word in text] == [
        "PENDING",
        "scheduled",
        "waiting to retry",
    ]
    assert "in 9 min" in text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--status", "failed"], [2]),
        (["--status", "FAILED", "--status", "COMPLETED"], [2, 1]),
        (["--document", "1"], [1]),
        (["--project", "harbour"], [3]),
        (["--error", "DAMAGED"], [2]),
        (["--since", "1h"], [3, 2, 1]),
        (["--older-than", "1h"], []),
        (["--priority-min", "1"], []),
        (["--limit", "1"], [3]),
        (["--sort", "id", "--limit", "2"], [1, 2]),
    ],
)
def test_filters_narrow_the_list(
    reqx: Reqx, seed: Seed, words: list[str], expected: list[int]
) -> None:
    seed.done()
    seed.failed()
    seed.waiting("more.pdf", project="harbour")
    assert [job["id"] for job in reqx("jobs", "list", "--json", *words).json] == expected


def test_listing_goes_on_at_its_cursor(reqx: Reqx, seed: Seed) -> None:
    for name in "abc":
        seed.waiting(name)
    first = reqx("jobs", "list", "--limit", 2, "--json")
    assert first.err.startswith("more: --cursor ")
    rest = reqx("jobs", "list", "--limit", 2, "--json", "--cursor", first.err.split()[-1])
    assert ([job["id"] for job in rest.json], rest.err) == ([1], "")


def test_json_lines_are_a_job_each(reqx: Reqx, seed: Seed) -> None:
    seed.waiting("a")
    seed.waiting("b")
    assert len(reqx("jobs", "list", "--jsonl").out.splitlines()) == 2


def test_unknown_document_in_a_filter_is_not_found(reqx: Reqx) -> None:
    assert reqx("jobs", "list", "--document", 9).status == 66


def test_wrong_time_span_is_a_usage_error(reqx: Reqx) -> None:
    ran = reqx("jobs", "list", "--since", "soon", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "usage")


def test_show_gives_payload_result_and_history(reqx: Reqx, seed: Seed) -> None:
    document, job = seed.failed(error="the file is damaged")
    record = reqx("jobs", "show", job, "--json").json
    assert record.keys() == JOB_KEYS | {"payload", "result", "llm", "batches", "history"}
    assert record["llm"] == []
    assert record["payload"]["document_id"] == document
    [attempt] = record["history"]
    assert (attempt["attempt"], attempt["error"]) == (1, "the file is damaged")
    assert attempt["traceback"].startswith("Traceback")


def test_show_prints_tracebacks_only_when_asked(reqx: Reqx, seed: Seed) -> None:
    _, job = seed.failed()
    assert "Traceback" not in reqx("jobs", "show", job).out
    assert "Traceback: line 1\nline 2\n" in reqx("jobs", "show", job, "--traceback").out


def test_unknown_job_is_not_found(reqx: Reqx) -> None:
    ran = reqx("jobs", "show", 12, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (66, "not_found")


def test_retry_by_id_queues_the_job_with_all_its_attempts(reqx: Reqx, seed: Seed) -> None:
    _, job = seed.failed()
    assert reqx("jobs", "retry", job, "--json").json == retried(job)
    record = reqx("jobs", "show", job, "--json").json
    assert (record["status"], record["attempts"], record["error"]) == ("PENDING", 0, None)
    assert len(record["history"]) == 1


def test_retry_says_what_it_did(reqx: Reqx, seed: Seed) -> None:
    seed.failed()
    ran = reqx("jobs", "retry", "--status", "FAILED")
    assert ran.out == "1 job retried: 1\n"
    assert "reqx work" in ran.err


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_retry_of_an_id_in_another_state_names_the_state(
    reqx: Reqx, seed: Seed, options: list[str]
) -> None:
    _, done = seed.done()
    _, failed = seed.failed()
    ran = reqx("jobs", "retry", failed, done, *options)
    assert ran.status == 2
    assert "COMPLETED" in ran.err
    assert states(reqx) == {done: "COMPLETED", failed: "FAILED"}


def test_retry_of_an_unknown_id_is_not_found(reqx: Reqx) -> None:
    assert reqx("jobs", "retry", 99).status == 66


def test_retry_by_filter_passes_over_other_states(reqx: Reqx, seed: Seed) -> None:
    seed.done("a.pdf", project="harbour")
    _, failed = seed.failed(project="harbour")
    seed.failed("other.pdf")
    assert reqx("jobs", "retry", "--project", "harbour", "--json").json == retried(failed)


def test_retry_by_a_state_that_cannot_be_retried_does_nothing(reqx: Reqx, seed: Seed) -> None:
    seed.failed()
    ran = reqx("jobs", "retry", "--status", "COMPLETED", "--json")
    assert (ran.status, ran.json) == (0, retried())


def test_retry_by_filter_passes_over_jobs_with_a_newer_one(reqx: Reqx, seed: Seed) -> None:
    document, old = seed.failed()
    new = seed.again(document)
    assert reqx("jobs", "retry", "--status", "FAILED", "--json").json == retried()
    assert states(reqx) == {old: "FAILED", new: "PENDING"}


def test_dry_run_counts_and_changes_nothing(reqx: Reqx, seed: Seed) -> None:
    _, job = seed.failed()
    for words in (["--status", "FAILED"], [str(job)]):
        assert reqx("jobs", "retry", *words, "--dry-run", "--json").json == {"would_retry": 1}
    assert states(reqx) == {job: "FAILED"}


@pytest.mark.parametrize("words", [[], ["1", "--status", "FAILED"]])
def test_retry_needs_ids_or_filters(reqx: Reqx, words: list[str]) -> None:
    assert reqx("jobs", "retry", *words).status == 2


def test_retry_of_many_needs_a_yes(reqx: Reqx, seed: Seed) -> None:
    for number in range(21):
        seed.failed(f"{number}.pdf")
    refused = reqx("jobs", "retry", "--status", "FAILED")
    assert (refused.status, "--yes" in refused.err) == (2, True)
    assert set(states(reqx).values()) == {"FAILED"}
    agreed = reqx("jobs", "retry", "--status", "FAILED", "--yes", "--json")
    assert agreed.json == retried(*range(1, 22))


@pytest.mark.parametrize(("answer", "state"), [("y\n", "PENDING"), ("n\n", "FAILED")])
def test_retry_of_many_asks_on_a_terminal(
    reqx: Reqx, seed: Seed, monkeypatch: pytest.MonkeyPatch, answer: str, state: str
) -> None:
    for number in range(21):
        seed.failed(f"{number}.pdf")
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    ran = reqx("jobs", "retry", "--status", "FAILED")
    assert (ran.status, "Retry 21 jobs?" in ran.err) == (0, True)
    assert set(states(reqx).values()) == {state}


def test_retry_acts_on_every_match_not_on_a_page(reqx: Reqx, seed: Seed) -> None:
    for number in range(60):
        seed.failed(f"{number}.pdf")
    assert reqx("jobs", "retry", "--error", "damaged", "--yes").out == "60 jobs retried\n"
    assert set(states(reqx).values()) == {"PENDING"}


def test_list_of_one_finished_state_begins_with_what_ended_last(reqx: Reqx, seed: Seed) -> None:
    _, first = seed.waiting("first.pdf")
    seed.failed("second.pdf")
    seed.settle(first, Failure(Unreadable("bad")))
    ids = [job["id"] for job in reqx("jobs", "list", "--status", "FAILED", "--json").json]
    assert ids == [first, 2]
    more = reqx("jobs", "list", "--status", "FAILED", "--limit", 1, "--json").err.split()[-1]
    rest = reqx("jobs", "list", "--status", "FAILED", "--cursor", more, "--json").json
    assert [job["id"] for job in rest] == [2]


@pytest.mark.parametrize("cursor", ["x", "WyItaWQiLG51bGwsIngiXQ"])
def test_a_cursor_written_by_hand_is_a_usage_error(reqx: Reqx, seed: Seed, cursor: str) -> None:
    seed.waiting()
    ran = reqx("jobs", "list", "--cursor", cursor)
    assert (ran.status, "is not a cursor" in ran.err) == (2, True)
