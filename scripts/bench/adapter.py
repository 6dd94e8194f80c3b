"""reqx as a contestant: the product's own verbs and worker, around jobs that end as they start.

The integer a contest gives a job is carried as its document: document `i + 1` for job `i`, from a
stock that `setup` makes, since reqx has no job without a document.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import count
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, cast

from bench import stock
from reqx.errors import ReqxError
from reqx.intake.library import Library
from reqx.model.jobs import Claim, Extraction, JobStatus, Outcome, Progress
from reqx.parsing.sandbox import Limits
from reqx.pipeline import Processed
from reqx.store import connect, jobs
from reqx.worker import Orders, Worker
from reqx.worker.orders import Until
from reqx.worker.slots import Running, Slot, Slots

LIMITS = Limits(seconds=600, memory_mb=1536)
NOTHING_FOUND = Processed(Extraction("none", "rules", (), ()))


class Reqx:
    """One instance talks to one database; `documents` is the size of the stock."""

    sync = "on"
    documents = 50_000
    interval = 5.0
    is_notifying = True

    def __init__(self, uri: str) -> None:
        self.uri = uri
        synchronous = "full" if self.sync == "on" else "normal"
        self.store = connect(url_of(uri), is_notifying=self.is_notifying, synchronous=synchronous)
        self._fresh = count()
        self._held = ExitStack()
        self._tx = self._held.enter_context(self.store.hold(is_loop=True))

    def hit(self, i: int) -> None:
        """Count a start; the process that measures puts its own in the place of this."""

    def setup(self) -> None:
        self.store.prepare()
        stock.add_documents(self.uri, self.documents)

    def close(self) -> None:
        self._held.close()
        self.store.close()

    def enqueue_one(self, i: int) -> None:
        jobs.enqueue(self._tx, [self._document(i)], extractor="rules")

    def enqueue_singly(self, ids: Sequence[int]) -> None:
        for i in ids:
            self.enqueue_one(i)

    def enqueue_many(self, ids: Sequence[int]) -> dict[int, int]:
        return jobs.enqueue(self._tx, [self._document(i) for i in ids], extractor="rules")

    def enqueue_more(self, number: int) -> None:
        """Enqueue so many on documents that have had no job from here."""
        self.enqueue_many([next(self._fresh) for _ in range(number)])

    def drain(self, slots: int) -> None:
        self._work(slots, Until.DRAINED)

    def serve(self, slots: int) -> None:
        self._work(slots, Until.SIGNALLED)

    def _document(self, i: int) -> int:
        return i % self.documents + 1

    def _work(self, slots: int, until: Until) -> None:
        orders = Orders(LIMITS, until, interval=self.interval, concurrency=slots)
        Worker(self.store, Instant(slots, self.hit), orders, Silence()).run()


class Polling(Reqx):
    """The same without the wake-up: what a database without NOTIFY, or with it off, has."""

    interval = 0.1
    is_notifying = False


class Instant(Slots):
    """Documents that are done when they are started: what is left is the queue's own cost."""

    def __init__(self, size: int, hit: Callable[[int], None]) -> None:
        super().__init__(size, cast("Library", None), LIMITS)
        self._hit = hit
        self._ended = [Ended() for _ in range(size)]

    def start(self, claim: Claim) -> Outcome | None:
        self._hit(claim.document_id - 1)
        child = self._ended[len(self)]
        self._slots.append(Slot(claim, cast("Running", child)))
        return None


class Ended:
    """A child with its result, whose pipe wakes the worker at once and for ever."""

    result = NOTHING_FOUND
    fault = None
    report = None

    def __init__(self) -> None:
        self.connection: Connection[Any, Any]
        self.connection, self._other_end = Pipe(duplex=False)
        self._other_end.send(None)

    def poll(self) -> None:
        """Leave the message in the pipe."""


class Silence:
    """An observer with nothing to show."""

    def claimed(self, claim: Claim) -> None: ...

    def progressed(self, claim: Claim, progress: Progress) -> None: ...

    def settled(self, claim: Claim, outcome: Outcome, status: JobStatus | None) -> None: ...

    def interrupted(self, error: ReqxError) -> None: ...

    def stopping(self, running: int) -> None: ...


def url_of(uri: str) -> str:
    """Return the URL reqx takes: a contest names a SQLite database by its path."""
    return uri if "://" in uri else f"sqlite:///{uri}"
