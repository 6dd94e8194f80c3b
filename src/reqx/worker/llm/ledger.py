"""The ledger of one claim: what its inquiry asks for, and what the desk answers."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Final

from reqx.errors import BudgetSpent, RateLimited, ReqxError
from reqx.extraction.llm.inquiry import Kept
from reqx.extraction.llm.outcomes import Outcome, Usage
from reqx.model.jobs import Claim
from reqx.store.llm.records import Exhausted, Fenced, Granted, Known, Reply
from reqx.store.llm.tables import ScopeKind
from reqx.worker.llm.desk import Desk, kept

_BLINK_SECONDS: Final = 0.1
HELD_SECONDS: Final = 60.0
"""When a budget that calls under way hold is looked at again."""
LONG_SECONDS: Final = 3600.0
"""When a budget that only a person can raise is looked at again."""


class Stopped(ReqxError):
    """Nobody wants the answers of this claim any more; no call is made for it."""

    code = "stopped"


class ClaimLedger:
    """Reserves, settles and finds the calls of one claim, until it is told to stop."""

    def __init__(self, desk: Desk, claim: Claim, stop: threading.Event) -> None:
        self._desk = desk
        self._claim = claim
        self._stop = stop

    def find(self, key: str) -> Kept | None:
        """Return what was kept of a call with this key."""
        self._check()
        return self._desk.find(key)

    def reserve(self, key: str, most: Usage) -> int | Kept:
        """Wait until a call may be made; return its number, or what was kept of an equal one.

        RateLimited when it would have to wait for long, or a budget is spent that will be larger
        later; BudgetSpent when it will not, in this run; Stopped.
        """
        self._take_turn()
        try:
            return self._granted(key, most)
        finally:
            self._desk.turn.release()

    def settle(self, call: int, outcome: Outcome, kept: Kept | None) -> None:
        """Write the end of a call, also for a claim that was stopped: it is paid for."""
        self._desk.settle(call, outcome, kept)

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than the claim is wanted."""
        self._stop.wait(seconds)

    def _take_turn(self) -> None:
        self._check()
        while not self._desk.turn.acquire(timeout=_BLINK_SECONDS):
            self._check()

    def _granted(self, key: str, most: Usage) -> int | Kept:
        waited = 0.0
        while True:
            reply = self._desk.reserve(self._claim, key, most)
            if isinstance(reply, Granted):
                return reply.call
            if isinstance(reply, Known):
                return kept(reply.answer)
            seconds = self._to_wait(reply)
            if waited + seconds > self._desk.terms.longest_wait_seconds:
                # A short wait that came again and again is for what somebody else holds: batches
                # may hold a budget for hours.
                is_short = seconds < self._desk.terms.longest_wait_seconds
                raise RateLimited(
                    "the limits of the language model let no call through now",
                    retry_after=max(seconds, HELD_SECONDS) if is_short else seconds,
                )
            self.pause(seconds)
            self._check()
            waited += seconds

    def _to_wait(self, reply: Reply) -> float:
        if isinstance(reply, Fenced):
            raise Stopped("the job is no longer this worker's")
        if isinstance(reply, Exhausted):
            raise spent(reply.scope.kind, is_daily=self._desk.terms.is_daily)
        assert not isinstance(reply, Granted | Known)
        return reply.seconds

    def _check(self) -> None:
        if self._stop.is_set():
            raise Stopped("the document was stopped")


def spent(kind: ScopeKind, *, is_daily: bool) -> ReqxError:
    """Return what it means that the budget of this kind has no room for another call."""
    if kind is not ScopeKind.RUN:
        whose = "this project" if kind is ScopeKind.PROJECT else "all projects"
        return RateLimited(
            f"the budget of the language model for {whose} is spent", retry_after=LONG_SECONDS
        )
    if is_daily:
        return RateLimited(
            "today's budget of the language model (REQX_LLM_BUDGET) is spent",
            retry_after=_seconds_to_tomorrow(datetime.now(UTC)),
        )
    return BudgetSpent("the budget of the language model for this run (REQX_LLM_BUDGET) is spent")


def _seconds_to_tomorrow(now: datetime) -> float:
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return (tomorrow - now).total_seconds()
