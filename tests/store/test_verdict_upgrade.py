"""From 0.2.0's schema to today's: a verdict is given to a document where it is known."""

import itertools
import signal

import pytest

from reqx.model.filters import DocumentFilter
from reqx.store import Store, documents
from tests import make
from tests.conftest import opened
from tests.store import first_schema, second_schema
from tests.store.test_upgrades import FORKS

VERDICTS = {
    "new": None,
    "whole": None,
    "crowded": None,
    "scanned": "partial",
    "locked": "encrypted",
    "bug": "crashed",
    "lost": None,
    "pruned": None,
    "again": "partial",
}


@pytest.fixture
def old_url(empty_url: str) -> str:
    """Give the URL of a database that 0.2.0 has filled."""
    second_schema.fill(empty_url)
    return empty_url


def verdicts(store: Store) -> dict[str, str | None]:
    with store.read() as tx:
        return {one.name: one.verdict for one in documents.each(tx, DocumentFilter())}


def test_documents_get_the_verdict_that_their_rows_tell(old_url: str) -> None:
    with opened(old_url) as store:
        store.upgrade()
        assert verdicts(store) == VERDICTS


def test_documents_of_the_old_schema_are_read_as_ever(old_url: str) -> None:
    with opened(old_url) as store:
        store.upgrade()
        assert make.completed(store, "new.pdf", make.requirement()).verdict == "ok"
        assert verdicts(store) == VERDICTS | {"new.pdf": "ok"}


def test_upgrade_killed_after_any_statement_has_done_nothing(old_url: str) -> None:
    with opened(old_url) as store:
        for number in itertools.count(1):
            process = FORKS.Process(target=first_schema.upgrade_and_die, args=(old_url, number))
            process.start()
            process.join(timeout=60)
            if process.exitcode == 0:
                break
            assert process.exitcode == -signal.SIGKILL
            assert store.schema()[0] == "0002"
        assert number > 3
        assert verdicts(store) == VERDICTS
