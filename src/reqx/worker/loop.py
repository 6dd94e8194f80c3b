"""The worker's loop: rescue what the dead left, claim, perform, settle; the heartbeat renews.

One thread runs the loop and one the heartbeat; documents run in child processes. The loop waits
on the children's pipes and on signals at once, so that neither has to wait for the other.
"""

import os
import random
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait

from reqx.errors import LeaseLost, ReqxError
from reqx.intake.library import Library
from reqx.model.jobs import Claim, Completed, JobStatus, Outcome, Released
from reqx.store import Store, Transaction, jobs, workers
from reqx.worker.heartbeat import Heartbeat
from reqx.worker.idling import Idling
from reqx.worker.orders import Observer, Orders, Tally, Until
from reqx.worker.shutdown import Shutdown
from reqx.worker.slots import Slots
from reqx.worker.strangers import Strangers

# How often a running child's memory and time are looked at.
_WATCH_SECONDS = 0.2


class Worker:
    """Works on the jobs of a store until its orders are fulfilled or it is told to stop."""

    def __init__(self, store: Store, library: Library, orders: Orders, observer: Observer) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.tally = Tally()
        self._store = store
        self._orders = orders
        self._observer = observer
        self._slots = Slots(orders.concurrency, library, orders.limits)
        self._shutdown = Shutdown()
        self._heartbeat = Heartbeat(store, self.name, orders.lease_seconds)
        self._idling = Idling(orders.interval)
        self._strangers = Strangers()
        self._started = time.monotonic()
        self._rescue_at = self._started

    @property
    def signal(self) -> int | None:
        """The number of the last signal that came, if any did."""
        return self._shutdown.last

    @property
    def has_released(self) -> bool:
        """Whether a second signal made it give documents back unfinished."""
        return self._shutdown.count > 1

    def run(self) -> Tally:
        """Work; return what was done. Raises what the store raises, when it goes away."""
        with self._shutdown, self._store.hold() as tx:
            workers.register(tx, self.name, self._orders.concurrency)
            try:
                with self._heartbeat:
                    self._work(tx)
            finally:
                self._let_go()
                with suppress(ReqxError):
                    workers.leave(tx, self.name)
        self.tally.seconds = round(time.monotonic() - self._started, 3)
        return self.tally

    def _work(self, tx: Transaction) -> None:
        is_told = False
        while True:
            self._collect()
            if self._shutdown.count and not is_told:
                is_told = True
                self._observer.stopping(len(self._slots))
            if self._shutdown.count > 1:
                return
            if self._may_claim():
                if not self._take(tx) and self._is_finished(tx):
                    return
            elif not len(self._slots):
                return
            self._pause()

    def _may_claim(self) -> bool:
        """Return whether new work may be started at all."""
        orders = self._orders
        is_late = (
            orders.max_seconds is not None
            and time.monotonic() - self._started >= orders.max_seconds
        )
        return not self._shutdown.count and not is_late and self._allowance() > 0

    def _allowance(self) -> int:
        """Return how many more jobs the orders allow in this run."""
        most = 1 if self._orders.until is Until.ONE_JOB else self._orders.max_jobs
        return self._orders.concurrency if most is None else most - self.tally.claimed

    def _take(self, tx: Transaction) -> int:
        """Claim as many jobs as there is room for and start on them; return how many."""
        room = min(self._slots.free, self._allowance())
        if room <= 0 or not self._idling.is_over():
            return 0
        self._rescue(tx)
        claims = jobs.claim(
            tx,
            worker=self.name,
            slots=room,
            lease_seconds=self._orders.lease_seconds,
            only=self._orders.only,
        )
        for claim in claims:
            self._begin(claim)
        self._idling.note(found=len(claims))
        return len(claims)

    def _rescue(self, tx: Transaction) -> None:
        now = time.monotonic()
        if now < self._rescue_at:
            return
        jobs.rescue(tx, backoff=self._orders.backoff)
        # Jittered, so that many workers do not sweep in step.
        self._rescue_at = now + self._orders.lease_seconds / 4 * random.uniform(0.5, 1.0)  # noqa: S311 - no secret

    def _begin(self, claim: Claim) -> None:
        self.tally.claimed += 1
        self._heartbeat.hold(claim.token)
        self._observer.claimed(claim)
        outcome = self._slots.start(claim)
        if outcome is not None:
            self._settle(claim, outcome)

    def _collect(self) -> None:
        for claim, outcome in self._slots.collect():
            self._settle(claim, outcome)
            self._idling.end()
        for slot in self._slots:
            if self._heartbeat.has_lost(slot.claim.token):
                self._slots.stop(slot)
                self._drop(slot.claim)
            elif slot.child.report is not None:
                self._heartbeat.hold(slot.claim.token, slot.child.report)
                self._observer.progressed(slot.claim, slot.child.report)

    def _settle(self, claim: Claim, outcome: Outcome) -> None:
        try:
            with self._store.begin() as tx:
                status = jobs.settle(tx, claim, outcome, self._orders.backoff)
        except LeaseLost:
            self._drop(claim)
            return
        self._heartbeat.drop(claim.token)
        self._count(outcome, status)
        self._observer.settled(claim, outcome, status)

    def _drop(self, claim: Claim) -> None:
        """Forget a job that is no longer ours: whoever has it now will settle it."""
        self._heartbeat.drop(claim.token)
        self._observer.settled(claim, Released(), None)

    def _count(self, outcome: Outcome, status: JobStatus) -> None:
        if isinstance(outcome, Completed):
            self.tally.completed += 1
            self.tally.requirements += len(outcome.extraction.requirements)
            self.tally.pages += outcome.extraction.numbered_pages
        elif status is JobStatus.FAILED:
            self.tally.failed += 1
        elif not isinstance(outcome, Released):
            self.tally.retried += 1

    def _is_finished(self, tx: Transaction) -> bool:
        """Return whether the orders are fulfilled; asked when a poll has found nothing to claim."""
        if len(self._slots) or not self._idling.has_polled:
            return False
        checks: dict[Until, Callable[[], bool]] = {
            Until.SIGNALLED: lambda: False,
            Until.ONE_JOB: lambda: True,
            Until.DRAINED: lambda: self._is_drained(tx),
        }
        return checks[self._orders.until]()

    def _is_drained(self, tx: Transaction) -> bool:
        pending = jobs.pending(tx, self._orders.only)
        if pending.due:
            return False
        if self._orders.only:
            return not pending.running
        # A worker that died leaves its job PROCESSING until the lease runs out: a drain that ended
        # now would leave it behind. One that shows a sign of life will see to its job itself.
        return self._strangers.are_alive(jobs.held(tx))

    def _pause(self) -> None:
        """Wait for a child, a signal or the next poll."""
        seconds = self._idling.seconds_left()
        if len(self._slots):
            seconds = min(seconds, _WATCH_SECONDS) if self._slots.free else _WATCH_SECONDS
        pipes = [slot.child.connection for slot in self._slots]
        wait([*pipes, self._shutdown.fileno()], timeout=seconds)
        self._shutdown.clear()

    def _let_go(self) -> None:
        """Give back what is still in hand, after a second signal or an error of the store."""
        for slot in self._slots:
            self._slots.stop(slot)
            with suppress(ReqxError):
                self._settle(slot.claim, Released())
