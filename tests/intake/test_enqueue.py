"""A known document gets a job when it needs one, and never a second live one."""

from dataclasses import replace

import pytest

from reqx.errors import ConfigurationError, NotFound, UsageError
from reqx.intake.enqueue import (
    QUEUED,
    SKIPPED,
    Enqueued,
    EnqueueOrder,
    _plan,
    _queue,
    count,
    enqueue,
    preview,
)
from reqx.model.filters import DocumentFilter, JobFilter
from reqx.model.jobs import DocumentStatus
from reqx.store import Store, documents, jobs
from tests import make

ORDER = EnqueueOrder(extractor="rules")


def run(store: Store, *ids: int, order: EnqueueOrder = ORDER) -> list[Enqueued]:
    return list(enqueue(store, DocumentFilter(ids=ids), order))


def status(store: Store, document_id: int) -> DocumentStatus:
    with store.read() as tx:
        return documents.get(tx, document_id).status


@pytest.fixture
def done(store: Store) -> int:
    return make.completed(store, "tender.pdf", make.requirement()).id


def test_document_without_a_job_is_queued(store: Store) -> None:
    document = make.document(store)
    [result] = run(store, document.id)
    assert result.status == QUEUED
    assert result.job_id is not None


def test_done_document_is_skipped_with_the_reason(store: Store, done: int) -> None:
    [result] = run(store, done)
    assert result.status == SKIPPED
    assert "--force" in (result.reason or "")
    assert status(store, done) is DocumentStatus.DONE


def test_done_document_is_queued_by_force_and_waits(store: Store, done: int) -> None:
    [result] = run(store, done, order=replace(ORDER, is_forced=True))
    assert result.status == QUEUED
    assert status(store, done) is DocumentStatus.WAITING


def test_queued_document_is_not_queued_twice(store: Store) -> None:
    job_id = make.job(store)
    [result] = run(store, 1, order=replace(ORDER, is_forced=True))
    assert (result.status, result.job_id, result.reason) == (SKIPPED, job_id, "already queued")


def test_unknown_id_queues_nothing(store: Store) -> None:
    document = make.document(store)
    with pytest.raises(NotFound, match="document 99"):
        run(store, document.id, 99)
    with store.read() as tx:
        assert documents.get(tx, document.id).status is DocumentStatus.WAITING
    assert run(store, document.id)[0].status == QUEUED


def test_filter_queues_what_it_matches(store: Store) -> None:
    wanted = make.document(store, "a.pdf", project="bridge")
    make.document(store, "b.pdf", project="tunnel")
    results = list(enqueue(store, DocumentFilter(project="bridge"), ORDER))
    assert [result.document_id for result in results] == [wanted.id]


@pytest.fixture
def many(store: Store) -> int:
    """Add 2,500 documents, every fifth with a job; return how many have none."""
    with store.begin() as tx:
        added = documents.add_all(tx, [make.new_document(f"{n}.pdf") for n in range(2500)])
        jobs.enqueue(tx, [document.id for document, _ in added[::5]], extractor="rules")
    return 2000


WAITING = DocumentFilter(statuses=(DocumentStatus.WAITING,))


def test_all_that_match_are_queued_a_thousand_at_once(store: Store, many: int) -> None:
    results = enqueue(store, WAITING, ORDER)
    first = next(results)
    with store.read() as tx:
        assert jobs.count(tx, JobFilter()) == 500 + 800
    assert (first.document_id, first.status) == (1, SKIPPED)
    rest = list(results)
    assert [result.document_id for result in rest] == list(range(2, 2501))
    assert sum(result.status == QUEUED for result in rest) == many


def test_preview_foresees_exactly_and_queues_nothing(store: Store, many: int) -> None:
    foreseen = list(preview(store, WAITING, ORDER))
    with store.read() as tx:
        assert jobs.count(tx, JobFilter()) == 500
    done = list(enqueue(store, WAITING, ORDER))
    assert foreseen == [
        replace(result, job_id=None) if result.status == QUEUED else result for result in done
    ]
    assert count(store, WAITING) == len(done) == many + 500


def test_document_that_somebody_else_queues_first_is_skipped(store: Store) -> None:
    document = make.document(store)
    with store.hold() as tx:
        planned = _plan(tx, [document], ORDER)
        jobs.enqueue(tx, [document.id], extractor="rules")
        [result] = _queue(tx, planned, ORDER)
    assert (planned[0].status, result.status, result.reason) == (QUEUED, SKIPPED, "already queued")


def test_extractor_that_does_not_exist_queues_nothing(store: Store) -> None:
    document = make.document(store)
    with pytest.raises(ConfigurationError, match="'oracle' is not known"):
        run(store, document.id, order=replace(ORDER, extractor="oracle"))


def test_no_filter_is_a_mistake_not_everything(store: Store) -> None:
    make.document(store)
    with pytest.raises(UsageError, match="no document is named"):
        run(store)
