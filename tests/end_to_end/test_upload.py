"""A killed upload leaves documents with their bytes and jobs, and the next one does the rest."""

from collections import Counter
from pathlib import Path

import pytest

from reqx.intake.library import Library
from reqx.model.filters import DocumentFilter
from reqx.store import Store, documents, jobs
from tests.end_to_end.command import Reqx, wait_for


@pytest.fixture
def tenders(tmp_path: Path) -> Path:
    """Give a folder of 2,000 files that look like documents."""
    folder = tmp_path / "tenders"
    folder.mkdir()
    for index in range(2000):
        (folder / f"{index}.pdf").write_bytes(b"%PDF-1.7 " + str(index).encode())
    return folder


def ids(store: Store, library: Library) -> list[int]:
    """Return the documents, each with its bytes in the library."""
    with store.read() as tx:
        found = list(documents.each(tx, DocumentFilter()))
    for document in found:
        assert library.path(document.fingerprint).stat().st_size == document.size
    return [document.id for document in found]


def test_upload_that_is_killed_can_be_repeated(reqx: Reqx, store: Store, tenders: Path) -> None:
    library = Library(reqx.home / "library")
    killed = reqx.start("upload", "-r", tenders)
    wait_for(lambda: len(ids(store, library)) >= 200, "some are there")
    killed.kill()
    killed.communicate()
    taken = ids(store, library)
    assert len(taken) < 2000
    with store.read() as tx:
        assert len(jobs.live(tx, taken)) == len(taken)
    again = Counter(one["status"] for one in reqx.json("upload", "-r", tenders))
    assert again == {"new": 2000 - len(taken), "duplicate": len(taken)}
    assert len(ids(store, library)) == 2000
