"""From schema 0004 to today's: what was paid for stays, and what a model takes can be kept."""

import pytest

from reqx.store.llm import calls, endpoints
from tests.conftest import opened
from tests.store import fourth_schema
from tests.store.llm.desk import ENDPOINT


@pytest.fixture
def old_url(empty_url: str) -> str:
    """Give the URL of a database that schema 0004 has filled."""
    fourth_schema.fill(empty_url)
    return empty_url


def test_what_was_paid_for_is_found_after_the_upgrade(old_url: str) -> None:
    with opened(old_url) as store:
        assert store.schema()[0] == "0004"
        store.upgrade()
        with store.hold() as tx:
            assert calls.lookup(tx, [fourth_schema.KEY])[fourth_schema.KEY].text == "{}"
            endpoints.keep(tx, ENDPOINT, {"mode": "schema"})
            assert endpoints.find(tx, ENDPOINT)
