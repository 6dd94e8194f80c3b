import pytest

from reqx.cli import triage
from reqx.cli.triage import CANCEL, PRUNE, RETRY, Done, Order, act, agree, count_meant
from reqx.errors import NotFound, UsageError
from reqx.model.filters import JobFilter
from reqx.model.jobs import JobStatus
from reqx.store import Store, jobs
from tests.cli.seed import Seed

FAILED = Order((), JobFilter(statuses=(JobStatus.FAILED,)))


def states(store: Store) -> dict[JobStatus, int]:
    with store.read() as tx:
        return {state: count for state, count in jobs.counts(tx).items() if count}


def test_filter_acts_on_every_batch_in_order(store: Store) -> None:
    seed = Seed(store)
    failed = [seed.failed(f"{number}.pdf")[1] for number in range(5)]
    assert act(store, RETRY, FAILED, 5, batch=2).ids == failed
    assert states(store) == {JobStatus.PENDING: 5}


def test_jobs_passed_over_do_not_end_the_run(store: Store) -> None:
    seed = Seed(store)
    for number in range(2):
        document, _ = seed.failed(f"{number}.pdf")
        seed.again(document)
    _, last = seed.failed("last.pdf")
    assert act(store, RETRY, FAILED, 1, batch=1).ids == [last]


def test_count_is_what_is_done(store: Store) -> None:
    seed = Seed(store)
    seed.done()
    superseded, _ = seed.failed("a.pdf")
    seed.again(superseded)
    seed.failed("b.pdf")
    for deed, count in ((RETRY, 1), (CANCEL, 0), (PRUNE, 1)):
        assert count_meant(store, deed, FAILED) == count
    assert act(store, RETRY, FAILED, 1).count == 1


def test_count_of_ids_changes_nothing(store: Store) -> None:
    seed = Seed(store)
    _, job = seed.failed()
    seed.failed("newest.pdf")
    for deed in (RETRY, PRUNE):
        assert count_meant(store, deed, Order((job,), JobFilter())) == 1
    assert states(store) == {JobStatus.FAILED: 2}


@pytest.mark.parametrize("deed", [RETRY, PRUNE])
def test_one_unknown_id_keeps_all_from_being_done(store: Store, deed: triage.Deed) -> None:
    _, job = Seed(store).failed()
    with pytest.raises(NotFound):
        act(store, deed, Order((job, job + 1), JobFilter()), 2)
    assert states(store) == {JobStatus.FAILED: 1}


def test_unknown_document_in_the_filter_is_named(store: Store) -> None:
    with pytest.raises(NotFound, match="document 9 does not exist"):
        count_meant(store, RETRY, Order((), JobFilter(document_ids=(9,))))


def test_of_many_ids_only_the_first_thousand_are_kept() -> None:
    done = Done()
    for start in range(0, 3000, 800):
        done.add(range(start, start + 800), running=1)
    assert (done.count, done.running, done.ids) == (3200, 4, list(range(1000)))


def test_few_jobs_need_no_answer() -> None:
    assert agree(20, "retry", is_agreed=False)


def test_many_jobs_need_an_answer() -> None:
    with pytest.raises(UsageError, match="21 jobs to retry"):
        agree(21, "retry", is_agreed=False)
