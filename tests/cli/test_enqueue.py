"""What `reqx enqueue` says, and that a rehearsal says the same."""

from tests.cli.conftest import Reqx
from tests.cli.seed import Seed


def test_each_document_is_a_line_and_all_are_counted(reqx: Reqx, seed: Seed) -> None:
    seed.failed()
    seed.done()
    ran = reqx("enqueue", 1, 2)
    assert ran.out == (
        "queued   document 1  job 3\nskipped  document 2  (already done (--force to do it again))\n"
    )
    assert ran.err == "1 queued, 1 skipped\n"


def test_dry_run_counts_exactly_and_queues_nothing(reqx: Reqx, seed: Seed) -> None:
    seed.failed()
    seed.done()
    rehearsed = reqx("enqueue", 1, 2, "--force", "--dry-run")
    assert rehearsed.err == "2 would be queued, 0 skipped\n"
    assert reqx("enqueue", 1, 2, "--force").err == "2 queued, 0 skipped\n"


def test_json_is_one_array(reqx: Reqx, seed: Seed) -> None:
    seed.failed()
    assert reqx("enqueue", "--status", "ERROR", "--json").json == [
        {"document_id": 1, "status": "queued", "job_id": 2, "reason": None}
    ]
    assert reqx("enqueue", "--status", "ERROR", "--json").json == []


def test_unknown_document_is_named_with_its_status(reqx: Reqx, seed: Seed) -> None:
    seed.waiting()
    ran = reqx("enqueue", 1, 99, "--json")
    assert (ran.status, ran.json["error"]["code"]) == (66, "not_found")
