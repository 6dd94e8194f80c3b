"""An upload leaves a document and a job, both or none, and never two for the same bytes."""

from dataclasses import replace
from pathlib import Path

import pytest

from reqx.errors import ConfigurationError, NotFound, TimedOut
from reqx.intake.library import Library
from reqx.intake.sources import Source, expand
from reqx.intake.upload import DUPLICATE, NEW, REJECTED, Uploaded, UploadOrder, preview, upload
from reqx.model.filters import DocumentFilter, JobFilter, Window
from reqx.model.jobs import DocumentStatus, Failure, JobStatus
from reqx.store import Store, documents, jobs
from tests import make
from tests.end_to_end.documents import pdf

ORDER = UploadOrder(extractor="rules", max_attempts=1)


class Shelf:
    """A store and a library to upload to."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.library = Library(folder / "library")

    def take(self, *paths: Path, order: UploadOrder = ORDER) -> list[Uploaded]:
        sources = expand(map(str, paths), is_recursive=True)
        return list(upload(self.store, self.library, sources, order))

    def documents(self) -> int:
        with self.store.read() as tx:
            return len(list(documents.each(tx, DocumentFilter())))

    def jobs(self) -> int:
        with self.store.read() as tx:
            return jobs.count(tx, JobFilter())

    def fail(self) -> None:
        claim = make.claim(self.store)
        with self.store.begin() as tx:
            jobs.settle(tx, claim, Failure(TimedOut("too slow")), make.NO_WAIT)


@pytest.fixture
def shelf(store: Store, tmp_path: Path) -> Shelf:
    return Shelf(store, tmp_path)


@pytest.fixture
def tender(tmp_path: Path) -> Path:
    return pdf(tmp_path / "tender.pdf")


def test_new_file_is_kept_and_queued(shelf: Shelf, tender: Path) -> None:
    order = replace(ORDER, project="bridge", user="anna", priority=7)
    [result] = shelf.take(tender, order=order)
    assert result.status == NEW
    with shelf.store.read() as tx:
        document = documents.get(tx, result.document_id or 0)
        job = jobs.get(tx, result.job_id or 0)
    assert (document.project, document.user, document.status) == ("bridge", "anna", "WAITING")
    assert (job.status, job.priority, job.max_attempts) == (JobStatus.PENDING, 7, 1)
    assert shelf.library.path(document.fingerprint).read_bytes() == tender.read_bytes()


def test_same_bytes_under_another_name_are_the_same_document(shelf: Shelf, tender: Path) -> None:
    copy = tender.with_name("copy.pdf")
    copy.write_bytes(tender.read_bytes())
    [first] = shelf.take(tender)
    [second] = shelf.take(copy)
    assert (second.status, second.document_id) == (DUPLICATE, first.document_id)
    assert second.job_id == first.job_id
    assert (shelf.documents(), shelf.jobs()) == (1, 1)


def test_document_that_failed_is_queued_again(shelf: Shelf, tender: Path) -> None:
    [first] = shelf.take(tender)
    shelf.fail()
    [second] = shelf.take(tender)
    assert second.status == DUPLICATE
    assert second.job_id != first.job_id
    assert "had failed" in (second.reason or "")
    with shelf.store.read() as tx:
        assert documents.get(tx, 1).status is DocumentStatus.WAITING


def test_document_kept_without_a_job_is_queued_by_the_next_upload(
    shelf: Shelf, tender: Path
) -> None:
    [first] = shelf.take(tender, order=replace(ORDER, is_enqueued=False))
    assert (first.status, first.job_id) == (NEW, None)
    [second] = shelf.take(tender)
    assert second.job_id is not None


def test_rejected_file_leaves_nothing(shelf: Shelf, tmp_path: Path) -> None:
    note = tmp_path / "note.pdf"
    note.write_text("not a PDF")
    [result] = shelf.take(note)
    assert (result.status, result.document_id) == (REJECTED, None)
    assert (shelf.documents(), shelf.jobs()) == (0, 0)
    assert not shelf.library.root.exists()


def test_file_that_vanished_is_rejected_and_the_next_is_taken(shelf: Shelf, tender: Path) -> None:
    sources = [Source(str(tender.with_name("gone.pdf"))), Source(str(tender))]
    results = list(upload(shelf.store, shelf.library, sources, ORDER))
    assert [result.status for result in results] == [REJECTED, NEW]


def test_revision_of_an_unknown_document_takes_nothing(shelf: Shelf, tender: Path) -> None:
    with pytest.raises(NotFound, match="document 99"):
        shelf.take(tender, order=replace(ORDER, revision_of=99))
    assert shelf.documents() == 0


def test_extractor_that_does_not_exist_takes_nothing(shelf: Shelf, tender: Path) -> None:
    with pytest.raises(ConfigurationError, match="'oracle' is not known"):
        shelf.take(tender, order=replace(ORDER, extractor="oracle"))
    assert shelf.documents() == 0


def test_preview_says_the_same_and_does_nothing(shelf: Shelf, tender: Path) -> None:
    other = pdf(tender.with_name("other.pdf"), word="valve")
    shelf.take(tender)
    sources = expand(map(str, (tender, other)), is_recursive=False)
    results = list(preview(shelf.store, sources))
    assert [result.status for result in results] == [DUPLICATE, NEW]
    assert (shelf.documents(), shelf.jobs()) == (1, 1)


def test_listing_shows_what_was_uploaded(shelf: Shelf, tender: Path) -> None:
    shelf.take(tender)
    with shelf.store.read() as tx:
        [job], cursor = jobs.find(tx, JobFilter(), Window())
    assert (job.document, cursor) == ("tender.pdf", None)
