from tests.cli.conftest import Reqx
from tests.cli.seed import Seed
from tests.cli.test_jobs import retried, states


def test_cancel_ends_a_waiting_job_at_once(reqx: Reqx, seed: Seed) -> None:
    _, job = seed.waiting()
    ran = reqx("jobs", "cancel", job)
    assert (ran.status, ran.out) == (0, f"1 job cancelled: {job}\n")
    assert states(reqx) == {job: "CANCELLED"}


def test_cancel_tells_the_worker_of_a_running_job(reqx: Reqx, seed: Seed) -> None:
    _, job = seed.running()
    ran = reqx("jobs", "cancel", "--status", "PROCESSING")
    assert "1 job cancelled" in ran.out
    assert "heartbeat" in ran.err
    assert states(reqx) == {job: "PROCESSING"}
    assert reqx("jobs", "show", job).out.splitlines()[1].split() == ["State", "being", "cancelled"]


def test_cancel_in_json_tells_how_many_run(reqx: Reqx, seed: Seed) -> None:
    _, running = seed.running()
    _, waiting = seed.waiting("b.pdf")
    assert reqx("jobs", "cancel", running, waiting, "--json").json == {
        "cancelled": [running, waiting],
        "count": 2,
        "running": 1,
    }


def test_cancel_of_a_finished_job_names_its_state(reqx: Reqx, seed: Seed) -> None:
    _, job = seed.done()
    ran = reqx("jobs", "cancel", job)
    assert (ran.status, "is COMPLETED" in ran.err) == (2, True)


def test_cancelled_job_is_retried(reqx: Reqx, seed: Seed) -> None:
    _, job = seed.waiting()
    reqx("jobs", "cancel", job)
    assert reqx("jobs", "retry", job, "--json").json == retried(job)
    assert states(reqx) == {job: "PENDING"}


def test_prune_without_a_word_leaves_what_is_young_or_failed(reqx: Reqx, seed: Seed) -> None:
    seed.done()
    seed.failed()
    assert reqx("jobs", "prune").out == "0 jobs pruned\n"
    assert reqx("jobs", "prune", "--older-than", "0s", "--dry-run", "--json").json == {
        "would_prune": 1
    }
    assert len(states(reqx)) == 2


def test_prune_takes_failed_jobs_when_they_are_named(reqx: Reqx, seed: Seed) -> None:
    _, kept = seed.done()
    _, failed = seed.failed()
    _, newest = seed.failed("newest.pdf")
    assert reqx("jobs", "prune", "--status", "FAILED").out == f"1 job pruned: {failed}\n"
    assert states(reqx) == {kept: "COMPLETED", newest: "FAILED"}
    assert reqx("jobs", "prune", newest).status == 2
    assert reqx("documents", "show", 2).status == 0


def test_prune_never_takes_what_is_queued(reqx: Reqx, seed: Seed) -> None:
    _, job = seed.waiting()
    for words in ([str(job)], ["--status", "PENDING"], ["--status", "PROCESSING"]):
        assert reqx("jobs", "prune", *words).status == 2
    assert states(reqx) == {job: "PENDING"}


def test_more_ids_than_a_screen_are_counted_only(reqx: Reqx, seed: Seed) -> None:
    for number in range(21):
        seed.waiting(f"{number}.pdf")
    ran = reqx("jobs", "cancel", "--status", "PENDING", "--yes")
    assert (ran.status, ran.out) == (0, "21 jobs cancelled\n")


def test_dry_run_says_how_many_and_does_nothing(reqx: Reqx, seed: Seed) -> None:
    _, job = seed.waiting()
    ran = reqx("jobs", "cancel", "--status", "PENDING", "--dry-run")
    assert ran.out == "1 job would be cancelled\n"
    assert states(reqx) == {job: "PENDING"}
