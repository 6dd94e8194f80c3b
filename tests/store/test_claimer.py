"""A worker's own way of claiming: its cursor, and the limits that all workers share."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from sqlalchemy import text

from reqx.model.jobs import Claim, JobStatus, Released
from reqx.store import Store, Transaction, jobs, queues
from reqx.store.jobs.claimer import Claimer
from tests import make

TERMS = jobs.Terms("worker-1", 60.0, 7200.0)


def queue(store: Store, count: int, priority: int = 0) -> list[int]:
    return [make.job(store, f"{priority}-{n}.pdf", priority=priority) for n in range(count)]


def ids(claims: list[Claim]) -> list[int]:
    return [claim.job_id for claim in claims]


def limit(store: Store, max_running: int | None) -> None:
    with store.hold() as tx:
        queues.limit(tx, max_running)


@contextmanager
def claiming(store: Store, *only: int) -> Iterator[tuple[Claimer, Transaction]]:
    with store.hold() as tx:
        yield Claimer(TERMS, only), tx


def test_claims_one_after_the_other_go_through_all_jobs_in_order(store: Store) -> None:
    normal, urgent = queue(store, 5), queue(store, 3, priority=1)
    with claiming(store) as (claimer, tx):
        taken = [ids(claimer.claim(tx, 3)) for _ in range(4)]
    assert taken == [urgent, normal[:3], normal[3:], []]


def test_a_higher_priority_is_passed_over_until_the_next_full_scan(
    postgresql_store: Store,
) -> None:
    first, second, third = queue(postgresql_store, 3)
    with claiming(postgresql_store) as (claimer, tx):
        assert ids(claimer.claim(tx, 1)) == [first]
        (urgent,) = queue(postgresql_store, 1, priority=9)
        claimer._full_scan_at = time.monotonic() + 600.0
        assert ids(claimer.claim(tx, 1)) == [second]
        claimer._full_scan_at = time.monotonic()
        assert ids(claimer.claim(tx, 2)) == [urgent, third]


def test_the_next_full_scan_comes_a_second_later(store: Store) -> None:
    queue(store, 2)
    with claiming(store) as (claimer, tx):
        before = time.monotonic()
        claimer.claim(tx, 1)
        after = time.monotonic()
    wait = max(1.0, 20 * (after - before))
    assert before + 1.0 <= claimer._full_scan_at <= after + wait


def test_a_claim_goes_on_behind_the_last_job_taken(postgresql_store: Store) -> None:
    jobs_queued = queue(postgresql_store, 4)
    with postgresql_store.hold() as tx:
        claimer = Claimer(TERMS)
        claimer.claim(tx, 3)
        onward = claimer.onward(1)
    assert onward is not None
    assert onward.after is not None
    assert onward.after[2] == jobs_queued[2]


def test_a_full_scan_comes_at_once_when_the_cursor_finds_nothing(store: Store) -> None:
    first, second = queue(store, 2)
    with claiming(store) as (claimer, tx):
        assert ids(claimer.claim(tx, 5)) == [first, second]
        (urgent,) = queue(store, 1, priority=9)
        assert ids(claimer.claim(tx, 5)) == [urgent]
        assert claimer.claim(tx, 5) == []


def test_a_slow_full_scan_is_repeated_less_often(postgresql_store: Store) -> None:
    queue(postgresql_store, 9)
    with claiming(postgresql_store) as (claimer, tx), ThreadPoolExecutor(1) as pool:
        with postgresql_store.begin() as blocking:
            blocking.run(text("LOCK TABLE attempts IN EXCLUSIVE MODE"))
            slow = pool.submit(claimer.claim, tx, 1)
            time.sleep(0.5)
        slow.result()
        # Twenty times the half a second; less what it took to come here.
        assert claimer._full_scan_at - time.monotonic() > 4.0


def test_sqlite_needs_no_cursor_and_keeps_the_order_exact(sqlite_store: Store) -> None:
    first, second = queue(sqlite_store, 2)
    with claiming(sqlite_store) as (claimer, tx):
        assert ids(claimer.claim(tx, 1)) == [first]
        (urgent,) = queue(sqlite_store, 1, priority=9)
        assert ids(claimer.claim(tx, 2)) == [urgent, second]


def test_the_cursor_goes_from_priority_to_priority_and_from_time_to_time(store: Store) -> None:
    order = [*queue(store, 2, priority=7), *queue(store, 3), *queue(store, 2, priority=-7)]
    with claiming(store) as (claimer, tx):
        assert [job_id for _ in order for job_id in ids(claimer.claim(tx, 1))] == order


def test_a_released_job_is_claimed_again(store: Store) -> None:
    (job_id,) = queue(store, 1)
    with claiming(store) as (claimer, tx):
        for _ in range(3):
            (claim,) = claimer.claim(tx, 2)
            assert make.settle(tx, claim, Released()) is JobStatus.PENDING
    assert claim.job_id == job_id


def test_a_claimer_keeps_to_the_chosen_jobs(store: Store) -> None:
    low, *_, high = [*queue(store, 3), *queue(store, 2, priority=1)]
    with claiming(store, low, high) as (claimer, tx):
        assert [ids(claimer.claim(tx, 1)) for _ in range(3)] == [[high], [low], []]


def test_claimers_at_once_never_take_the_same_job(store: Store) -> None:
    expected = queue(store, 60)

    def drain(_: int) -> list[int]:
        with claiming(store) as (claimer, tx):
            taken: list[int] = []
            while claims := claimer.claim(tx, 4):
                taken += ids(claims)
        return taken

    with ThreadPoolExecutor(4) as pool:
        drained = list(pool.map(drain, range(4)))
    assert sorted(job_id for part in drained for job_id in part) == expected


def test_no_more_jobs_run_than_the_limit(store: Store) -> None:
    first, second, third = queue(store, 3)
    limit(store, 2)
    with claiming(store) as (claimer, tx):
        claims = claimer.claim(tx, 10)
        assert ids(claims) == [first, second]
        assert claimer.claim(tx, 10) == []
        make.settle(tx, claims[0], Released())
        make.settle(tx, claims[1], Released())
        assert ids(claimer.claim(tx, 1)) == [third]


def test_a_limit_leaves_no_more_room_than_there_are_slots(store: Store) -> None:
    first, *_ = queue(store, 3)
    limit(store, 2)
    with claiming(store) as (claimer, tx):
        assert ids(claimer.claim(tx, 1)) == [first]


def test_a_limit_below_what_runs_already_starts_nothing(store: Store) -> None:
    queue(store, 4)
    with claiming(store) as (claimer, tx):
        claimer.claim(tx, 3)
        limit(store, 1)
        assert claimer.claim(tx, 3) == []


def test_a_limit_that_is_lifted_holds_no_longer(store: Store) -> None:
    expected = queue(store, 3)
    limit(store, 1)
    limit(store, None)
    with claiming(store) as (claimer, tx):
        assert ids(claimer.claim(tx, 10)) == expected


def test_a_dead_worker_holds_no_slot(store: Store) -> None:
    queue(store, 3)
    limit(store, 1)
    make.claim(store, worker="dead", lease_seconds=-1.0)
    with claiming(store) as (claimer, tx):
        assert len(claimer.claim(tx, 10)) == 1
        assert claimer.claim(tx, 10) == []


def test_a_queue_with_a_limit_can_be_paused(store: Store) -> None:
    queue(store, 1)
    limit(store, 1)
    with claiming(store) as (claimer, tx):
        queues.pause(tx, None)
        assert claimer.claim(tx, 1) == []
        queues.pause(tx, -1.0)
        assert len(claimer.claim(tx, 1)) == 1


def test_a_limit_holds_for_chosen_jobs(store: Store) -> None:
    _, second, third = queue(store, 3)
    limit(store, 1)
    with claiming(store, third, second) as (claimer, tx):
        assert ids(claimer.claim(tx, 3)) == [second]


def test_a_limit_counts_its_own_queue_alone(store: Store) -> None:
    other, *_ = queue(store, 3)
    limit(store, 1)
    with store.hold() as tx:
        make.change_job(tx, other, type="ANOTHER_TYPE")
    with claiming(store) as (claimer, tx):
        # Both at once: the other type has no limit.
        assert len(claimer.claim(tx, 10)) == 2
        assert claimer.claim(tx, 10) == []


def test_an_idle_claim_under_a_limit_waits_for_no_writer(store: Store) -> None:
    limit(store, 1)
    with store.begin() as writing, claiming(store) as (claimer, tx):
        queues.pause(writing, None, "ANOTHER_TYPE")
        assert claimer.claim(tx, 1) == []


def test_the_limit_is_kept_by_claimers_at_once(store: Store) -> None:
    queue(store, 30)
    limit(store, 3)

    def work(_: int) -> int:
        most = 0
        with claiming(store) as (claimer, tx):
            for _turn in range(6):
                claims = claimer.claim(tx, 2)
                most = max(most, jobs.counts(tx)[JobStatus.PROCESSING])
                for claim in claims:
                    make.settle(tx, claim, Released())
        return most

    with ThreadPoolExecutor(4) as pool:
        assert max(pool.map(work, range(4))) <= 3


def test_the_limit_is_reached_by_claimers_at_once(store: Store) -> None:
    queue(store, 30)
    limit(store, 5)

    def take(_: int) -> int:
        with claiming(store) as (claimer, tx):
            return len(claimer.claim(tx, 2))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(take, range(8))) == 5


def test_the_cursor_serves_while_another_takes_the_rows_behind_it(postgresql_store: Store) -> None:
    first, second, third = queue(postgresql_store, 3)
    with claiming(postgresql_store) as (claimer, tx), postgresql_store.begin() as other:
        other.run(text("SET lock_timeout = '5s'"))
        assert ids(claimer.claim(tx, 1)) == [first]
        assert ids(jobs.claim(other, worker="b", slots=1, lease_seconds=60.0)) == [second]
        assert ids(claimer.claim(tx, 5)) == [third]


def test_each_queue_has_its_own_limit_and_all_share_the_slots(store: Store) -> None:
    limits = {"A_TYPE": 2, "EXTRACT_REQUIREMENTS": 1, "Z_TYPE": 2}
    made = queue(store, 9)
    with claiming(store) as (claimer, tx):
        for job_id, name in zip(made, sorted([*limits] * 3), strict=True):
            make.change_job(tx, job_id, type=name)
        # Those that run already count for their own queue alone.
        jobs.claim(tx, worker="other", slots=1, lease_seconds=60.0, only=made[-1:])
        for name, most in limits.items():
            queues.limit(tx, most, name)
        turns = [claimer.claim(tx, 3) for _ in range(3)]
    assert [len(claims) for claims in turns] == [3, 1, 0]
    claims = [claim for turn in turns for claim in turn]
    assert sorted(ids(claims)) == [made[0], made[1], made[3], made[6]]


def test_jobs_without_a_limit_leave_only_their_rest_of_the_slots_to_the_others(
    store: Store,
) -> None:
    free, *_ = queue(store, 4)
    limit(store, 5)
    with claiming(store) as (claimer, tx):
        make.change_job(tx, free, type="ANOTHER_TYPE")
        assert len(claimer.claim(tx, 2)) == 2
        assert len(claimer.claim(tx, 10)) == 2
