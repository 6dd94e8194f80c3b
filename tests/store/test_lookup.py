import pytest
from sqlalchemy import text

from reqx.errors import NotFound
from reqx.model.jobs import EXTRACT_REQUIREMENTS, Completed, Released
from reqx.store import Store, documents, jobs
from reqx.store.jobs.lookup import LATEST
from tests import make


def test_a_job_names_its_document(store: Store) -> None:
    make.document(store, "tender.pdf", project="bridge", user="kim")
    job_id = make.job(store, "tender.pdf")
    with store.read() as tx:
        job = jobs.get(tx, job_id)
    assert (job.document, job.project, job.user) == ("tender.pdf", "bridge", "kim")
    assert (job.type, job.extractor) == (EXTRACT_REQUIREMENTS, "rules")


@pytest.mark.parametrize("job_id", [7, 0, -1, 2**63, 10**40])
def test_an_unknown_job_is_not_found(store: Store, job_id: int) -> None:
    with store.read() as tx, pytest.raises(NotFound, match=f"job {job_id} "):
        jobs.get(tx, job_id)


def test_the_payload_says_what_the_job_is_about(store: Store) -> None:
    document = make.document(store, "tender.pdf", project="bridge", user="kim")
    job_id = make.job(store, "tender.pdf")
    with store.read() as tx:
        assert jobs.payload(tx, job_id) == {
            "document_id": document.id,
            "document": "tender.pdf",
            "user": "kim",
            "project": "bridge",
            "extractor": "rules",
        }


def test_the_history_keeps_every_attempt_in_order(store: Store) -> None:
    job_id = make.job(store)
    with store.hold() as tx:
        jobs.settle(tx, [(make.claim(store, worker="a"), Released())], make.NO_WAIT)
        jobs.settle(
            tx, [(make.claim(store, worker="b"), Completed(make.extraction()))], make.NO_WAIT
        )
        history = jobs.history(tx, job_id)
    assert [(attempt.number, attempt.worker) for attempt in history] == [(1, "a"), (2, "b")]
    assert [attempt.outcome for attempt in history] == ["released", "completed"]
    assert all(attempt.ended_at >= attempt.started_at for attempt in history if attempt.ended_at)


def test_the_newest_and_the_live_job_of_a_document(store: Store) -> None:
    done = make.completed(store, "done.pdf").id
    again = make.completed(store, "again.pdf").id
    newer = make.job(store, "again.pdf")
    none = make.document(store, "none.pdf").id
    with store.read() as tx:
        latest = jobs.latest(tx, [done, again, none, 10**30])
        assert jobs.live(tx, [done, again, none]) == {again: newer}
    assert set(latest) == {done, again}
    assert latest[again] == newer


def test_a_document_knows_nothing_of_jobs_in_a_snapshot_before_them(store: Store) -> None:
    document_id = make.document(store).id
    with store.read() as before:
        assert documents.get(before, document_id)
        make.job(store)
        assert jobs.latest(before, [document_id]) == {}


def test_the_jobs_of_a_document_are_found_by_two_indexes(sqlite_store: Store) -> None:
    """One has the live jobs, one the others: SQLite must see that together they have all."""
    with sqlite_store.hold() as tx:
        sql = LATEST.compile(tx.connection, compile_kwargs={"literal_binds": True})
        plan = " ".join(row.detail for row in tx.rows(text(f"EXPLAIN QUERY PLAN {sql}")))
    assert "jobs USING INDEX jobs_unique (document_id=?)" in plan
    assert "jobs USING INDEX jobs_document (document_id=?)" in plan
    assert "SCAN jobs" not in plan
