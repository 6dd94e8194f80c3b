from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from reqx.errors import NotFound
from reqx.model.filters import DocumentFilter, Window
from reqx.model.jobs import DocumentStatus
from reqx.store import Store, documents
from tests import make


def found(store: Store, which: DocumentFilter) -> list[str]:
    """Return the names that every way of asking for documents agrees on."""
    with store.read() as tx:
        page, _ = documents.find(tx, which, Window(sort="id"))
        assert page == list(documents.each(tx, which))
    return [document.name for document in page]


def test_a_new_document_waits(store: Store) -> None:
    new = make.new_document("a.pdf", project="bridge", user="kim", size=2**40)
    with store.begin() as tx:
        document, is_new = documents.add(tx, new)
        assert documents.get(tx, document.id) == document
    assert is_new
    assert document.status is DocumentStatus.WAITING
    assert (document.project, document.user, document.size) == ("bridge", "kim", 2**40)


def test_known_bytes_give_the_document_there_is(store: Store) -> None:
    first = make.document(store, "a.pdf")
    again = replace(make.new_document("a.pdf"), name="copy.pdf")
    with store.begin() as tx:
        assert documents.add(tx, again) == (first, False)


def test_duplicates_leave_no_hole_in_the_numbers(store: Store) -> None:
    ids = [make.document(store, name).id for name in ("a.pdf", "a.pdf", "a.pdf", "b.pdf")]
    assert ids == [1, 1, 1, 2]


def test_threads_that_upload_the_same_bytes_make_one_document(store: Store) -> None:
    def add(_: int) -> tuple[int, bool]:
        with store.begin() as tx:
            document, is_new = documents.add(tx, make.new_document())
            return document.id, is_new

    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(add, range(16)))
    assert len({document_id for document_id, _ in added}) == 1
    assert sum(is_new for _, is_new in added) == 1


@pytest.mark.parametrize("document_id", [12, 0, 2**63, 10**40])
def test_an_unknown_document_is_not_found(store: Store, document_id: int) -> None:
    with store.read() as tx, pytest.raises(NotFound, match=f"document {document_id} does") as error:
        documents.get(tx, document_id)
    assert "reqx documents list" in error.value.hint


def test_a_document_is_found_by_its_fingerprint(store: Store) -> None:
    document = make.document(store, "a.pdf")
    with store.read() as tx:
        assert documents.by_fingerprint(tx, document.fingerprint) == document
        assert documents.by_fingerprint(tx, "0" * 64) is None


def test_a_revision_names_the_one_before(store: Store) -> None:
    first = make.document(store, "v1.pdf")
    assert make.document(store, "v2.pdf", revision_of=first.id).revision_of == first.id


def test_documents_are_filtered(store: Store) -> None:
    make.completed(store, "done.pdf")
    bridge = make.document(store, "bridge.pdf", project="bridge").id
    assert found(store, DocumentFilter()) == ["done.pdf", "bridge.pdf"]
    assert found(store, DocumentFilter(statuses=(DocumentStatus.DONE,))) == ["done.pdf"]
    assert found(store, DocumentFilter(project="bridge")) == ["bridge.pdf"]
    assert found(store, DocumentFilter(ids=(bridge, 10**30))) == ["bridge.pdf"]


def test_each_goes_through_any_number_of_documents(store: Store) -> None:
    with store.begin() as tx:
        ids = [documents.add(tx, make.new_document(f"{n}.pdf"))[0].id for n in range(2001)]
        assert [document.id for document in documents.each(tx, DocumentFilter())] == ids


def test_a_document_that_was_not_read_has_no_pages(store: Store) -> None:
    document_id = make.document(store).id
    with store.read() as tx:
        assert list(documents.pages(tx, document_id)) == []
