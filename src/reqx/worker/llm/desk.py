"""Where the calls of one worker are allowed, written down and found again."""

import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Final, TypeVar

from reqx.errors import StoreUnavailable
from reqx.extraction.llm import outcomes
from reqx.extraction.llm.inquiry import Kept
from reqx.extraction.llm.questions import Capability, Mode
from reqx.model.jobs import Claim, Extraction
from reqx.store import Store, Transaction, jobs
from reqx.store.llm import budget, calls, endpoints, pace
from reqx.store.llm.records import (
    Answer,
    Ask,
    Caller,
    Endpoint,
    Receipt,
    Reply,
    Scope,
    Usage,
)
from reqx.store.llm.tables import ScopeKind
from reqx.worker.llm.terms import Terms
from reqx.worker.outage import Outage

T = TypeVar("T")

CAP_SECONDS: Final = 10.0
"""How often a limit that the server tells with each answer is written: the rate rises meanwhile."""
FREE = Usage(0, 0, money=0)
"""Of a call that never reached the model."""


class Desk:
    """Serves all threads of a worker. `run` names what its calls are counted under.

    A database that goes away is waited for: what was paid for must be written.
    """

    def __init__(self, store: Store, terms: Terms, run: str) -> None:
        self.terms = terms
        self.turn = threading.Lock()
        """Whoever waits for leave to call: one at a time asks for all, the others wait for it."""
        self._store = store
        self._run = run
        self.endpoint = Endpoint(terms.endpoint.base_url, terms.endpoint.model)
        self._setting = threading.Lock()
        self._set_up_for: str | None = None
        self._capped = outcomes.Limits()
        self._cap_again_at = 0.0

    def find(self, key: str) -> Kept | None:
        """Return what was kept of a call with this key."""
        found = self.patiently(lambda tx: calls.lookup(tx, [key]))
        return kept(found[key]) if key in found else None

    def reserve(self, claim: Claim, key: str, most: outcomes.Usage) -> Reply:
        """Ask whether a call may be made now, in the name of this claim."""
        caller = Caller(claim.job_id, claim.token, self.set_up())
        tokens = most.prompt + most.completion
        ask = Ask(key, self.endpoint, tokens, self.terms.cost(most))
        return self.patiently(lambda tx: calls.reserve(tx, caller, ask))

    def settle(self, call: int, outcome: outcomes.Outcome, answer: Kept | None) -> None:
        """Write the end of a call; what was kept of it is found from now on."""
        receipt = self.receipt(outcome)
        if answer is None:
            self.patiently(lambda tx: calls.fail(tx, call, receipt))
        else:
            self.patiently(lambda tx: calls.settle(tx, call, answer.text, receipt))
        self._heed(outcome.receipt.limits)
        if isinstance(outcome, outcomes.RateLimited):
            seconds = outcome.retry_after_seconds
            self.patiently(lambda tx: pace.push_back(tx, self.endpoint, seconds))

    def keep(self, claim: Claim, extraction: Extraction) -> None:
        """Store what was found offline, before anybody is paid."""
        self.patiently(lambda tx: jobs.keep(tx, claim, extraction))

    def capability(self) -> Capability | None:
        """Return what the model is known to take."""
        found = self.patiently(lambda tx: endpoints.find(tx, self.endpoint))
        return None if found is None else _capability(found)

    def learn(self, capability: Capability) -> None:
        """Write down what the model takes, for all workers."""
        said = asdict(capability)
        self.patiently(lambda tx: endpoints.keep(tx, self.endpoint, said))

    def _heed(self, limits: outcomes.Limits) -> None:
        """Let no more through than the server says it takes."""
        with self._setting:
            is_known = limits == self._capped and time.monotonic() < self._cap_again_at
            if limits == outcomes.Limits() or is_known:
                return
            self._capped, self._cap_again_at = limits, time.monotonic() + CAP_SECONDS
        requests, tokens = limits.requests, limits.tokens
        self.patiently(lambda tx: pace.cap(tx, self.endpoint, requests=requests, tokens=tokens))

    def set_up(self) -> str:
        """Return what calls are counted under now, its limit set."""
        with self._setting:
            run = _today() if self.terms.is_daily else self._run
            if run != self._set_up_for:
                self.patiently(lambda tx: self._set_limits(tx, run))
                self._set_up_for = run
        return run

    def _set_limits(self, tx: Transaction, run: str) -> None:
        terms = self.terms
        if terms.allowance is not None:
            scope = Scope(ScopeKind.RUN, run)
            tokens, money = terms.allowance.tokens, terms.allowance.money
            budget.set_limits(tx, scope, tokens=tokens, money=money)
        if terms.requests is not None or terms.tokens is not None:
            requests, per_minute = terms.requests or None, terms.tokens or None
            pace.set_limits(tx, self.endpoint, requests=requests, tokens=per_minute)

    def receipt(self, outcome: outcomes.Outcome, *, is_batched: bool = False) -> Receipt:
        """Return how a call ended, and what it did cost."""
        told = outcome.receipt
        usage = None if told.is_paid else FREE
        if told.usage is not None:
            usage = Usage(
                told.usage.prompt,
                told.usage.completion,
                told.usage.cached,
                money=self.terms.cost(told.usage, is_batched=is_batched),
            )
        return Receipt(outcome.word, usage, told.status, told.request_id)

    def once(self, act: Callable[[Transaction], T]) -> T:
        """Do it in a transaction of its own; StoreUnavailable when that is impossible now."""
        with self._store.hold() as tx:
            return act(tx)

    def patiently(self, act: Callable[[Transaction], T]) -> T:
        """Do it in a transaction of its own; StoreUnavailable when that stays impossible."""
        outage = Outage(self.terms.patience_seconds)
        while True:
            try:
                return self.once(act)
            except StoreUnavailable as error:
                outage.note(error)
                time.sleep(outage.seconds_left)


def kept(answer: Answer) -> Kept:
    """Return what was kept as the inquiry knows it."""
    return Kept(answer.outcome, answer.text)


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


def _capability(found: endpoints.Probed) -> Capability:
    said = dict(found.capability)
    return Capability(
        Mode(str(said["mode"])),
        str(said["limit"]),
        bool(said["has_temperature"]),
        bool(said["has_usage"]),
    )
