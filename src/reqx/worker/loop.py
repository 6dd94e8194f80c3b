"""The worker's loop: attend to the children, settle and claim, wait; the heartbeat renews.

One thread runs the loop and one the heartbeat; documents run in child processes. The loop waits
on the children's pipes, on signals and on the store's bell at once, so that none waits for another.
"""

import os
import secrets
import socket
from contextlib import closing, suppress

from reqx.errors import BatchPending, ReqxError, SchemaOutdated, StoreUnavailable
from reqx.model.jobs import Claim, Completed, Failure, JobStatus, Outcome, Released
from reqx.store import Store, Transaction, jobs, workers
from reqx.worker.alarm import Alarm
from reqx.worker.ending import Ending
from reqx.worker.exchange import Ended, Exchange, Settled
from reqx.worker.heartbeat import Heartbeat
from reqx.worker.housekeeping import Housekeeping
from reqx.worker.idling import Idling
from reqx.worker.orders import Observer, Orders, Tally, Until
from reqx.worker.outage import Outage
from reqx.worker.shutdown import Shutdown
from reqx.worker.slots import Slot, Slots
from reqx.worker.strangers import Strangers
from reqx.worker.waiting import Readable, wait

# How often a running child's memory and time are looked at.
_WATCH_SECONDS = 0.2


class Worker:
    """Works on the jobs of a store until its orders are fulfilled or it is told to stop.

    `slots` is where the documents are processed. A database that goes away is waited for.
    """

    def __init__(self, store: Store, slots: Slots, orders: Orders, observer: Observer) -> None:
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.tally = Tally()
        self._store = store
        self._slots = slots
        self._orders = orders
        self._observer = observer
        self._shutdown = Shutdown()
        self._ending = Ending(orders, self.tally, self._shutdown)
        self._heartbeat = Heartbeat(store, self.name, orders.concurrency, orders.lease_seconds)
        self._exchange = Exchange(self.name, orders)
        self._housekeeping = Housekeeping(store, orders)
        self._alarm = Alarm(store)
        self._outage = Outage(orders.patience_seconds)
        self._idling = Idling(orders.interval)
        self._strangers = Strangers()
        self._ended: list[Ended] = []
        self._is_done = False
        self._is_told = False

    @property
    def signal(self) -> int | None:
        """The number of the last signal that came, if any did."""
        return self._shutdown.last

    @property
    def has_released(self) -> bool:
        """Whether a signal made it give documents back unfinished."""
        return self._ending.has_released

    def run(self) -> Tally:
        """Work; return what was done.

        Raises what the store raises when it stays away, and what makes every job fail: a setting,
        or a schema of another version.
        """
        with self._shutdown, closing(self._alarm), self._store.hold(is_loop=True) as tx:
            try:
                with self._heartbeat:
                    self._work(tx)
            finally:
                self._let_go(tx)
        self.tally.seconds = round(self._ending.seconds, 3)
        if self._ending.error is not None:
            raise self._ending.error
        return self.tally

    def _work(self, tx: Transaction) -> None:
        while not self._is_over():
            self._attend()
            self._heed(tx)
            self._turn(tx)
            self._pause()

    def _is_over(self) -> bool:
        if self._ending.is_now:
            self._ending.has_released = not self._is_idle or self._shutdown.count > 1
            return True
        return self._is_idle and (self._is_done or self._ending.is_near)

    @property
    def _is_idle(self) -> bool:
        """Whether nothing is in hand, nor waits to be settled."""
        return not len(self._slots) and not self._ended

    def _attend(self) -> None:
        """Take what the children have to say, and end those whose job is no longer to be done."""
        if not self._heartbeat.is_alive:
            raise ReqxError("the heartbeat of this worker died", hint="Please report it.")
        self._ending.error = self._ending.error or self._slots.error
        for claim, outcome in self._slots.collect():
            self._end(claim, outcome)
            self._idling.end()
        for slot in self._slots:
            self._attend_to(slot)

    def _attend_to(self, slot: Slot) -> None:
        if self._heartbeat.has_lost(slot.claim):
            self._slots.stop(slot)
            self._note((slot.claim, Released(), None))
        elif self._heartbeat.is_cancelled(slot.claim):
            self._slots.cancel(slot)
        elif slot.child.report is not None:
            self._heartbeat.report(slot.claim, slot.child.report)
            self._observer.progressed(slot.claim, slot.child.report)

    def _end(self, claim: Claim, outcome: Outcome) -> None:
        """Note how a try ended; what no job would fare better with is no fault of this one."""
        if isinstance(outcome, Failure) and outcome.error.ends_run:
            self._ending.error = outcome.error
            outcome = Released()
        self._ended.append((claim, outcome))

    def _heed(self, tx: Transaction) -> None:
        """Say once that the end is near, when a signal or an operator wants it."""
        self._ending.is_stop_requested |= self._heartbeat.instruction.is_stop_requested
        if self._is_told or not (self._shutdown.count or self._ending.is_stop_requested):
            return
        self._is_told = True
        self._observer.stopping(len(self._slots))
        with suppress(StoreUnavailable):
            workers.stopping(tx, self.name)

    @property
    def _room(self) -> int:
        """How many jobs may be claimed now."""
        if self._ending.is_near or self._heartbeat.instruction.is_paused:
            return 0
        return max(0, min(self._slots.free, self._ending.allowance))

    def _turn(self, tx: Transaction) -> None:
        """Settle, sweep and claim, as far as each is due; an outage puts it off."""
        is_polling = self._room > 0 and self._idling.is_over()
        if self._outage.is_waiting or not (self._ended or is_polling or self._housekeeping.is_due):
            return
        try:
            self._use_store(tx, is_polling=is_polling)
        except StoreUnavailable as error:
            if not self._outage.is_on:
                self._observer.interrupted(error)
            self._outage.note(error)
        except SchemaOutdated as error:
            if self._ending.error is not None:
                # Not even what was in hand can be written.
                raise
            self._ending.error = error

    def _use_store(self, tx: Transaction, *, is_polling: bool) -> None:
        self._heartbeat.register(tx)
        if self._outage.is_on:
            self._exchange.recover(tx, self._known())
            self._housekeeping.postpone()
        if self._housekeeping.is_due and self._ending.error is None:
            self._housekeeping.sweep(tx, self._known())
        # To claim costs next to nothing where a transaction is needed anyway.
        is_claiming = is_polling or bool(self._ended and self._room)
        exchanged = self._exchange.trade(tx, self._ended, self._room if is_claiming else 0)
        self._outage.end()
        self._ended.clear()
        for settled in exchanged.settled:
            self._note(settled)
        for claim in exchanged.claims:
            self._begin(claim)
        if is_claiming:
            self._idling.note(found=len(exchanged.claims))
            self._is_done = not exchanged.claims and self._is_finished(tx)
        if self._ending.error is None:
            self._housekeeping.tidy(tx)

    def _known(self) -> set[str]:
        """Return the tokens of everything in hand."""
        ended = {claim.token for claim, _ in self._ended}
        return ended | {slot.claim.token for slot in self._slots}

    def _begin(self, claim: Claim) -> None:
        self.tally.claimed += 1
        self._heartbeat.hold(claim)
        self._observer.claimed(claim)
        outcome = self._slots.start(claim)
        if outcome is not None:
            self._end(claim, outcome)

    def _note(self, settled: Settled) -> None:
        """Count and tell what became of a job that is no longer in hand."""
        claim, outcome, status = settled
        self._heartbeat.drop(claim)
        if status is not None:
            self._count(outcome, status)
        self._observer.settled(claim, outcome, status)

    def _count(self, outcome: Outcome, status: JobStatus) -> None:
        if isinstance(outcome, Completed):
            self.tally.completed += 1
            self.tally.requirements += len(outcome.extraction.requirements)
            self.tally.pages += outcome.extraction.numbered_pages
        elif status is JobStatus.FAILED:
            self.tally.failed += 1
        elif status is JobStatus.CANCELLED:
            self.tally.cancelled += 1
        elif isinstance(outcome, Failure) and isinstance(outcome.error, BatchPending):
            self.tally.parked += 1
        elif not isinstance(outcome, Released):
            self.tally.retried += 1

    def _is_finished(self, tx: Transaction) -> bool:
        """Return whether the orders are fulfilled; asked when there was nothing to claim."""
        if not self._is_idle:
            return False
        until = self._orders.until
        return until is Until.ONE_JOB or (until is Until.DRAINED and self._is_drained(tx))

    def _is_drained(self, tx: Transaction) -> bool:
        if self._slots.is_expecting(tx):
            return False
        # Asked after: what was expected may be due by now.
        pending = jobs.pending(tx, self._orders.only)
        if pending.due:
            return False
        if self._orders.only:
            return not pending.running
        # A worker that died leaves its job PROCESSING until the lease runs out: a drain that ended
        # now would leave it behind. One that shows a sign of life will see to its job itself.
        return self._strangers.are_alive(jobs.held(tx))

    def _pause(self) -> None:
        """Wait for a child, a signal, the bell or the next poll."""
        if self._is_over() or (self._ended and not self._outage.is_waiting):
            return
        waited_for: list[Readable] = [slot.child.connection for slot in self._slots]
        waited_for.append(self._shutdown)
        if self._orders.until is Until.SIGNALLED:
            waited_for += self._alarm.watched()
        wait(waited_for, self._seconds_to_wait())
        self._shutdown.clear()
        if self._alarm.has_rung():
            self._idling.end()

    def _seconds_to_wait(self) -> float:
        if self._outage.is_waiting:
            return min(self._outage.seconds_left, _WATCH_SECONDS)
        if not self._room:
            return _WATCH_SECONDS
        seconds = min(self._idling.seconds_left(), self._housekeeping.seconds_left)
        return min(seconds, _WATCH_SECONDS) if len(self._slots) else seconds

    def _let_go(self, tx: Transaction) -> None:
        """Give back what is still in hand: after a signal, or an error of the store."""
        for slot in self._slots:
            self._slots.stop(slot)
            self._ended.append((slot.claim, Released()))
        with suppress(ReqxError):
            for settled in self._exchange.settle(tx, self._ended):
                self._note(settled)
        with suppress(ReqxError):
            workers.leave(tx, self.name)
        self._slots.close()
