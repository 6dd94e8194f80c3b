from datetime import UTC, datetime, timedelta

from reqx.store import workers
from tests.cli.conftest import Reqx
from tests.cli.seed import Seed


def fill(seed: Seed) -> None:
    seed.done()
    seed.failed()
    seed.retrying()
    seed.waiting("due.pdf")
    seed.waiting("later.pdf", at=datetime.now(UTC) + timedelta(hours=1))
    with seed.store.hold() as tx:
        workers.register(tx, "alpha", 2)


def test_stats_say_how_the_queue_stands(reqx: Reqx, seed: Seed) -> None:
    fill(seed)
    reqx("limits", "set", "EXTRACT_REQUIREMENTS", "--max-running", 3)
    reqx("workers", "pause")
    lines = dict(line.split(maxsplit=1) for line in reqx("stats").out.splitlines())
    assert lines["Waiting"] == "1 due, 1 scheduled, 1 waiting to retry"
    assert lines["Finished"] == "1 completed, 1 failed, 0 cancelled"
    assert lines["Failures"] == "1 corrupt (last 24 h)"
    assert lines["Workers"] == "1 idle; 2 slots"
    assert lines["Limit"] == "3 jobs at once"
    assert lines["Queue"].startswith("The queue is paused")


def test_stats_in_json_are_numbers(reqx: Reqx, seed: Seed) -> None:
    fill(seed)
    record = reqx("stats", "--json").json
    assert record["jobs"]["PENDING"] == 3
    assert {key: record["waiting"][key] for key in ("due", "scheduled", "to_retry")} == {
        "due": 1,
        "scheduled": 1,
        "to_retry": 1,
    }
    assert record["last_hour"] == {"COMPLETED": 1, "FAILED": 1, "CANCELLED": 0}
    assert record["last_day"]["failures"] == {"corrupt": 1}
    assert (record["documents"], record["workers"]["idle"]) == (5, 1)
    assert record["queue"]["is_paused"] is False


def test_stats_of_nothing_are_zeros(reqx: Reqx) -> None:
    ran = reqx("stats")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[0].split() == ["Waiting", "0", "due"]
    assert reqx("stats", "--json").json["waiting"]["oldest_due_seconds"] is None
