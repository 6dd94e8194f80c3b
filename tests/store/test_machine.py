"""Any sequence of verbs leaves the store where the model says: a search for one that does not."""

from collections.abc import Callable

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from reqx.errors import Crashed, TimedOut, Unreadable, UsageError
from reqx.model.filters import DocumentFilter, RequirementFilter
from reqx.model.jobs import (
    Cancelled,
    Claim,
    Completed,
    Failure,
    JobStatus,
    Outcome,
    ProcessDied,
    Released,
    Snoozed,
)
from reqx.store import Store, documents, jobs, queues, requirements, schema
from tests import make
from tests.store.job_model import WORDS, Model, ModelJob

DOCUMENTS = 2
PAUSES = ["none", "none", "over", "on"]
LEASES = {False: 60.0, True: -1.0}
DEADLINES = {False: 7200.0, True: -1.0}
EXTRACTORS = st.sampled_from(["rules", "other"])
SOMETIMES = st.sampled_from([False, False, False, True])

JOBS = select(
    schema.jobs.c.id,
    schema.jobs.c.status,
    schema.jobs.c.attempts,
    schema.jobs.c.crashes,
    schema.jobs.c.claim_token,
)
TRIES = select(schema.attempts).order_by(schema.attempts.c.job_id, schema.attempts.c.number)


def outcome_of(word: str, finding: str) -> Outcome:
    """Return the outcome that a word of the model stands for."""
    outcomes: dict[str, Outcome] = {
        "completed": Completed(make.extraction(make.requirement(finding))),
        "bad": Failure(Unreadable("bad")),
        "slow": Failure(TimedOut("slow")),
        "dead": ProcessDied(Crashed("dead")),
        "snoozed": Snoozed(3600.0, "busy"),
        "released": Released(),
        "cancelled": Cancelled(),
    }
    return outcomes[word]


class JobStore(RuleBasedStateMachine):
    """The store beside its model; each rule does the same to both."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.held = store.hold()
        self.tx = self.held.__enter__()
        for table in reversed(schema.metadata.sorted_tables):
            self.tx.run(delete(table))
        self.documents = [make.document(store, f"{n}.pdf").id for n in range(DOCUMENTS)]
        self.model = Model()
        self.claims: list[Claim] = []
        self.findings = 0
        self.words: list[str] = []

    def teardown(self) -> None:
        self.held.__exit__(None, None, None)

    @initialize(words=st.lists(st.sampled_from(WORDS), min_size=1, unique=True))
    def begin(self, words: list[str]) -> None:
        """Keep to a few ways of ending: three deaths in a row are rare among all of them."""
        self.words = words
        self.enqueue(set(range(DOCUMENTS)), "rules", 0, 2)

    @rule(
        chosen=st.sets(st.integers(0, DOCUMENTS - 1), min_size=1),
        extractor=EXTRACTORS,
        priority=st.integers(-1, 1),
        max_attempts=st.integers(1, 3),
    )
    def enqueue(self, chosen: set[int], extractor: str, priority: int, max_attempts: int) -> None:
        ids = [self.documents[index] for index in chosen]
        created = jobs.enqueue(
            self.tx, ids, extractor=extractor, priority=priority, max_attempts=max_attempts
        )
        free = [document for document in ids if not self.model.live(document, extractor)]
        assert sorted(created) == sorted(free)
        for document, job_id in created.items():
            self.model.jobs[job_id] = ModelJob(job_id, document, extractor, priority, max_attempts)

    @rule(slots=st.integers(1, 3), is_expired=SOMETIMES, is_late=SOMETIMES)
    def claim(self, slots: int, is_expired: bool, is_late: bool) -> None:  # noqa: FBT001 - drawn
        self._claim(slots, is_expired=is_expired, is_late=is_late)

    @rule(data=st.data())
    def perform(self, data: st.DataObject) -> None:
        """Claim and settle, several times: so one job comes to the end of its budgets."""
        for word in data.draw(st.lists(st.sampled_from(self.words), min_size=1, max_size=4)):
            claims = self._claim(1, is_expired=False, is_late=False)
            self._settle([(claim, word) for claim in claims])

    @precondition(lambda self: any(self._job(c).token == c.token for c in self.claims))
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        in_force = [claim for claim in self.claims if self._job(claim).token == claim.token]
        # Those that are lost would outnumber the others.
        choice = st.sampled_from(in_force) | st.sampled_from(in_force + self.claims[-4:])
        chosen = data.draw(st.lists(choice, min_size=1, max_size=4, unique_by=id))
        words = data.draw(
            st.lists(st.sampled_from(self.words), min_size=len(chosen), max_size=len(chosen))
        )
        self._settle([(claim, word) for claim, word in zip(chosen, words, strict=True)])

    @precondition(lambda self: any(self.model.answers))
    @rule(data=st.data())
    def settle_again(self, data: st.DataObject) -> None:
        settled = [claim for claim in self.claims if claim.token in self.model.answers]
        claim = data.draw(st.sampled_from(settled))
        self._settle([(claim, self.model.answers[claim.token].word)])

    @precondition(lambda self: self.claims)
    @rule(data=st.data())
    def renew(self, data: st.DataObject) -> None:
        chosen = data.draw(st.lists(st.sampled_from(self.claims), min_size=1, unique_by=id))
        renewal = jobs.renew(self.tx, chosen, 60.0)
        ours = [
            job
            for claim in chosen
            if (job := self._job(claim)).token == claim.token and not job.is_late
        ]
        assert renewal.kept == {job.token for job in ours}
        assert renewal.cancelled == {job.token for job in ours if job.is_called_off}
        for job in ours:
            job.is_expired = False

    @rule()
    def rescue(self) -> None:
        rescued: list[int] = []
        while batch := jobs.rescue(self.tx, 2, backoff=make.NO_WAIT):
            rescued += batch
        assert sorted(rescued) == sorted(self.model.rescue())

    @precondition(lambda self: self.model.jobs)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        job = self.model.jobs[data.draw(st.sampled_from(sorted(self.model.jobs)))]
        if self._refuses(lambda: jobs.cancel(self.tx, [job.id]), unless=job.is_live):
            return
        if job.status is JobStatus.PENDING:
            job.status = JobStatus.CANCELLED
        else:
            job.is_called_off = True

    @precondition(lambda self: self.model.jobs)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        job = self.model.jobs[data.draw(st.sampled_from(sorted(self.model.jobs)))]
        is_ended = job.status in (JobStatus.FAILED, JobStatus.CANCELLED)
        is_free = self.model.live(job.document, job.extractor) is None
        if not self._refuses(lambda: jobs.retry(self.tx, [job.id]), unless=is_ended and is_free):
            job.retry()

    @rule(pause=st.sampled_from(PAUSES), most=st.sampled_from([None, None, 1, 2]))
    def decide(self, pause: str, most: int | None) -> None:
        """Pause the queue, or not, and limit it."""
        if pause == "none":
            queues.resume(self.tx)
        else:
            queues.pause(self.tx, -1.0 if pause == "over" else None)
        queues.limit(self.tx, most)
        self.model.is_paused = pause == "on"
        self.model.max_running = most

    @rule()
    def wait(self) -> None:
        """Let the time pass that jobs wait for."""
        for job in self.model.jobs.values():
            if not job.is_due:
                make.change_job(self.tx, job.id, scheduled_at=make.LONG_AGO)
                job.is_due = True

    @invariant()
    def jobs_agree(self) -> None:
        expected = {
            job.id: (job.status, job.attempts, job.crashes, job.token, job.history)
            for job in self.model.jobs.values()
        }
        tries: dict[int, list[str | None]] = {job_id: [] for job_id in expected}
        for attempt in self.tx.rows(TRIES):
            tries[attempt.job_id].append(attempt.outcome)
        found = {row.id: (*tuple(row)[1:], tries[row.id]) for row in self.tx.rows(JOBS)}
        assert found == dict(expected)

    @invariant()
    def documents_agree(self) -> None:
        statements: dict[int, list[str]] = {document: [] for document in self.documents}
        for row in requirements.each(self.tx, RequirementFilter()):
            statements[row.document.id].append(row.requirement.statement)
        for document in documents.each(self.tx, DocumentFilter()):
            found = statements[document.id]
            last = self.model.found.get(document.id)
            assert document.status is self.model.document_status(document.id)
            assert found == ([] if last is None else [last])
            assert document.requirements == len(found)

    def _job(self, claim: Claim) -> ModelJob:
        return self.model.jobs[claim.job_id]

    def _due(self) -> list[int]:
        """Return the jobs that may be claimed, in order; the store knows since when each waits."""
        rows = self.tx.rows(select(schema.jobs.c.id, schema.jobs.c.scheduled_at))
        since = {row.id: row.scheduled_at for row in rows}
        due = [job for job in self.model.jobs.values() if job.is_claimable]
        due.sort(key=lambda job: (-job.priority, since[job.id], job.id))
        return [job.id for job in due]

    def _claim(self, slots: int, *, is_expired: bool, is_late: bool) -> list[Claim]:
        expected = self._due()[: min(slots, self.model.room)]
        claims = jobs.claim(
            self.tx,
            worker="worker-1",
            slots=slots,
            lease_seconds=LEASES[is_expired],
            deadline_seconds=DEADLINES[is_late],
        )
        assert [claim.job_id for claim in claims] == expected
        for claim in claims:
            job = self._job(claim)
            job.claim(claim.token, is_expired=is_expired, is_late=is_late)
        self.claims += claims
        return claims

    def _settle(self, ended: list[tuple[Claim, str]]) -> None:
        outcomes, expected = [], []
        for claim, word in ended:
            self.findings += 1
            finding = f"Finding {self.findings}."
            outcomes.append((claim, outcome_of(word, finding)))
            job = self._job(claim)
            expected.append(self.model.settle(job, claim.token, word, finding))
        assert jobs.settle(self.tx, outcomes, make.NO_WAIT) == expected

    def _refuses(self, act: Callable[[], object], *, unless: bool) -> bool:
        """Do it; return whether it was refused, which it must be in one case and not the other."""
        try:
            act()
        except UsageError:
            assert not unless
            return True
        assert unless
        return False


def search(store: Store, examples: int) -> None:
    class Machine(JobStore):
        def __init__(self) -> None:
            super().__init__(store)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # To shrink what was found may take minutes; add Phase.shrink to look into it.
            phases=(Phase.reuse, Phase.generate),
        ),
    )


def test_no_sequence_of_verbs_leads_sqlite_astray(sqlite_store: Store) -> None:
    search(sqlite_store, 50)


def test_no_sequence_of_verbs_leads_postgresql_astray(postgresql_store: Store) -> None:
    search(postgresql_store, 15)
