import pytest

from reqx.model.jobs import Claim
from reqx.store import Store
from tests.worker.llm import site


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    """Give one database: what differs is tested verb by verb (tests/store/llm)."""
    return sqlite_store


@pytest.fixture
def who(store: Store) -> Claim:
    return site.claim(store)
