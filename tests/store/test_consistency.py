"""Everything at once: workers and operators in threads, after which all rows must agree."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from sqlalchemy import func, select

from reqx.errors import Crashed, LeaseLost, TimedOut, Unreadable, UsageError
from reqx.model.filters import DocumentFilter, JobFilter, RequirementFilter, Window
from reqx.model.jobs import (
    Claim,
    Completed,
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
from reqx.store.schema import attempts
from tests import make

DOCUMENTS = 8
TURNS = 60


class Chaos:
    """A worker and operator that does something else each turn, on the same few documents."""

    def __init__(self, store: Store, seed: int) -> None:
        self.store = store
        self.random = random.Random(seed)  # noqa: S311 - a repeatable chaos
        self.name = f"worker-{seed}"
        self.claims: list[Claim] = []

    def run(self) -> None:
        verbs = [self.enqueue, self.claim, self.claim, self.settle, self.settle]
        verbs += [self.renew, self.rescue, self.retry]
        with self.store.hold() as tx:
            for _ in range(TURNS):
                self.random.choice(verbs)(tx)

    def enqueue(self, tx: Transaction) -> None:
        chosen = self.random.sample(range(1, DOCUMENTS + 1), 4)
        jobs.enqueue(tx, chosen, extractor=self.random.choice(["rules", "other"]))

    def claim(self, tx: Transaction) -> None:
        lease = self.random.choice([-1.0, 60.0])
        self.claims += jobs.claim(tx, worker=self.name, slots=3, lease_seconds=lease)

    def settle(self, tx: Transaction) -> None:
        while self.claims:
            claim = self.claims.pop()
            with suppress(LeaseLost):
                jobs.settle(tx, claim, self.outcome(claim), make.NO_WAIT)

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
        jobs.renew(tx, self.name, list(progress), 60.0, progress)

    def rescue(self, tx: Transaction) -> None:
        with tx.atomic():
            jobs.rescue(tx, backoff=make.NO_WAIT)

    def retry(self, tx: Transaction) -> None:
        failed = list(jobs.ids(tx, JobFilter(statuses=(JobStatus.FAILED,))))
        with suppress(UsageError):
            jobs.retry(tx, self.random.sample(failed, min(3, len(failed))))


def expected_status(tx: Transaction, document_id: int) -> DocumentStatus:
    found, _ = jobs.find(tx, JobFilter(document_ids=(document_id,)), Window(None))
    statuses = {job.status for job in found}
    if JobStatus.PROCESSING in statuses:
        return DocumentStatus.PROCESSING
    if JobStatus.PENDING in statuses or not found:
        return DocumentStatus.WAITING
    last = max(found, key=lambda job: job.updated_at)
    is_done = last.status is JobStatus.COMPLETED
    return DocumentStatus.DONE if is_done else DocumentStatus.ERROR


def test_whatever_happens_at_once_all_rows_agree(store: Store) -> None:
    for number in range(DOCUMENTS):
        make.document(store, f"{number}.pdf")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda seed: Chaos(store, seed).run(), range(4)))
    with store.read() as tx:
        for document in documents.each(tx, DocumentFilter()):
            assert document.status is expected_status(tx, document.id)
            of_document = RequirementFilter(document_ids=(document.id,))
            assert document.requirements == requirements.count(tx, of_document)
        running = select(func.count()).where(attempts.c.ended_at.is_(None))
        assert tx.value(running) == len(jobs.held(tx)) == jobs.counts(tx)[JobStatus.PROCESSING]
