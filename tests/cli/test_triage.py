import pytest

from reqx.cli.triage import Selection, agree, count_retried, retry
from reqx.errors import NotFound, UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import JobStatus
from reqx.store import Store, jobs
from tests.cli.seed import Seed

FAILED = Selection((), JobFilter(statuses=(JobStatus.FAILED,)))


def states(store: Store) -> dict[JobStatus, int]:
    with store.read() as tx:
        return {state: count for state, count in jobs.counts(tx).items() if count}


def test_filter_acts_on_every_batch_in_order(store: Store) -> None:
    seed = Seed(store)
    failed = [seed.failed(f"{number}.pdf")[1] for number in range(5)]
    assert retry(store, FAILED, batch=2) == failed
    assert states(store) == {JobStatus.PENDING: 5}


def test_batch_without_a_job_to_retry_does_not_end_the_run(store: Store) -> None:
    seed = Seed(store)
    for number in range(2):
        document, _ = seed.failed(f"{number}.pdf")
        seed.again(document)
    _, last = seed.failed("last.pdf")
    assert retry(store, FAILED, batch=1) == [last]


def test_count_is_what_retry_does(store: Store) -> None:
    seed = Seed(store)
    seed.done()
    superseded, _ = seed.failed("a.pdf")
    seed.again(superseded)
    seed.failed("b.pdf")
    assert count_retried(store, FAILED) == 1
    assert len(retry(store, FAILED)) == 1


def test_count_of_ids_changes_nothing(store: Store) -> None:
    _, job = Seed(store).failed()
    assert count_retried(store, Selection((job,), JobFilter())) == 1
    assert states(store) == {JobStatus.FAILED: 1}


def test_one_unknown_id_keeps_all_from_being_retried(store: Store) -> None:
    _, job = Seed(store).failed()
    with pytest.raises(NotFound):
        retry(store, Selection((job, job + 1), JobFilter()))
    assert states(store) == {JobStatus.FAILED: 1}


def test_unknown_document_in_the_filter_is_named(store: Store) -> None:
    with pytest.raises(NotFound, match="document 9 does not exist"):
        count_retried(store, Selection((), JobFilter(document_ids=(9,))))


def test_selection_never_means_every_job() -> None:
    with pytest.raises(UsageError, match="no job is named"):
        Selection((), JobFilter())


def test_few_jobs_need_no_answer() -> None:
    assert agree(20, "retry", is_agreed=False)


def test_many_jobs_need_an_answer() -> None:
    with pytest.raises(UsageError, match="21 jobs to retry"):
        agree(21, "retry", is_agreed=False)
