import pytest

from reqx.store import workers
from tests.cli.conftest import Reqx
from tests.cli.seed import Seed


@pytest.fixture
def at_work(seed: Seed) -> Seed:
    with seed.store.hold() as tx:
        workers.register(tx, "alpha-1", 2, version="1.2.3", lease_seconds=30.0)
        workers.register(tx, "beta-1", 1)
    return seed


def states(reqx: Reqx) -> dict[str, str]:
    return {worker["id"]: worker["state"] for worker in reqx("workers", "list", "--json").json}


def test_list_gives_a_record_a_worker(reqx: Reqx, at_work: Seed) -> None:
    del at_work
    first, second = reqx("workers", "list", "--json").json
    assert first.keys() == {"id", "version", "slots", "jobs", "state", "started_at", "seen_at"}
    assert (first["id"], first["version"], first["slots"], first["jobs"]) == (
        "alpha-1",
        "1.2.3",
        2,
        0,
    )
    assert second["version"] is None


def test_list_shows_a_line_a_worker(reqx: Reqx, at_work: Seed) -> None:
    del at_work
    lines = [line.split()[:3] for line in reqx("workers", "list").out.splitlines()]
    assert lines == [
        ["Worker", "State", "Jobs"],
        ["alpha-1", "idle", "0/2"],
        ["beta-1", "idle", "0/1"],
    ]


def test_no_worker_says_how_to_start_one(reqx: Reqx) -> None:
    ran = reqx("workers", "list")
    assert (ran.status, ran.out, "reqx work" in ran.err) == (0, "", True)


def test_pause_without_a_name_pauses_the_queue(reqx: Reqx, at_work: Seed) -> None:
    del at_work
    assert "paused" in reqx("workers", "pause").out
    assert set(states(reqx).values()) == {"idle"}
    assert "The queue is paused" in reqx("workers", "list").err
    assert reqx("workers", "resume").out == "The queue is not paused\n"
    assert reqx("workers", "list").err == ""


def test_pause_for_a_time_says_until_when(reqx: Reqx) -> None:
    record = reqx("workers", "pause", "--for", "2h", "--json").json
    assert record["is_paused"]
    assert record["paused_until"].endswith("Z")
    assert f"until {record['paused_until']}" in reqx("workers", "list").err


def test_pause_of_a_worker_pauses_that_one(reqx: Reqx, at_work: Seed) -> None:
    del at_work
    assert reqx("workers", "pause", "alp").out == "1 worker paused: alpha-1\n"
    assert states(reqx) == {"alpha-1": "paused", "beta-1": "idle"}
    assert reqx("workers", "resume", "alpha-1", "--json").json == {"resumed": ["alpha-1"]}
    assert states(reqx) == {"alpha-1": "idle", "beta-1": "idle"}


def test_pause_of_a_worker_has_no_end(reqx: Reqx, at_work: Seed) -> None:
    del at_work
    assert reqx("workers", "pause", "alpha", "--for", "2h").status == 2
    assert set(states(reqx).values()) == {"idle"}


def test_unknown_worker_keeps_all_from_being_told(reqx: Reqx, at_work: Seed) -> None:
    del at_work
    ran = reqx("workers", "stop", "alpha", "gamma")
    assert (ran.status, "worker gamma does not exist" in ran.err) == (66, True)
    assert set(states(reqx).values()) == {"idle"}


def test_stop_of_all_stops_all(reqx: Reqx, at_work: Seed) -> None:
    del at_work
    assert reqx("workers", "stop", "--all", "--json").json == {"stopping": ["alpha-1", "beta-1"]}
    assert set(states(reqx).values()) == {"stopping"}


@pytest.mark.parametrize("words", [[], ["alpha", "--all"]])
def test_stop_needs_workers_or_all(reqx: Reqx, at_work: Seed, words: list[str]) -> None:
    del at_work
    assert reqx("workers", "stop", *words).status == 2
    assert set(states(reqx).values()) == {"idle"}


def test_wrong_time_span_is_a_usage_error(reqx: Reqx) -> None:
    assert reqx("workers", "pause", "--for", "soon").status == 2
