"""From 0.1.0's schema to today's: nothing is lost, whatever happens on the way."""

import itertools
import multiprocessing
import signal
import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from reqx.model.filters import DocumentFilter
from reqx.model.jobs import DocumentStatus, JobStatus
from reqx.store import Store, documents, jobs, revisions
from tests import make
from tests.conftest import opened
from tests.store import first_schema, processes

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.store.first_schema"])


@pytest.fixture
def old_url(empty_url: str) -> str:
    """Give the URL of a database that 0.1.0 has filled."""
    first_schema.fill(empty_url)
    return empty_url


@pytest.fixture
def upgraded(old_url: str) -> Iterator[Store]:
    with opened(old_url) as store:
        store.upgrade()
        yield store


def test_jobs_come_through_with_their_history(upgraded: Store) -> None:
    with upgraded.read() as tx:
        found = [jobs.get(tx, number) for number in first_schema.JOBS]
        attempts = [len(jobs.history(tx, number)) for number in first_schema.JOBS]
    assert {job.id: job.status for job in found} == first_schema.JOBS
    assert {job.extractor for job in found} == {"rules"}
    assert {job.priority for job in found} == {5}
    assert attempts == [0, 1, 1, 1]


def test_documents_come_through_with_their_text(upgraded: Store) -> None:
    with upgraded.read() as tx:
        found = list(documents.each(tx, DocumentFilter()))
        [page] = documents.pages(tx, 3)
    assert {document.id: document.status for document in found} == first_schema.DOCUMENTS
    assert found[3].error_message == "the file is damaged"
    assert page.text == "The pump shall start."


def test_numbers_go_on_where_they_were(upgraded: Store) -> None:
    assert make.document(upgraded, "5.pdf").id == 5
    with upgraded.begin() as tx:
        assert jobs.enqueue(tx, [5], extractor="rules") == {5: 5}


def test_live_job_still_keeps_its_document_from_a_second(upgraded: Store) -> None:
    with upgraded.begin() as tx:
        assert jobs.enqueue(tx, [1, 2], extractor="rules") == {}


def test_job_of_a_worker_that_did_not_survive_is_rescued(upgraded: Store) -> None:
    with upgraded.hold() as tx:
        assert jobs.rescue(tx, backoff=make.NO_WAIT) == [2]
        claims = jobs.claim(tx, worker="new", slots=9, lease_seconds=60.0)
        assert {claim.job_id for claim in claims} == {1, 2}
        assert documents.get(tx, 2).status is DocumentStatus.PROCESSING
        assert jobs.get(tx, 2).status is JobStatus.PROCESSING


def test_upgrade_killed_after_any_statement_can_be_repeated(old_url: str) -> None:
    with opened(old_url) as store:
        for number in itertools.count(1):
            process = FORKS.Process(target=first_schema.upgrade_and_die, args=(old_url, number))
            process.start()
            process.join(timeout=60)
            if process.exitcode == 0:
                break
            assert process.exitcode == -signal.SIGKILL
            assert store.schema()[0] == "0001"
        assert number > 10
        store.prepare()
        test_jobs_come_through_with_their_history(store)


def test_upgrades_at_once_take_turns(old_url: str) -> None:
    done = processes.run(first_schema.upgrade, [(old_url,)] * 3)
    assert done == [revisions.HEAD] * 3


def test_upgrade_waits_for_a_transaction_that_is_under_way(old_url: str) -> None:
    with opened(old_url) as worker, opened(old_url) as operator:
        upgrade = threading.Thread(target=operator.upgrade)
        with worker.begin() as tx:
            tx.run(text("UPDATE jobs SET priority = 7 WHERE id = 2"))
            upgrade.start()
            time.sleep(0.5)
            # In the other order than the upgrade takes its locks.
            tx.run(text("UPDATE attempts SET phase = 'parse' WHERE job_id = 2"))
            tx.run(text("UPDATE documents SET pages = 7 WHERE id = 2"))
        upgrade.join(timeout=30)
        with operator.read() as tx:
            assert jobs.get(tx, 2).priority == 7
            assert operator.is_current(tx)
