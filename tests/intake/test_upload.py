"""An upload leaves a document and a job, both or none, and never two for the same bytes."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from reqx.errors import ConfigurationError, NotFound, StorageError, TimedOut
from reqx.intake.library import Library
from reqx.intake.sources import Source, expand
from reqx.intake.upload import DUPLICATE, NEW, REJECTED, Uploaded, UploadOrder, preview, upload
from reqx.model.filters import DocumentFilter, JobFilter, Window
from reqx.model.jobs import DocumentStatus, Failure, JobStatus
from reqx.parsing import MARKDOWN, PDF
from reqx.store import Store, connect, documents, jobs
from tests import make
from tests.end_to_end.documents import pdf
from tests.limits import file_size_limit
from tests.store import processes

ANY = DocumentFilter()
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
            return len(list(documents.each(tx, ANY)))

    def jobs(self) -> int:
        with self.store.read() as tx:
            return jobs.count(tx, JobFilter())

    def fail(self) -> None:
        claim = make.claim(self.store)
        with self.store.begin() as tx:
            jobs.settle(tx, [(claim, Failure(TimedOut("too slow")))], make.NO_WAIT)


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
    note.write_bytes(b"\0\1 no document")
    [result] = shelf.take(note)
    assert (result.status, result.document_id) == (REJECTED, None)
    assert (shelf.documents(), shelf.jobs()) == (0, 0)
    assert not shelf.library.root.exists()


def test_file_that_vanished_is_rejected_and_the_next_is_taken(shelf: Shelf, tender: Path) -> None:
    sources = [Source(str(tender.with_name("gone.pdf"))), Source(str(tender))]
    results = list(upload(shelf.store, shelf.library, sources, ORDER))
    assert [result.status for result in results] == [REJECTED, NEW]


def many(folder: Path, number: int) -> list[Path]:
    """Write files that look like PDFs, in an order of their names."""
    paths = [folder / f"{index:04}.pdf" for index in range(number)]
    for path in paths:
        path.write_bytes(b"%PDF-1.7 " + path.name.encode())
    return paths


def test_folder_is_taken_in_the_order_of_its_names(shelf: Shelf, tmp_path: Path) -> None:
    paths = many(tmp_path, 230)
    results = shelf.take(*paths)
    assert [result.path for result in results] == list(map(str, paths))
    assert [result.document_id for result in results] == list(range(1, 231))
    assert [result.job_id for result in results] == list(range(1, 231))
    with shelf.store.read() as tx:
        kept = [shelf.library.path(one.fingerprint) for one in documents.each(tx, ANY)]
    assert [path.read_bytes() for path in kept] == [path.read_bytes() for path in paths]


def test_bad_files_cost_the_others_nothing(shelf: Shelf, tmp_path: Path) -> None:
    good, bad, copy = many(tmp_path, 3)
    bad.write_bytes(b"\0\1 no document")
    copy.write_bytes(good.read_bytes())
    results = shelf.take(good, bad, copy)
    assert [result.status for result in results] == [NEW, REJECTED, DUPLICATE]
    assert [result.document_id for result in results] == [1, None, 1]
    assert [result.job_id for result in results] == [1, None, 1]


def test_paths_that_are_no_files_are_rejected_as_in_a_preview(shelf: Shelf, tmp_path: Path) -> None:
    [good] = many(tmp_path, 1)
    missing = tmp_path / "gone.pdf"
    sources = list(expand([str(missing), str(good)], is_recursive=False))
    foreseen = list(preview(shelf.store, sources))
    results = list(upload(shelf.store, shelf.library, sources, ORDER))
    assert [one.status for one in results] == [one.status for one in foreseen] == [REJECTED, NEW]
    assert results[0].reason == foreseen[0].reason == f"{missing}: no such file"


def test_known_files_leave_no_holes_in_the_numbers(shelf: Shelf, tmp_path: Path) -> None:
    paths = many(tmp_path, 7)
    shelf.take(*paths[:3])
    results = shelf.take(*paths)
    assert [result.document_id for result in results] == list(range(1, 8))
    assert [result.job_id for result in results] == list(range(1, 8))


def upload_all(url: str, library: Path, paths: list[Path]) -> Counter[str]:
    """Upload as a process of its own; return how many files ended how."""
    store = connect(url)
    try:
        sources = map(Source, map(str, paths))
        return Counter(one.status for one in upload(store, Library(library), sources, ORDER))
    finally:
        store.close()


def test_uploads_of_the_same_files_at_once_add_each_once(
    shelf: Shelf, url: str, tmp_path: Path
) -> None:
    paths = many(tmp_path, 300)
    library = shelf.library.root
    # In opposite orders, as two that would wait for each other.
    found = processes.run(upload_all, [(url, library, paths), (url, library, paths[::-1])])
    assert sum(found, Counter()) == {NEW: 300, DUPLICATE: 300}
    assert (shelf.documents(), shelf.jobs()) == (300, 300)


def test_what_is_reported_is_recorded(shelf: Shelf, tmp_path: Path) -> None:
    sources = expand(map(str, many(tmp_path, 230)), is_recursive=False)
    results = upload(shelf.store, shelf.library, sources, ORDER)
    next(results)
    assert (shelf.documents(), shelf.jobs()) == (100, 100)


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_slow_upload_reports_after_a_second(shelf: Shelf, tmp_path: Path) -> None:
    def slowly() -> Iterator[Source]:
        for path in many(tmp_path, 9):
            time.sleep(0.6)
            yield Source(str(path))

    next(upload(shelf.store, shelf.library, slowly(), ORDER))
    assert shelf.documents() == 2


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_full_disk_leaves_no_file_that_nobody_knows(shelf: Shelf, tmp_path: Path) -> None:
    paths = many(tmp_path, 50)
    # Enough for the files, and for what SQLite shares between processes.
    with file_size_limit(33_000), pytest.raises(StorageError):
        shelf.take(*paths)
    assert shelf.documents() == 0
    assert [path for path in shelf.library.root.rglob("*") if path.is_file()] == [
        shelf.library.root / ".lock"
    ]
    assert [result.status for result in shelf.take(*paths)] == [NEW] * 50


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


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """Write a ZIP archive of two documents and an image."""
    path = tmp_path / "tender.zip"
    with ZipFile(path, "w") as zip_file:
        zip_file.writestr("lot 1/spec.pdf", "%PDF-1.7 specification")
        zip_file.writestr("logo.png", b"\x89PNG\r\n\x1a\n")
        zip_file.writestr("notes.md", "# Notes")
    return path


def test_each_document_in_an_archive_is_a_document_with_a_job(shelf: Shelf, bundle: Path) -> None:
    results = shelf.take(bundle)
    assert [result.status for result in results] == [NEW, REJECTED, NEW]
    assert results[0].path == f"{bundle}/lot 1/spec.pdf"
    with shelf.store.read() as tx:
        found = list(documents.each(tx, ANY))
    assert [(one.name, one.media_type) for one in found] == [
        ("tender.zip/lot 1/spec.pdf", PDF),
        ("tender.zip/notes.md", MARKDOWN),
    ]
    assert shelf.library.path(found[0].fingerprint).read_bytes() == b"%PDF-1.7 specification"
    assert (shelf.documents(), shelf.jobs()) == (2, 2)


def test_archive_uploaded_twice_adds_nothing(shelf: Shelf, bundle: Path) -> None:
    first, second = shelf.take(bundle), shelf.take(bundle)
    assert [result.status for result in second] == [DUPLICATE, REJECTED, DUPLICATE]
    assert [result.job_id for result in second] == [result.job_id for result in first]
    assert (shelf.documents(), shelf.jobs()) == (2, 2)


def test_preview_of_an_archive_says_the_same_and_does_nothing(shelf: Shelf, bundle: Path) -> None:
    foreseen = list(preview(shelf.store, [Source(str(bundle))]))
    assert shelf.documents() == 0
    results = shelf.take(bundle)
    assert [(one.path, one.status, one.reason) for one in foreseen] == [
        (one.path, one.status, one.reason) for one in results
    ]


def test_archive_larger_than_a_batch_is_taken_whole_and_leaves_nothing_else(
    shelf: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "many.zip"
    with ZipFile(path, "w") as zip_file:
        for number in range(230):
            zip_file.writestr(f"{number}.txt", f"The pump shall stop {number} times.")
    results = shelf.take(path)
    assert [result.document_id for result in results] == list(range(1, 231))
    assert not list(shelf.library.root.glob(".incoming-*"))
