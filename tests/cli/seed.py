"""A database with documents and jobs in every state, made through the store's own verbs."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reqx.errors import TimedOut, Unreadable
from reqx.model.backoff import Backoff
from reqx.model.blocks import PAGE_BREAK, Page
from reqx.model.jobs import Completed, Extraction, Failure, Outcome
from reqx.model.requirements import Requirement
from reqx.store import Store, documents, jobs
from tests.export.rows import REQUIREMENT


@dataclass(frozen=True)
class Seed:
    """Puts documents into a store; each method returns (document id, job id)."""

    store: Store

    def waiting(
        self, name: str = "pump.pdf", project: str | None = None, at: datetime | None = None
    ) -> tuple[int, int]:
        new = documents.NewDocument(
            name=name,
            fingerprint=hashlib.sha256(name.encode()).hexdigest(),
            media_type="application/pdf",
            size=12_345,
            project=project,
            user="kim",
        )
        with self.store.begin() as tx:
            document, _ = documents.add(tx, new)
        return document.id, self.again(document.id, at)

    def again(self, document_id: int, at: datetime | None = None) -> int:
        with self.store.begin() as tx:
            return jobs.enqueue(tx, [document_id], extractor="rules", at=at, max_attempts=3)[
                document_id
            ]

    def running(self, name: str = "running.pdf") -> tuple[int, int]:
        document, job = self.waiting(name)
        with self.store.hold() as tx:
            jobs.claim(tx, worker="host:1", slots=1, lease_seconds=60, only=[job])
        return document, job

    def failed(
        self, name: str = "bad.pdf", error: str = "the file is damaged", project: str | None = None
    ) -> tuple[int, int]:
        document, job = self.waiting(name, project)
        self.settle(job, Failure(Unreadable(error), traceback="Traceback: line 1\nline 2"))
        return document, job

    def retrying(self, name: str = "slow.pdf") -> tuple[int, int]:
        document, job = self.waiting(name)
        self.settle(job, Failure(TimedOut("it took too long")))
        return document, job

    def done(
        self,
        name: str = "pump.pdf",
        statements: Sequence[str] = ("The pump shall stop.", "The valve shall open."),
        project: str | None = None,
    ) -> tuple[int, int]:
        document, job = self.waiting(name, project)
        self.settle(job, Completed(extraction(name, statements)))
        return document, job

    def settle(self, job: int, outcome: Outcome) -> None:
        with self.store.begin() as tx:
            [claim] = jobs.claim(tx, worker="host:1", slots=1, lease_seconds=60, only=[job])
        with self.store.begin() as tx:
            jobs.settle(tx, [(claim, outcome)], Backoff())


def extraction(name: str, statements: Sequence[str]) -> Extraction:
    """Return a page a statement, and a requirement for each."""
    pages: list[Page] = []
    found: list[Requirement] = []
    start = 0
    for number, statement in enumerate(statements, 1):
        text = f"Before it. {statement} After it."
        pages.append(Page(number, str(number), text, start))
        key = f"{name} {number}"
        found.append(
            replace(
                REQUIREMENT,
                uid=hashlib.sha256(key.encode()).hexdigest()[:16],
                statement=statement,
                start=start + 11,
                end=start + 11 + len(statement),
                page=number,
                page_label=str(number),
            )
        )
        start += len(text) + len(PAGE_BREAK)
    return Extraction(
        "parser 1", "rules", tuple(pages), tuple(found), "en", ("page 9 holds only an image",)
    )
