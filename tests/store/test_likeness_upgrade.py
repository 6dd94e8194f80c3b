"""From schema 0007 to today's: the keys of likenesses stay, and are replaced with their rows."""

import pytest
from sqlalchemy import func, select, text

from reqx.model.likeness import keys
from reqx.review import duplicates
from reqx.store import Store, Transaction, requirements
from reqx.store.schema import likenesses
from tests import make
from tests.conftest import opened
from tests.store import fifth_schema, seventh_schema

SAID = "The pump shall stop within 2 s."
OTHER = "The lid of the tank shall be painted red."
COUNT = select(func.count()).select_from(likenesses)


@pytest.fixture
def old_url(empty_url: str) -> str:
    """Give the URL of a database that schema 0007 has filled."""
    seventh_schema.fill(empty_url)
    return empty_url


def duplicate_of(tx: Transaction, uid: str) -> str | None:
    [row] = duplicates.marked(tx, [requirements.get(tx, uid)])
    return row.requirement.duplicate_of


def stored(store: Store, document_id: int, *statements: str) -> list[str]:
    """Store these for a document that was read before; return their uids."""
    found = [
        make.requirement(said, uid=f"{document_id}{n:015}") for n, said in enumerate(statements)
    ]
    with store.begin() as tx:
        requirements.replace(tx, document_id, found)
    return [one.uid for one in found]


def test_keys_come_through(old_url: str) -> None:
    with opened(old_url) as store:
        assert store.schema()[0] == "0007"
        store.upgrade()
        with store.read() as tx:
            assert tx.value(COUNT) == 2 * len(keys(SAID))
            assert duplicate_of(tx, "b" * 16) == "a" * 16


def test_keys_go_with_the_rows_that_a_reading_replaces(old_url: str) -> None:
    with opened(old_url) as store:
        store.upgrade()
        stored(store, 2, OTHER, OTHER, SAID)
        (uid,) = stored(store, 2, OTHER)
        with store.read() as tx:
            assert tx.value(COUNT) == len(keys(SAID)) + len(keys(OTHER))
            assert duplicate_of(tx, uid) is None


def test_keys_that_an_old_worker_left_behind_are_no_fault(old_url: str) -> None:
    with opened(old_url) as store:
        store.upgrade()
        with store.begin() as tx:
            tx.run(text("DELETE FROM requirements WHERE document_id = 2"))
        (uid,) = stored(store, 2, SAID)
        with store.read() as tx:
            assert duplicate_of(tx, uid) == "a" * 16


def test_workers_of_the_version_before_go_on_storing(old_url: str) -> None:
    with opened(old_url) as store:
        store.upgrade()
        with store.begin() as tx:
            tx.run(text("DELETE FROM likenesses WHERE document_id = 2"))
            tx.run(text("DELETE FROM requirements WHERE document_id = 2"))
            tx.run(fifth_schema.ADD_REQUIREMENT, {"document": 2, "uid": "c" * 16})
            rows = [{"key": key} for key in keys(SAID)]
            added = "INSERT INTO likenesses (document_id, position, key) VALUES (2, 0, :key)"
            for row in rows:
                tx.run(text(added), row)
        with store.read() as tx:
            assert duplicate_of(tx, "c" * 16) == "a" * 16
