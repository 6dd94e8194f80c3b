"""The verdict on a document is written with the end of its job, or not at all."""

import pytest

from reqx.errors import Crashed, Encrypted, ReqxError, StorageError, TimedOut
from reqx.model.blocks import Page
from reqx.model.filters import DocumentFilter
from reqx.model.jobs import Claim, Completed, Failure, Outcome, ProcessDied, Released
from reqx.model.verdicts import Verdict
from reqx.store import Store, documents, jobs
from tests import make

WHOLE = Completed(make.extraction(make.requirement()))
BARE = Completed(make.extraction(pages=()))
TORN = Completed(make.extraction(pages=(Page(1, "1", "", 0, ("damaged",)),)))


def verdict(store: Store, outcome: Outcome, name: str = "tender.pdf") -> Verdict | None:
    """Return the verdict on a document whose job ended so."""
    make.job(store, name, max_attempts=1)
    claim = make.claim(store)
    with store.hold() as tx:
        make.settle(tx, claim, outcome)
        return documents.get(tx, claim.document_id).verdict


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (WHOLE, Verdict.OK),
        (BARE, Verdict.OK),
        (TORN, Verdict.PARTIAL),
        (Failure(Encrypted("locked")), Verdict.ENCRYPTED),
        (Failure(TimedOut("slow")), Verdict.TIMEOUT),
        (Failure(ReqxError("a bug")), Verdict.CRASHED),
        (Failure(StorageError("bytes are gone")), None),
        (Released(), None),
        (ProcessDied(Crashed("once")), None),
    ],
)
def test_an_end_gives_the_verdict(store: Store, outcome: Outcome, expected: Verdict | None) -> None:
    assert verdict(store, outcome) is expected


def test_the_last_reading_has_the_last_word(store: Store) -> None:
    assert verdict(store, WHOLE) is Verdict.OK
    assert verdict(store, Released()) is Verdict.OK
    with store.hold() as tx:
        make.settle(tx, make.claim(store), Failure(Encrypted("locked")))
    assert verdict(store, TORN) is Verdict.PARTIAL


def test_a_worker_that_lost_its_lease_gives_no_verdict(store: Store) -> None:
    make.job(store)
    lost = make.claim(store)
    with store.hold() as tx:
        make.settle(tx, lost, Released())
        make.settle(tx, lost, WHOLE)
        assert documents.get(tx, lost.document_id).verdict is None


def test_a_bare_end_that_is_traded_gives_its_verdict(store: Store) -> None:
    """PostgreSQL settles and claims in one statement then."""
    claimer = jobs.Claimer(jobs.Terms("w", 60.0, 60.0))
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        make.job(store, name, max_attempts=1)
    with store.hold() as tx:
        taken = claimer.claim(tx, 2)
        ends: list[tuple[Claim, Outcome]] = [(taken[0], BARE), (taken[1], Failure(TimedOut("s")))]
        jobs.trade(tx, ends, claimer, 1, make.NO_WAIT)
        found = [documents.get(tx, claim.document_id).verdict for claim in taken]
    assert found == [Verdict.OK, Verdict.TIMEOUT]


def test_documents_are_found_by_their_verdict(store: Store) -> None:
    verdict(store, WHOLE, "whole.pdf")
    verdict(store, TORN, "torn.pdf")
    verdict(store, Failure(Encrypted("locked")), "locked.pdf")
    make.document(store, "new.pdf")
    which = DocumentFilter(verdicts=(Verdict.PARTIAL, Verdict.ENCRYPTED))
    with store.read() as tx:
        assert [one.name for one in documents.each(tx, which)] == ["torn.pdf", "locked.pdf"]
