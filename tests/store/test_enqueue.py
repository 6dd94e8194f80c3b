from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from reqx.errors import NotFound, Unreadable, UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import DocumentStatus, Failure, JobStatus, Snoozed
from reqx.store import Store, connect, documents, jobs
from reqx.store.jobs.enqueue import CHANNEL
from tests import make


def test_a_new_job_is_pending_and_due_now(store: Store) -> None:
    job_id = make.job(store, priority=3)
    with store.read() as tx:
        job = jobs.get(tx, job_id)
        assert jobs.pending(tx).due == 1
    assert (job.status, job.priority, job.attempts) == (JobStatus.PENDING, 3, 0)
    assert job.scheduled_at == job.created_at == job.updated_at


def test_a_job_waits_for_the_time_given(store: Store) -> None:
    at = datetime(2090, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    job_id = make.job(store, at=at)
    with store.read() as tx:
        assert jobs.get(tx, job_id).scheduled_at == at
        assert jobs.pending(tx).later == 1


def test_a_time_in_another_zone_is_the_same_instant(store: Store) -> None:
    at = datetime(2090, 1, 2, 3, 4, 5, tzinfo=UTC)
    job_id = make.job(store, at=at.astimezone(tz=None) + timedelta(hours=1))
    with store.read() as tx:
        assert jobs.get(tx, job_id).scheduled_at == at + timedelta(hours=1)


def test_a_document_with_a_live_job_is_left_out(store: Store) -> None:
    first, second = make.document(store, "a.pdf").id, make.document(store, "b.pdf").id
    with store.begin() as tx:
        before = jobs.enqueue(tx, [first], extractor="rules")
        after = jobs.enqueue(tx, [first, second], extractor="rules")
    assert list(before) == [first]
    assert list(after) == [second]


def test_another_extractor_gets_its_own_job(store: Store) -> None:
    document_id = make.document(store).id
    with store.begin() as tx:
        jobs.enqueue(tx, [document_id], extractor="rules")
        assert list(jobs.enqueue(tx, [document_id], extractor="other")) == [document_id]


def test_a_document_named_twice_gets_one_job(store: Store) -> None:
    document_id = make.document(store).id
    with store.begin() as tx:
        assert len(jobs.enqueue(tx, [document_id, document_id], extractor="rules")) == 1
        assert jobs.count(tx, JobFilter()) == 1


def test_threads_queue_a_document_once(store: Store) -> None:
    ids = [make.document(store, f"{number}.pdf").id for number in range(20)]

    def enqueue(turn: int) -> int:
        with store.begin() as tx:
            return len(jobs.enqueue(tx, ids if turn % 2 else ids[::-1], extractor="rules"))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(enqueue, range(8))) == len(ids)


def test_an_unknown_document_is_named_and_nothing_is_queued(store: Store) -> None:
    known = make.document(store).id
    with pytest.raises(NotFound, match="document 777 "), store.begin() as tx:
        jobs.enqueue(tx, [known, 777], extractor="rules")
    with store.read() as tx:
        assert jobs.count(tx, JobFilter()) == 0


def test_a_finished_document_waits_again(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with store.begin() as tx:
        make.settle(tx, claim, Failure(Unreadable("bad")))
        jobs.enqueue(tx, [claim.document_id], extractor="rules")
        document = documents.get(tx, claim.document_id)
    assert (document.status, document.error_message) == (DocumentStatus.WAITING, None)


def test_a_document_in_process_stays_so(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with store.begin() as tx:
        jobs.enqueue(tx, [claim.document_id], extractor="other")
        assert documents.get(tx, claim.document_id).status is DocumentStatus.PROCESSING


def test_many_documents_are_queued_in_one_call(store: Store) -> None:
    with store.begin() as tx:
        ids = [documents.add(tx, make.new_document(f"{n}.pdf"))[0].id for n in range(2100)]
        created = jobs.enqueue(tx, ids, extractor="rules")
        assert list(created) == ids
        assert len(set(created.values())) == len(ids) == jobs.count(tx, JobFilter())


def test_nothing_to_queue_is_no_error(store: Store) -> None:
    with store.begin() as tx:
        assert jobs.enqueue(tx, [], extractor="rules") == {}


def test_a_snoozed_job_is_still_live(store: Store) -> None:
    job_id = make.job(store)
    claim = make.claim(store)
    with store.begin() as tx:
        make.settle(tx, claim, Snoozed(60.0))
        assert jobs.live(tx, [claim.document_id]) == {claim.document_id: job_id}
        assert jobs.enqueue(tx, [claim.document_id], extractor="rules") == {}


@contextmanager
def rings(url: str) -> Iterator[Callable[[], int]]:
    """Listen; the function given tells how often it rang since it was last asked."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"LISTEN {CHANNEL}")
        yield lambda: sum(1 for _ in connection.notifies(timeout=0.05))


def test_a_transaction_rings_once_however_many_jobs_it_queues(
    postgresql_store: Store, postgresql_url: str
) -> None:
    ids = [make.document(postgresql_store, f"{n}.pdf").id for n in range(5)]
    with rings(postgresql_url) as count:
        with postgresql_store.begin() as tx:
            for document_id in ids:
                jobs.enqueue(tx, [document_id], extractor="rules")
            assert count() == 0
        assert count() == 1


def test_a_call_rings_once_however_many_jobs_it_queues(
    postgresql_store: Store, postgresql_url: str
) -> None:
    ids = [make.document(postgresql_store, f"{n}.pdf").id for n in range(5)]
    with rings(postgresql_url) as count, postgresql_store.hold() as tx:
        jobs.enqueue(tx, ids, extractor="rules")
        assert count() == 1


def test_what_queues_nothing_rings_nothing(postgresql_store: Store, postgresql_url: str) -> None:
    make.job(postgresql_store)
    with rings(postgresql_url) as count, postgresql_store.hold() as tx:
        assert jobs.enqueue(tx, [1], extractor="rules") == {}
        assert count() == 0


def test_a_store_that_does_not_notify_rings_nothing(
    postgresql_store: Store, postgresql_url: str
) -> None:
    make.document(postgresql_store)
    silent = connect(postgresql_url, is_notifying=False)
    with closing(silent), rings(postgresql_url) as count, silent.hold() as tx:
        assert list(jobs.enqueue(tx, [1], extractor="rules")) == [1]
        assert count() == 0


def test_an_unknown_document_among_thousands_queues_nothing(store: Store) -> None:
    with store.begin() as tx:
        documents.add_all(tx, [make.new_document(f"{n}.pdf") for n in range(1500)])
    with store.hold() as tx:
        with pytest.raises(NotFound, match="document 1501 "):
            jobs.enqueue(tx, range(1, 1502), extractor="rules")
        assert jobs.count(tx, JobFilter()) == 0


def test_an_id_that_no_row_can_have_is_not_found(store: Store) -> None:
    make.document(store)
    with store.hold() as tx, pytest.raises(NotFound, match=f"document {2**70} "):
        jobs.enqueue(tx, [1, 2**70], extractor="rules")


def test_a_document_whose_job_ended_is_queued_again(store: Store) -> None:
    make.completed(store, "a.pdf")
    with store.hold() as tx:
        assert list(jobs.enqueue(tx, [1], extractor="rules")) == [1]


def test_a_queued_job_says_who_extracts_and_how_often_it_is_tried(store: Store) -> None:
    job_id = make.job(store, extractor="other", max_attempts=7, priority=-1000)
    with store.hold() as tx:
        job = jobs.get(tx, job_id)
    assert (job.extractor, job.max_attempts, job.priority) == ("other", 7, -1000)
    assert job.type == "EXTRACT_REQUIREMENTS"


@pytest.mark.parametrize("priority", [-1001, 1001])
def test_a_priority_beyond_the_limit_is_refused_and_queues_nothing(
    store: Store, priority: int
) -> None:
    with pytest.raises(UsageError, match=f"{priority} is out of range"):
        make.job(store, priority=priority)
    with store.hold() as tx:
        assert jobs.count(tx, JobFilter()) == 0
