"""The short form of scripts/chaos: each trial on both databases, with few blows."""

from trials.acts import ALL
from trials.cut import cut
from trials.disk import disk
from trials.faults import faults
from trials.freeze import freeze
from trials.ground import Ground
from trials.kill import kill
from trials.locks import locks
from trials.restart import restart


def test_killed_workers_lose_nothing(ground: Ground) -> None:
    assert kill(ground, kills=10).violations == ()


def test_command_killed_at_any_point_is_finished_by_the_next(ground: Ground) -> None:
    chosen = [act for act in ALL if act.name in ("upload", "work")]
    assert faults(ground, most=3, chosen=chosen).violations == ()


def test_frozen_workers_write_nothing_afterwards(ground: Ground) -> None:
    assert freeze(ground, freezes=3).violations == ()


def test_locked_database_is_waited_for(ground: Ground) -> None:
    assert locks(ground, seconds=6).violations == ()


def test_full_disk_breaks_nothing(ground: Ground) -> None:
    assert disk(ground, amounts=(48,)).violations == ()


def test_crash_of_the_server_is_outlived(server_ground: Ground) -> None:
    assert restart(server_ground, restarts=1, jobs_a_restart=30).violations == ()


def test_connections_cut_around_commit_change_nothing(server_ground: Ground) -> None:
    assert cut(server_ground, cuts=6).violations == ()
