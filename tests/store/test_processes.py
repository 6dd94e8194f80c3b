from sqlalchemy import func, select

from reqx.model.filters import JobFilter, RequirementFilter
from reqx.model.jobs import JobStatus
from reqx.store import Store, jobs, queues, requirements
from reqx.store.revisions import HEAD
from reqx.store.schema import attempts
from tests import make
from tests.store import processes


def test_processes_never_claim_the_same_job(store: Store, url: str) -> None:
    ids = [make.job(store, f"{number}.pdf") for number in range(60)]
    done = processes.run(processes.drain, [(url, f"worker-{n}") for n in range(3)])
    assert sorted(job_id for part in done for job_id in part) == ids
    with store.read() as tx:
        assert jobs.counts(tx)[JobStatus.COMPLETED] == len(ids)
        assert tx.value(select(func.count()).select_from(attempts)) == len(ids)
        assert requirements.count(tx, RequirementFilter()) == len(ids)


def test_processes_keep_to_the_limit_they_share(store: Store, url: str) -> None:
    for number in range(20):
        make.job(store, f"{number}.pdf")
    with store.hold() as tx:
        queues.limit(tx, 3)
    calls = [(url, f"worker-{n}", 3, 25) for n in range(3)]
    assert max(processes.run(processes.turn_over, calls)) == 3


def test_processes_that_find_an_empty_database_make_its_schema_once(empty_url: str) -> None:
    assert processes.run(processes.prepare, [(empty_url,)] * 4) == [(HEAD, HEAD)] * 4


def test_four_processes_writing_to_sqlite_never_see_it_locked(
    sqlite_store: Store, sqlite_url: str
) -> None:
    calls = [(sqlite_url, f"p{number}", 50) for number in range(4)]
    assert sum(processes.run(processes.write, calls)) == 200
    with sqlite_store.read() as tx:
        assert jobs.count(tx, JobFilter()) == 200
