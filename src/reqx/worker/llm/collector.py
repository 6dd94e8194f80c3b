"""Looks after the batches of a server: how they stand, and what came of them.

Any worker with the same server does it, each batch one at a time. What is found is written call by
call, so whoever is killed in the middle has lost nothing: the next one goes on.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from reqx.errors import EndpointUnavailable, RateLimited, ReqxError, StoreUnavailable
from reqx.extraction.llm.batches import Batches, Remote, is_unoffered, lines
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.outcomes import Outcome, Unavailable
from reqx.extraction.llm.outcomes import RateLimited as Limited
from reqx.store.llm.batches import FULL, UNSENT, Batch, Waiting
from reqx.store.llm.records import Receipt
from reqx.store.llm.tables import BatchState
from reqx.worker.llm.batch_desk import BatchDesk
from reqx.worker.llm.desk import FREE
from reqx.worker.llm.faults import error_of

_FULL_ERROR = "token_limit_exceeded"
_GONE = 404


class Collector:
    """Looks each `seconds`, in a thread of its own, from now on. Close it."""

    def __init__(
        self, desk: BatchDesk, batches: Batches, endpoint: Endpoint, seconds: float
    ) -> None:
        self._desk = desk
        self._batches = batches
        self._endpoint = endpoint
        self._seconds = seconds
        self._stop = threading.Event()
        self._looked = threading.Event()
        self._thread = ThreadPoolExecutor(1, "reqx-batches")
        self._running = self._thread.submit(self._run)

    @property
    def has_looked(self) -> bool:
        """Whether it has looked at everything once, or cannot."""
        return self._looked.is_set() or self._running.done()

    @property
    def error(self) -> ReqxError | None:
        """What keeps it from looking, and every worker from calling: None as long as it looks."""
        if not self._running.done():
            return None
        error = self._running.exception()
        if error is None or isinstance(error, ReqxError):
            return error
        return ReqxError(f"reqx has a bug ({error!r})", hint="Please report it.")

    def close(self) -> None:
        """Let it end; the client must be closed before, for a request may be under way."""
        self._stop.set()
        self._thread.shutdown()

    def look(self) -> None:
        """Look at each batch that is due, and wake the jobs that waited for it."""
        self._desk.wake()
        seen: set[int] = set()
        while not self._stop.is_set() and (batch := self._desk.take()) is not None:
            if batch.id in seen:
                # There are so many that the first one is due again.
                break
            seen.add(batch.id)
            self._attend(batch)
            self._desk.wake()

    def _run(self) -> None:
        while not self._stop.is_set():
            # They pass, and it looks again.
            with suppress(EndpointUnavailable, RateLimited, StoreUnavailable):
                self.look()
            self._looked.set()
            self._stop.wait(self._seconds)

    def _attend(self, batch: Batch) -> None:
        found = self._found(batch)
        if isinstance(found, Outcome):
            if not is_unoffered(found):
                raise error_of(found, self._endpoint)
            # The server knows nothing of it, so nobody will ever know what it did cost.
            self._desk.close(batch.id, "lost", self._desk.calls(batch.id), Receipt("lost"))
        elif found is None:
            self._desk.abandon(batch.id)
        elif found.is_over:
            self._collect(batch, found)
        else:
            self._desk.note(batch.id, found)

    def _found(self, batch: Batch) -> Remote | Outcome | None:
        """Return how the batch stands; None: the server was never asked for it."""
        if batch.remote_id is not None:
            return self._batches.get(batch.remote_id)
        if batch.state is BatchState.BOOKED:
            return None
        found = self._sought(batch)
        if isinstance(found, Remote):
            self._desk.sent(batch.id, found)
        return found

    def _sought(self, batch: Batch) -> Remote | Outcome | None:
        """Look for what a server was perhaps asked for; None: it has nothing, and never will.

        Who was to ask may be frozen, and wake up after the look: without the file no batch comes of
        that any more. One that came between look and deletion is there at the second look.
        """
        found = self._batches.find(batch.reference, batch.created_at)
        if found is not None or batch.input_file is None:
            return found
        kept = self._batches.delete(batch.input_file)
        if isinstance(kept, Unavailable | Limited):
            return kept
        return self._batches.find(batch.reference, batch.created_at)

    def _collect(self, batch: Batch, remote: Remote) -> None:
        rest = dict(self._desk.calls(batch.id))
        are_whole = [
            self._take_in(file, rest) for file in (remote.output_file, remote.error_file) if file
        ]
        if self._is_full(batch, remote):
            self._desk.close(batch.id, FULL, rest, Receipt(UNSENT, FREE))
        else:
            # What was not answered is not paid; what nobody can read any more may be.
            usage = FREE if all(are_whole) else None
            self._desk.close(batch.id, remote.status, rest, Receipt("missing", usage))
        self._forget(batch.input_file, remote.output_file, remote.error_file)

    def _take_in(self, file: str, rest: dict[str, Waiting]) -> bool:
        """Settle what a file tells of and take it from the rest; False when the file is gone."""
        content = self._batches.content(file)
        if isinstance(content, Outcome):
            if content.receipt.status == _GONE:
                return False
            raise error_of(content, self._endpoint)
        for line in lines(content):
            waiting = rest.pop(line.key, None)
            if waiting is not None:
                self._desk.settle(waiting.call, self._batches.outcome(line, waiting.words))
        return True

    def _is_full(self, batch: Batch, remote: Remote) -> bool:
        """Return whether all it lacked was room beside our other batches: it is sent again."""
        return remote.error == _FULL_ERROR and self._desk.has_others(batch.id)

    def _forget(self, *files: str | None) -> None:
        """Let the server keep no text of ours longer than needed."""
        for file in filter(None, files):
            self._batches.delete(file)
