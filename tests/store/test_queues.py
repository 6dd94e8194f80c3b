import pytest

from reqx.errors import UsageError
from reqx.model.jobs import EXTRACT_REQUIREMENTS
from reqx.model.limits import Policy
from reqx.store import Store, queues

NAME = EXTRACT_REQUIREMENTS


def test_without_a_word_there_is_no_policy(store: Store) -> None:
    with store.read() as tx:
        assert queues.policy(tx) == Policy(NAME)


def test_a_pause_lasts_until_it_is_resumed(store: Store) -> None:
    with store.hold() as tx:
        queues.pause(tx, None)
        assert queues.policy(tx) == Policy(NAME, is_paused=True)
        queues.resume(tx)
        assert queues.policy(tx) == Policy(NAME)


def test_a_pause_for_a_time_ends_by_itself(store: Store) -> None:
    with store.hold() as tx:
        queues.pause(tx, 3600.0)
        policy = queues.policy(tx)
        assert policy.is_paused
        assert policy.paused_until is not None
        queues.pause(tx, 0.0)
        assert queues.policy(tx) == Policy(NAME)


def test_a_pause_without_an_end_takes_the_place_of_one_with(store: Store) -> None:
    with store.hold() as tx:
        queues.pause(tx, 3600.0)
        queues.pause(tx, None)
        assert queues.policy(tx).paused_until is None


def test_a_limit_outlives_a_pause_and_a_pause_a_limit(store: Store) -> None:
    with store.hold() as tx:
        queues.limit(tx, 3)
        queues.pause(tx, None)
        assert queues.policy(tx) == Policy(NAME, is_paused=True, max_running=3)
        queues.limit(tx, None)
        assert queues.policy(tx) == Policy(NAME, is_paused=True)


def test_policies_are_each_type_s_own(store: Store) -> None:
    with store.hold() as tx:
        queues.limit(tx, 3, "OTHER")
        assert queues.policy(tx) == Policy(NAME)
        assert queues.policy(tx, "OTHER").max_running == 3


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_that_lets_nothing_run_is_refused(store: Store, limit: int) -> None:
    with store.hold() as tx, pytest.raises(UsageError, match="at most") as error:
        queues.limit(tx, limit)
    assert "workers pause" in error.value.hint
