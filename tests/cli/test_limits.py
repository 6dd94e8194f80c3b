import pytest

from reqx.store import queues, rates
from tests.cli.conftest import Reqx
from tests.cli.seed import Seed

JOBS = "EXTRACT_REQUIREMENTS"


def limits(reqx: Reqx) -> dict[str, tuple[object, object]]:
    found = reqx("limits", "list", "--json").json
    return {limit["name"]: (limit["max_running"], limit["per_minute"]) for limit in found}


def test_without_a_limit_the_jobs_are_listed_as_free(reqx: Reqx) -> None:
    assert reqx("limits", "list", "--json").json == [
        {"name": JOBS, "max_running": None, "running": 0, "per_minute": None}
    ]
    assert reqx("limits", "list").out.splitlines()[1].split() == [JOBS, "0", "none"]


def test_limits_are_set_and_lifted(reqx: Reqx) -> None:
    reqx("limits", "set", JOBS, "--max-running", 4)
    reqx("limits", "set", "llm-tokens", "--per-minute", "2.5")
    assert limits(reqx) == {JOBS: (4, None), "llm-tokens": (None, 2.5)}
    for words in ([JOBS, "--max-running", "none"], ["llm-tokens", "--per-minute", "None"]):
        assert reqx("limits", "set", *words).out == f"{words[0]}: no limit\n"
    assert limits(reqx) == {JOBS: (None, None)}


def test_set_says_what_holds_now(reqx: Reqx) -> None:
    ran = reqx("limits", "set", "llm-requests", "--per-minute", 60)
    assert ran.out == "llm-requests: at most 60 a minute\n"
    record = reqx("limits", "set", JOBS, "--max-running", 1, "--json").json
    assert (record["name"], record["max_running"]) == (JOBS, 1)


def test_running_jobs_are_counted_beside_their_limit(reqx: Reqx, seed: Seed) -> None:
    seed.running()
    reqx("limits", "set", JOBS, "--max-running", 4)
    assert reqx("limits", "list").out.splitlines()[1].split() == [JOBS, "1", "4"]


def test_the_limits_are_those_that_the_store_heeds(reqx: Reqx, seed: Seed) -> None:
    reqx("limits", "set", JOBS, "--max-running", 4)
    reqx("limits", "set", "llm-requests", "--per-minute", 60)
    with seed.store.read() as tx:
        assert queues.policy(tx).max_running == 4
        assert [rate.per_minute for rate in rates.find(tx)] == [60.0]


@pytest.mark.parametrize(
    "words",
    [
        [JOBS],
        [JOBS, "--max-running", "0"],
        [JOBS, "--max-running", "-1"],
        [JOBS, "--max-running", "1.5"],
        [JOBS, "--max-running", "²"],
        [JOBS, "--max-running", "9" * 12],
        [JOBS, "--per-minute", "5"],
        ["llm-requests", "--max-running", "5"],
        ["llm-requests", "--per-minute", "0"],
        ["llm-requests", "--per-minute", "nan"],
        ["llm-requests", "--per-minute", "inf"],
        ["llm-requests", "--per-minute", "many"],
    ],
)
def test_what_is_no_limit_is_a_usage_error(reqx: Reqx, words: list[str]) -> None:
    assert reqx("limits", "set", *words).status == 2
    assert limits(reqx) == {JOBS: (None, None)}
