"""From schema 0006 to today's: what was paid for stays, and a job under way may make batches."""

import pytest

from reqx.store import jobs
from reqx.store.llm import calls, endpoints, spending
from reqx.store.llm.records import Caller
from tests.conftest import opened
from tests.store import fourth_schema, sixth_schema, third_schema
from tests.store.llm import batching
from tests.store.llm.desk import ENDPOINT


@pytest.fixture
def old_url(empty_url: str) -> str:
    """Give the URL of a database that schema 0006 has filled."""
    sixth_schema.fill(empty_url)
    return empty_url


def test_what_was_known_is_known_after_the_upgrade(old_url: str) -> None:
    with opened(old_url) as store:
        assert store.schema()[0] == "0006"
        store.upgrade()
        with store.hold() as tx:
            assert calls.lookup(tx, [fourth_schema.KEY])[fourth_schema.KEY].text == "{}"
            assert endpoints.find(tx, ENDPOINT)
            (found,) = spending.find(tx, 1)
    assert (found.answered, found.batched) == (1, 0)


def test_job_under_way_may_make_a_batch(old_url: str) -> None:
    with opened(old_url) as store:
        store.upgrade()
        with store.hold() as tx:
            assert batching.sent(tx, Caller(1, third_schema.TOKEN)) == 1
            assert jobs.get(tx, 1).batch_since is not None
