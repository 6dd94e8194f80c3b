"""What is known before a job is done is kept, and no later failure loses it."""

from reqx.errors import Unreadable
from reqx.model.filters import RequirementFilter
from reqx.model.jobs import Completed, DocumentStatus, Failure
from reqx.store import Store, documents, jobs, requirements
from tests import make

FIRST = make.extraction(
    make.requirement("The pump shall start."), make.requirement("It shall stop.")
)


def statements(store: Store) -> list[str]:
    with store.read() as tx:
        return [one.requirement.statement for one in requirements.each(tx, RequirementFilter())]


def test_what_was_kept_is_shown_while_the_job_goes_on(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        assert jobs.keep(tx, claim, FIRST)
        found = documents.get(tx, claim.document_id)
        assert len(list(documents.pages(tx, claim.document_id))) == 1
    assert (found.requirements, found.pages, found.language) == (2, 1, "en")
    assert found.status is DocumentStatus.PROCESSING
    assert len(statements(store)) == 2


def test_failure_leaves_what_was_kept(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        jobs.keep(tx, claim, FIRST)
        make.settle(tx, claim, Failure(Unreadable("no")))
        assert documents.get(tx, claim.document_id).status is DocumentStatus.ERROR
    assert len(statements(store)) == 2


def test_result_replaces_what_was_kept(store: Store) -> None:
    make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        jobs.keep(tx, claim, FIRST)
        make.settle(tx, claim, Completed(make.extraction(make.requirement("It shall stop."))))
    assert statements(store) == ["It shall stop."]


def test_what_another_try_found_stays(store: Store) -> None:
    make.completed(store, "tender.pdf", make.requirement("It shall stop."))
    make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        assert jobs.keep(tx, claim, FIRST)
    assert statements(store) == ["It shall stop."]


def test_lost_claim_keeps_nothing(store: Store) -> None:
    job_id = make.job(store)
    claim = make.claim(store)
    with store.hold() as tx:
        make.expire(tx, job_id)
        jobs.rescue(tx, backoff=make.NO_WAIT)
        assert not jobs.keep(tx, claim, FIRST)
    assert statements(store) == []
