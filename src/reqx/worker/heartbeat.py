"""The heartbeat: a thread that renews the leases of everything this worker has in hand.

It belongs to the supervisor and not to the process that reads the document, so that neither a long
native call nor a hang lets a lease lapse while the worker lives. It also brings back what other
people want: jobs that were cancelled, this worker paused or stopped.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from reqx import __version__
from reqx.errors import ReqxError
from reqx.model.jobs import Claim, Progress
from reqx.model.workers import Instruction
from reqx.store import Store, Transaction, jobs, workers

_BEATS_A_LEASE = 4
_BEATS_A_LEASE_IN_NEED = 16


@dataclass(slots=True)
class _InHand:
    """A claim that is to be renewed, and what is known of it."""

    claim: Claim
    progress: Progress | None = None
    is_lost: bool = False
    is_cancelled: bool = False


class Heartbeat:
    """Beats every quarter of a lease while the context is open, once the worker is registered.

    `hold` and `drop` say what is in hand. `instruction` is what operators want of the worker.
    """

    def __init__(self, store: Store, worker: str, slots: int, lease_seconds: float) -> None:
        self.instruction = Instruction()
        self._store = store
        self._worker = worker
        self._slots = slots
        self._lease_seconds = lease_seconds
        self._lock = threading.Lock()
        self._in_hand: dict[str, _InHand] = {}
        self._is_registered = False
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    @property
    def is_alive(self) -> bool:
        """Whether it beats: without it every lease would lapse."""
        return self._thread.is_alive()

    def register(self, tx: Transaction) -> None:
        """Make the worker known, if it is not; the loop does it, which can wait for a database."""
        if not self._is_registered:
            self._register(tx)

    def hold(self, claim: Claim) -> None:
        """Renew this claim from now on."""
        with self._lock:
            self._in_hand[claim.token] = _InHand(claim)

    def report(self, claim: Claim, progress: Progress) -> None:
        """Write down with the next beat how far this claim is."""
        self._in_hand[claim.token].progress = progress

    def drop(self, claim: Claim) -> None:
        """Renew this claim no longer."""
        with self._lock:
            self._in_hand.pop(claim.token, None)

    def has_lost(self, claim: Claim) -> bool:
        """Return whether another worker has, or may have, this job now."""
        return self._in_hand[claim.token].is_lost

    def is_cancelled(self, claim: Claim) -> bool:
        """Return whether an operator has cancelled this job."""
        return self._in_hand[claim.token].is_cancelled

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        seconds = self._lease_seconds / _BEATS_A_LEASE
        while not self._over.wait(seconds):
            if not self._is_registered:
                continue
            with self._lock:
                in_hand = list(self._in_hand.values())
            try:
                self._beat(in_hand)
            except ReqxError:
                # The database or its disk is away: the next beat may reach it in time, and if
                # none does the token keeps this worker from writing anything.
                seconds = self._lease_seconds / _BEATS_A_LEASE_IN_NEED
            else:
                seconds = self._lease_seconds / _BEATS_A_LEASE

    def _beat(self, in_hand: Sequence[_InHand]) -> None:
        claims = [held.claim for held in in_hand]
        progress = {
            held.claim.token: held.progress for held in in_hand if held.progress is not None
        }
        with self._store.hold(is_loop=True) as tx, tx.atomic():
            instruction = workers.seen(tx, self._worker)
            if instruction is None:
                self._register(tx)
            renewal = jobs.renew(tx, claims, self._lease_seconds, progress)
        self.instruction = instruction or Instruction()
        for held in in_hand:
            held.is_lost = held.claim.token not in renewal.kept
            held.is_cancelled = held.claim.token in renewal.cancelled

    def _register(self, tx: Transaction) -> None:
        workers.register(
            tx,
            self._worker,
            self._slots,
            version=__version__,
            lease_seconds=self._lease_seconds,
        )
        self._is_registered = True
