"""The alarm: a bell where the store has one, heard again after a cut."""

import select
from contextlib import closing

from reqx.store import Store, connect
from reqx.worker.alarm import Alarm
from tests import make
from tests.worker.conftest import Line
from tests.worker.workshop import wait_until


def readable(alarm: Alarm, seconds: float = 5.0) -> bool:
    """Wait until something can be heard."""
    return bool(select.select(alarm.watched(), [], [], seconds)[0])


def test_it_rings_when_a_job_is_queued(postgresql_store: Store) -> None:
    with closing(Alarm(postgresql_store)) as alarm:
        assert not readable(alarm, 0.0)
        assert not alarm.has_rung()
        make.job(postgresql_store)
        assert readable(alarm)
        assert alarm.has_rung()
        assert not alarm.has_rung()


def test_sqlite_has_no_bell_and_is_asked_once(sqlite_store: Store) -> None:
    with closing(Alarm(sqlite_store)) as alarm:
        assert (alarm.watched(), alarm.has_rung()) == ([], False)
        assert alarm._listen_at == float("inf")


def test_after_a_cut_it_may_have_rung_and_is_hung_up_again(
    postgresql_store: Store, line: Line
) -> None:
    with closing(Alarm(postgresql_store)) as alarm:
        assert len(alarm.watched()) == 1
        line.cut()
        wait_until(alarm.has_rung)
        # Not at once: every worker has lost the same server.
        assert alarm.watched() == []
        alarm._listen_at = 0.0
        assert len(alarm.watched()) == 1
        make.job(postgresql_store)
        assert readable(alarm)


def test_a_server_that_is_away_is_tried_again_later() -> None:
    away = connect("postgresql://nobody@127.0.0.1:9/nowhere")
    with closing(away), closing(Alarm(away)) as alarm:
        assert alarm.watched() == []
        assert 0 < alarm._listen_at < float("inf")
        assert not alarm.has_rung()
