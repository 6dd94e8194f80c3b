"""Where batches of calls are booked, written down and found again."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

from reqx.errors import BatchPending, RateLimited
from reqx.extraction.llm.batches import Remote
from reqx.extraction.llm.inquiry import kept_of
from reqx.extraction.llm.outcomes import Outcome
from reqx.extraction.llm.plan import Planned
from reqx.model.jobs import Claim
from reqx.store import Transaction
from reqx.store.llm import batches, calls, waits
from reqx.store.llm.batches import Batch, Booked, Waiting
from reqx.store.llm.records import Ask, Caller, Exhausted, Fenced, Receipt
from reqx.worker.llm.desk import FREE, Desk
from reqx.worker.llm.ledger import HELD_SECONDS, Stopped, spent

MOST_BATCHES: Final = 2
"""Of a job: for the first look, and for the second; what is left then is asked call by call."""

LONGEST_SECONDS: Final = 86400.0
"""When a job that waits looks for itself; its batch wakes it before."""

Act = Callable[[Callable[[Transaction], Any]], Any]


class BatchDesk:
    """Serves who sends batches and who looks after them.

    `act` does something in a transaction: `Desk.patiently` for who has paid for it, `Desk.once` for
    who comes again anyway. `grace_seconds`: how long making a batch takes at most.
    """

    def __init__(self, desk: Desk, act: Act, grace_seconds: float) -> None:
        self._desk = desk
        self._act = act
        self._grace_seconds = grace_seconds
        self._url = desk.endpoint.url

    def check(self, claim: Claim) -> None:
        """Raise BatchPending for a job that waits for batches."""
        found = self._act(lambda tx: waits.of_job(tx, claim.job_id))
        if found:
            names = ", ".join(each.remote_id or "that is being sent" for each in found)
            raise BatchPending(f"waits for batch {names}", retry_after=LONGEST_SECONDS)

    def fresh(self, claim: Claim, planned: Sequence[Planned]) -> list[Planned]:
        """Return what of it goes into a batch: what none has tried, while the job may have more.

        RateLimited while the server has no room for more batches.
        """
        tried = self._act(lambda tx: batches.tried(tx, claim.job_id))
        found = [each for each in planned if each.key not in tried]
        if not found or self._act(lambda tx: batches.rounds(tx, claim.job_id)) >= MOST_BATCHES:
            return []
        if self._act(lambda tx: batches.was_full(tx, self._url)):
            raise RateLimited(
                "the server takes no more batches now", retry_after=batches.FULL_SECONDS
            )
        return found

    def book(self, claim: Claim, planned: Sequence[Planned], reference: str) -> Booked:
        """Reserve these calls, or as many of the first as a budget has room for.

        Raises what a call does that a budget has no room for, and Stopped.
        """
        caller = Caller(claim.job_id, claim.token, self._desk.set_up())
        asks = [self._ask(each) for each in planned]
        while True:
            reply = self._booked(caller, asks, reference)
            if isinstance(reply, Booked):
                return reply
            if isinstance(reply, Fenced):
                raise Stopped("the job is no longer this worker's")
            if len(asks) == 1 and isinstance(reply, Exhausted):
                raise spent(reply.scope.kind, is_daily=self._desk.terms.is_daily)
            if len(asks) == 1:
                raise RateLimited(
                    "calls under way hold the rest of the budget of the language model",
                    retry_after=HELD_SECONDS,
                )
            asks = asks[: len(asks) // 2]

    def sending(self, batch: int, file: str) -> bool:
        """Write that the server is about to be told; False: the job is another's."""
        return bool(self._act(lambda tx: batches.sending(tx, batch, file)))

    def sent(self, batch: int, remote: Remote) -> None:
        """Write that the server has it."""
        self._act(lambda tx: batches.sent(tx, batch, remote.id, remote.status))

    def abandon(self, batch: int, status: str = "abandoned") -> None:
        """End a batch that nobody works for: its calls cost nothing, and go into another."""
        self.close(batch, status, self.calls(batch), Receipt(batches.UNSENT, FREE))

    def take(self) -> Batch | None:
        """Return a batch that has to be looked at."""
        every, grace = self._desk.terms.batch_seconds, self._grace_seconds
        found: Batch | None = self._act(lambda tx: batches.take(tx, self._url, every, grace))
        return found

    def note(self, batch: int, remote: Remote) -> None:
        """Write how far the server is."""
        self._act(lambda tx: batches.note(tx, batch, remote.status))

    def calls(self, batch: int) -> Mapping[str, Waiting]:
        """Return the calls whose end is not known, by their keys."""
        found: Mapping[str, Waiting] = self._act(lambda tx: batches.calls(tx, batch))
        return found

    def settle(self, call: int, outcome: Outcome) -> None:
        """Write the end of a call; what is kept of it is found as that of any other call."""
        receipt, kept = self._desk.receipt(outcome, is_batched=True), kept_of(outcome)
        if kept is None:
            self._act(lambda tx: calls.fail(tx, call, receipt))
        else:
            self._act(lambda tx: calls.settle(tx, call, kept.text, receipt))

    def close(self, batch: int, status: str, rest: Mapping[str, Waiting], receipt: Receipt) -> None:
        """End a batch; the rest of its calls end with this receipt."""
        for each in rest.values():
            self._act(partial(calls.fail, call=each.call, receipt=receipt))
        self._act(lambda tx: batches.end(tx, batch, status))

    def has_others(self, batch: int) -> bool:
        """Return whether the server has other batches of ours."""
        return bool(self._act(lambda tx: batches.has_others(tx, self._url, batch)))

    def wake(self) -> None:
        """Make the jobs due that wait for nothing any more."""
        self._act(waits.wake)

    def _booked(self, caller: Caller, asks: Sequence[Ask], reference: str) -> Any:  # noqa: ANN401 - `batches.book`'s
        return self._act(lambda tx: batches.book(tx, caller, asks, reference))

    def _ask(self, planned: Planned) -> Ask:
        most = planned.most
        money = self._desk.terms.cost(most, is_batched=True)
        tokens = most.prompt + most.completion
        return Ask(planned.key, self._desk.endpoint, tokens, money, planned.words)


def new_reference() -> str:
    """Return what no other batch is known by."""
    return secrets.token_hex(16)
