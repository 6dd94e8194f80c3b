"""Sends a document's questions as a batch, so that no failure on the way sends them twice.

A file costs nothing until a batch is made of it. Before that is asked for, the database says that
it will be; after, under which id the server has it. Who finds the first without the second asks the
server (`collector`).
"""

import threading
from collections.abc import Sequence

from reqx.errors import ReqxError
from reqx.extraction.llm.batches import MOST_REQUESTS, Batches, may_exist
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.outcomes import Outcome
from reqx.extraction.llm.plan import Planned
from reqx.model.jobs import Claim
from reqx.worker.llm.batch_desk import BatchDesk, new_reference
from reqx.worker.llm.faults import batch_error_of
from reqx.worker.llm.ledger import Stopped


class Submission:
    """Sends batches to one endpoint."""

    def __init__(self, desk: BatchDesk, batches: Batches, endpoint: Endpoint) -> None:
        self._desk = desk
        self._batches = batches
        self._endpoint = endpoint

    def submit(self, claim: Claim, planned: Sequence[Planned], stop: threading.Event) -> None:
        """Send what can go into a batch; BatchPending when the job waits for one then.

        ConfigurationError when the server has no batches; else what a call raises. Nothing is left
        reserved then.
        """
        fresh = self._desk.fresh(claim, planned)[:MOST_REQUESTS]
        if not fresh:
            return
        reference = new_reference()
        booked = self._desk.book(claim, fresh, reference)
        if booked.batch is not None:
            asked = [each for each in fresh if each.key in booked.calls]
            self._send(booked.batch, asked, reference, stop)
        self._desk.check(claim)

    def _send(
        self, batch: int, asked: Sequence[Planned], reference: str, stop: threading.Event
    ) -> None:
        file = self._batches.upload(asked)
        if isinstance(file, Outcome):
            self._desk.abandon(batch)
            raise batch_error_of(file, self._endpoint)
        error: ReqxError | None = None
        if stop.is_set() or not self._desk.sending(batch, file):
            error = Stopped("the document was stopped")
        else:
            error = self._created(batch, file, reference)
            if error is not None and not self._desk.calls(batch):
                # Another worker took this one for dead and the file away: nothing is wrong here.
                error = Stopped("the batch was given up by another worker")
        if error is not None:
            self._desk.abandon(batch)
            self._batches.delete(file)
            raise error

    def _created(self, batch: int, file: str, reference: str) -> ReqxError | None:
        """Let the server work; an error when it certainly does not."""
        remote = self._batches.create(file, reference)
        if not isinstance(remote, Outcome):
            self._desk.sent(batch, remote)
        elif not may_exist(remote):
            return batch_error_of(remote, self._endpoint)
        return None
