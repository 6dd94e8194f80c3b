"""Everything at once: workers and operators in threads, after which all rows must agree."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import func, select

from reqx.errors import Crashed, StoreUnavailable, TimedOut, Unreadable, UsageError
from reqx.model.filters import DocumentFilter, JobFilter, RequirementFilter, Window
from reqx.model.jobs import (
    Claim,
    Completed,
    Document,
    DocumentStatus,
    Failure,
    JobStatus,
    Outcome,
    ProcessDied,
    Progress,
    Released,
    Snoozed,
)
from reqx.store import Store, Transaction, documents, jobs, requirements
from reqx.store.faults import Conflict
from reqx.store.schema import attempts
from tests import make

DOCUMENTS = 8
TURNS = 100
LIVE = (JobStatus.PENDING, JobStatus.PROCESSING)
BARE: list[Outcome] = [
    Failure(Unreadable("bad")),
    Failure(TimedOut("slow")),
    Snoozed(0.0),
    Released(),
]
ENDED_BADLY = (JobStatus.FAILED, JobStatus.CANCELLED)


class Chaos:
    """A worker and operator that does something else each turn, on the same few documents."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.random = random.Random(seed)  # noqa: S311 - a repeatable chaos
        self.name = f"worker-{seed}"
        self.claims: list[Claim] = []
        self.ended: list[tuple[Claim, Outcome]] = []
        self.claimer = jobs.Claimer(jobs.Terms(self.name, 60.0, 7200.0))

    def run(self) -> None:
        verbs = [self.enqueue, self.claim, self.claim, self.settle, self.settle]
        verbs += [self.renew, self.rescue, self.retry, self.cancel, self.age, self.trade]
        with self.store.hold() as tx:
            for _ in range(TURNS):
                self.insist(self.random.choice(verbs), tx)

    def insist(self, verb: Callable[[Transaction], None], tx: Transaction) -> None:
        """Do it, again after a deadlock or a collision, as workers do; the same outcomes first."""
        try:
            verb(tx)
        except (StoreUnavailable, Conflict):
            self.insist(self.settle, tx)
            self.insist(verb, tx)

    def enqueue(self, tx: Transaction) -> None:
        chosen = self.random.sample(range(1, DOCUMENTS + 1), 4)
        jobs.enqueue(tx, chosen, extractor=self.random.choice(["rules", "other"]))

    def claim(self, tx: Transaction) -> None:
        lease = self.random.choice([-1.0, 60.0])
        self.claims += jobs.claim(tx, worker=self.name, slots=3, lease_seconds=lease)

    def settle(self, tx: Transaction) -> None:
        self.random.shuffle(self.claims)
        while self.claims:
            self.ended.append((self.claims[0], self.outcome(self.claims.pop(0))))
        jobs.settle(tx, self.ended, make.NO_WAIT)
        self.ended = []

    def trade(self, tx: Transaction) -> None:
        self.ended += [(claim, self.random.choice(BARE)) for claim in self.claims]
        self.claims = []
        self.claims = jobs.trade(tx, self.ended, self.claimer, 3, make.NO_WAIT).claims
        self.ended = []

    def outcome(self, claim: Claim) -> Outcome:
        done = Completed(make.extraction(make.requirement(f"Shall {claim.document}.")))
        outcomes: list[Outcome] = [
            done,
            done,
            Failure(Unreadable("bad")),
            Failure(TimedOut("slow")),
        ]
        outcomes += [ProcessDied(Crashed("dead")), Snoozed(0.0), Released()]
        return self.random.choice(outcomes)

    def renew(self, tx: Transaction) -> None:
        progress = {claim.token: Progress("parse", 1) for claim in self.claims}
        jobs.renew(tx, self.claims, 60.0, progress)

    def rescue(self, tx: Transaction) -> None:
        jobs.rescue(tx, backoff=make.NO_WAIT)

    def age(self, tx: Transaction) -> None:
        jobs.age(tx)

    def cancel(self, tx: Transaction) -> None:
        found, _ = jobs.find(tx, JobFilter(statuses=LIVE), Window(None))
        with suppress(UsageError):
            jobs.cancel(tx, [job.id for job in self.random.sample(found, min(2, len(found)))])

    def retry(self, tx: Transaction) -> None:
        found, _ = jobs.find(tx, JobFilter(statuses=ENDED_BADLY), Window(None))
        failed = [job.id for job in found]
        with suppress(UsageError):
            jobs.retry(tx, self.random.sample(failed, min(3, len(failed))))


def possible_statuses(tx: Transaction, document: Document) -> set[DocumentStatus]:
    """Return what its jobs say; nothing is known of the tries before one that was called off."""
    found, _ = jobs.find(tx, JobFilter(document_ids=(document.id,)), Window(None))
    statuses = {job.status for job in found}
    if JobStatus.PROCESSING in statuses:
        return {DocumentStatus.PROCESSING}
    if JobStatus.PENDING in statuses or not found:
        return {DocumentStatus.WAITING}
    if JobStatus.CANCELLED in statuses:
        return {document.status}
    last = max(job.updated_at for job in found)
    # Of two that ended at once, who came last is not written down.
    ended = {job.status for job in found if last - job.updated_at < timedelta(seconds=0.2)}
    results = {JobStatus.COMPLETED: DocumentStatus.DONE, JobStatus.FAILED: DocumentStatus.ERROR}
    return {results[status] for status in ended}


def test_whatever_happens_at_once_all_rows_agree(store: Store) -> None:
    for number in range(DOCUMENTS):
        make.document(store, f"{number}.pdf")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda seed: Chaos(store, seed).run(), range(4)))
    with store.read() as tx:
        for document in documents.each(tx, DocumentFilter()):
            assert document.status in possible_statuses(tx, document)
            of_document = RequirementFilter(document_ids=(document.id,))
            assert document.requirements == requirements.count(tx, of_document)
        running = select(func.count()).where(attempts.c.ended_at.is_(None))
        assert tx.value(running) == len(jobs.held(tx)) == jobs.counts(tx)[JobStatus.PROCESSING]
