"""From schema 0003 to today's: calls can be written for a job that was under way."""

import itertools
import signal

import pytest

from reqx.model.limits import Rate
from reqx.store import Store, jobs, rates
from reqx.store.llm import calls, spending
from reqx.store.llm.records import Caller
from tests.conftest import opened
from tests.store import first_schema, third_schema
from tests.store.llm import desk
from tests.store.test_upgrades import FORKS


@pytest.fixture
def old_url(empty_url: str) -> str:
    """Give the URL of a database that schema 0003 has filled."""
    third_schema.fill(empty_url)
    return empty_url


def check_rows(store: Store) -> None:
    with store.read() as tx:
        assert [one.token for one in jobs.held(tx)] == [third_schema.TOKEN]
        assert rates.find(tx) == [Rate("llm", 60.0)]


def test_what_was_there_stays(old_url: str) -> None:
    with opened(old_url) as store:
        store.upgrade()
        check_rows(store)


def test_job_under_way_may_make_calls(old_url: str) -> None:
    with opened(old_url) as store:
        store.upgrade()
        with store.hold() as tx:
            desk.paid(tx, Caller(1, third_schema.TOKEN), desk.ask())
            (found,) = spending.find(tx, 1)
    assert (found.project, found.answered) == ("Bridge", 1)


def test_upgrade_killed_after_any_statement_has_done_nothing(old_url: str) -> None:
    with opened(old_url) as store:
        for number in itertools.count(1):
            process = FORKS.Process(target=first_schema.upgrade_and_die, args=(old_url, number))
            process.start()
            process.join(timeout=60)
            if process.exitcode == 0:
                break
            assert process.exitcode == -signal.SIGKILL
            assert store.schema()[0] == "0003"
        assert number > 3
        check_rows(store)
        with store.hold() as tx:
            assert calls.lookup(tx, ["0"]) == {}
