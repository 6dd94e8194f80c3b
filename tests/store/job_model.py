"""The job store as it should behave, in a few lines: what the real one is compared with."""

from dataclasses import dataclass, field

from reqx.model.jobs import DocumentStatus, JobStatus

CRASH_BUDGET = 3
LIVE = (JobStatus.PENDING, JobStatus.PROCESSING)
WORDS = ("completed", "bad", "slow", "dead", "snoozed", "released", "cancelled")
"""The ways a try may end: "bad" is a permanent error, "slow" another one, "dead" a dead process."""

OUTCOMES = {"bad": "failed", "dead": "crashed", "lapsed": "lease_expired", "late": "timeout"}


def written(word: str, *, is_last: bool) -> str:
    """Return the outcome of an attempt that ended so, which may have been the last one."""
    if word == "slow":
        return "failed" if is_last else "retry"
    return OUTCOMES.get(word, word)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a try that was settled, and what the store answered."""

    word: str
    is_last: bool
    status: JobStatus

    def fits(self, word: str) -> bool:
        """Return whether this says the same, as far as the attempt's row can tell."""
        return written(word, is_last=self.is_last) == written(self.word, is_last=self.is_last)


@dataclass(slots=True)
class ModelJob:
    """A job, and the claim in force: its token, and whether its lease and its deadline are over."""

    id: int
    document: int
    extractor: str
    priority: int
    max_attempts: int
    status: JobStatus = JobStatus.PENDING
    attempts: int = 0
    crashes: int = 0
    is_due: bool = True
    is_called_off: bool = False
    token: str | None = None
    is_expired: bool = False
    is_late: bool = False
    history: list[str | None] = field(default_factory=list)

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_last_attempt(self) -> bool:
        return self.attempts >= self.max_attempts

    @property
    def is_claimable(self) -> bool:
        return self.status is JobStatus.PENDING and self.is_due

    @property
    def is_lapsed(self) -> bool:
        return self.status is JobStatus.PROCESSING and self.is_expired

    def claim(self, token: str, *, is_expired: bool, is_late: bool) -> None:
        self.status, self.token = JobStatus.PROCESSING, token
        self.is_expired, self.is_late = is_expired, is_late
        self.attempts += 1
        self.history.append(None)

    def end(self, word: str) -> None:
        """Charge the try that ended so to its budget, and note it as its attempt's outcome."""
        is_last = self.is_last_attempt
        if word in {"dead", "lapsed"}:
            self.crashes += 1
        if word in {"dead", "lapsed", "snoozed", "released"}:
            self.attempts -= 1
        is_failed = (
            word == "bad" or (word in {"slow", "late"} and is_last) or self.crashes >= CRASH_BUDGET
        )
        self._become(word, is_failed=is_failed)
        self.history[-1] = written(word, is_last=is_last)

    def _become(self, word: str, *, is_failed: bool) -> None:
        ends = {"completed": JobStatus.COMPLETED, "cancelled": JobStatus.CANCELLED}
        status = JobStatus.FAILED if is_failed else ends.get(word, JobStatus.PENDING)
        if status is JobStatus.PENDING and self.is_called_off:
            status = JobStatus.CANCELLED
        self.status = status
        self.is_due = word != "snoozed"
        self.token, self.is_called_off = None, False

    def retry(self) -> None:
        self.status, self.is_due = JobStatus.PENDING, True
        self.attempts = self.crashes = 0


@dataclass(slots=True)
class Model:
    """All jobs, what came of each document, and what its last completed try found."""

    jobs: dict[int, ModelJob] = field(default_factory=dict)
    stored: dict[int, DocumentStatus] = field(default_factory=dict)
    found: dict[int, str] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    is_paused: bool = False
    max_running: int | None = None

    def live(self, document: int, extractor: str) -> ModelJob | None:
        for job in self.jobs.values():
            if job.is_live and (job.document, job.extractor) == (document, extractor):
                return job
        return None

    @property
    def room(self) -> int:
        """How many jobs may be claimed."""
        if self.is_paused:
            return 0
        running = (job for job in self.jobs.values() if job.status is JobStatus.PROCESSING)
        if self.max_running is None:
            return len(self.jobs)
        return max(0, self.max_running - sum(not job.is_expired for job in running))

    def settle(self, job: ModelJob, token: str, word: str, finding: str) -> JobStatus | None:
        """End the try; return what the store answers, None for a lost claim."""
        if job.token == token:
            is_last = job.is_last_attempt
            job.end(word)
            self.conclude(job, finding)
            self.answers[token] = Answer(word, is_last, job.status)
            return job.status
        answer = self.answers.get(token)
        if answer is None or not answer.fits(word):
            return None
        if answer.status not in (JobStatus.PENDING, JobStatus.CANCELLED) or word == "cancelled":
            return answer.status
        # A try after which the job was to be tried again, unless it was called off: the attempt's
        # row says the former, the job as it is now says the latter.
        is_off = job.status is JobStatus.CANCELLED
        return JobStatus.CANCELLED if is_off else JobStatus.PENDING

    def conclude(self, job: ModelJob, finding: str) -> None:
        """Write down what came of the document, if the job came to its end."""
        if job.status is JobStatus.COMPLETED:
            self.stored[job.document] = DocumentStatus.DONE
            self.found[job.document] = finding
        elif job.status is JobStatus.FAILED:
            self.stored[job.document] = DocumentStatus.ERROR

    def rescue(self) -> list[int]:
        """Take back every job whose lease is over; return their ids."""
        lapsed = [job for job in self.jobs.values() if job.is_lapsed]
        for job in lapsed:
            job.end("late" if job.is_late else "lapsed")
            self.conclude(job, "")
        return [job.id for job in lapsed]

    def document_status(self, document: int) -> DocumentStatus:
        statuses = {job.status for job in self.jobs.values() if job.document == document}
        if JobStatus.PROCESSING in statuses:
            return DocumentStatus.PROCESSING
        if JobStatus.PENDING in statuses:
            return DocumentStatus.WAITING
        return self.stored.get(document, DocumentStatus.WAITING)
