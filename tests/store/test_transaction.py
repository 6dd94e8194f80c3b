import pytest
from sqlalchemy import text

from reqx.errors import NotFound, StoreError, StoreUnavailable
from reqx.model.filters import DocumentFilter, JobFilter
from reqx.store import Store, Transaction, documents, jobs
from tests import make
from tests.conftest import opened

KILL = text("SELECT pg_terminate_backend(:pid)")
PID = text("SELECT pg_backend_pid()")


def names(tx: Transaction) -> list[str]:
    return [document.name for document in documents.each(tx, DocumentFilter())]


def kill(store: Store, tx: Transaction) -> None:
    """End the server's side of a connection."""
    pid = tx.value(PID)
    with store.hold() as other:
        assert other.value(KILL, {"pid": pid})


def test_an_exception_rolls_back(store: Store) -> None:
    with pytest.raises(NotFound), store.begin() as tx:
        jobs.get(tx, documents.add(tx, make.new_document())[0].id + 999)
    with store.read() as tx:
        assert names(tx) == []


def test_verbs_on_a_held_connection_are_committed_one_by_one(store: Store) -> None:
    with store.hold() as tx:
        documents.add(tx, make.new_document("kept.pdf"))
        with pytest.raises(NotFound):
            jobs.enqueue(tx, [1, 999], extractor="rules")
        with store.read() as other:
            assert names(other) == ["kept.pdf"]
            assert jobs.count(other, JobFilter()) == 0


def test_a_read_sees_one_state_of_the_database(store: Store) -> None:
    make.document(store, "before.pdf")
    with store.read() as tx:
        assert names(tx) == ["before.pdf"]
        make.document(store, "after.pdf")
        assert names(tx) == ["before.pdf"]


def test_a_failed_statement_does_not_spoil_a_held_connection(store: Store) -> None:
    with store.hold() as tx:
        with pytest.raises(StoreError):
            documents.add(tx, make.new_document(revision_of=777))
        assert documents.add(tx, make.new_document())[1]


def test_a_held_connection_comes_back_after_the_server_dropped_it(postgresql_store: Store) -> None:
    with postgresql_store.hold() as tx:
        kill(postgresql_store, tx)
        with pytest.raises(StoreUnavailable):
            names(tx)
        assert names(tx) == []


def test_a_transaction_whose_connection_broke_stays_broken(postgresql_store: Store) -> None:
    with postgresql_store.hold() as tx:
        with pytest.raises(StoreUnavailable, match="was lost"), tx.atomic():
            add_around_a_break(postgresql_store, tx)
        assert names(tx) == []


def add_around_a_break(store: Store, tx: Transaction) -> None:
    documents.add(tx, make.new_document("before.pdf"))
    kill(store, tx)
    with pytest.raises(StoreUnavailable):
        names(tx)
    documents.add(tx, make.new_document("after.pdf"))


def test_a_connection_that_broke_in_the_pool_is_replaced(
    postgresql_store: Store, postgresql_url: str
) -> None:
    with postgresql_store.hold() as pooled:
        pid = pooled.value(PID)
    with opened(postgresql_url) as other, other.hold() as tx:
        assert tx.value(KILL, {"pid": pid})
    assert make.document(postgresql_store).id == 1
