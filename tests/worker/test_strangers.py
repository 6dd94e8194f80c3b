"""A drain waits for the jobs of workers that may be dead, not for those that live."""

from datetime import UTC, datetime, timedelta

from reqx.store.jobs import Held
from reqx.worker.strangers import Strangers

START = datetime(2026, 1, 1, tzinfo=UTC)


def held(token: str, seconds: int) -> Held:
    return Held(token, START + timedelta(seconds=seconds))


def test_nothing_held_needs_no_waiting() -> None:
    assert Strangers().are_alive([])


def test_claim_seen_once_may_be_a_dead_workers() -> None:
    assert not Strangers().are_alive([held("a", 60)])


def test_renewed_claim_is_a_living_workers() -> None:
    strangers = Strangers()
    strangers.are_alive([held("a", 60)])
    assert strangers.are_alive([held("a", 75)])


def test_one_silent_claim_among_living_ones_is_waited_for() -> None:
    strangers = Strangers()
    strangers.are_alive([held("a", 60), held("b", 60)])
    assert not strangers.are_alive([held("a", 75), held("b", 60)])
