"""What each worker does for all, now and then: there is no leader that could be missing."""

import random
import time
from collections.abc import Collection

from reqx.errors import SchemaOutdated
from reqx.store import Store, Transaction, jobs, workers
from reqx.worker.orders import Orders

_SWEEPS_A_LEASE = 4
_RESCUED_AT_ONCE = 100
_AGING_SECONDS = 60.0
_PRUNED_AT_ONCE = 1000


class Housekeeping:
    """Takes back jobs of dead workers every quarter of a lease; the rest once a minute.

    Jittered, so that many workers do not sweep in step.
    """

    def __init__(self, store: Store, orders: Orders) -> None:
        self._store = store
        self._orders = orders
        self._sweep_at = self._tidy_at = time.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether there is something to do now."""
        return time.monotonic() >= self._sweep_at

    @property
    def seconds_left(self) -> float:
        """How long until then."""
        return max(0.0, self._sweep_at - time.monotonic())

    def postpone(self) -> None:
        """Wait two heartbeats: an outage makes the leases of living workers look expired."""
        self._sweep_at = time.monotonic() + self._orders.lease_seconds / 2
        self._tidy_at = max(self._tidy_at, self._sweep_at)

    def sweep(self, tx: Transaction, in_hand: Collection[str] = ()) -> None:
        """Take lost jobs back; a machine that slept has not lost what it has `in_hand` (tokens).

        SchemaOutdated when another version has changed the schema meanwhile.
        """
        if not self._store.is_current(tx):
            raise SchemaOutdated(
                "the database has got another schema while this worker ran",
                hint="Start the worker again with the version of reqx that upgraded it.",
            )
        if self._rescue(tx, in_hand):
            # Now, not within a minute: a drain may be over by then, and what they hold of a budget
            # would stay held until the next one.
            from reqx.store.llm import calls  # noqa: PLC0415 - start-up

            calls.sweep(tx)
        self._sweep_at = _soon(self._orders.lease_seconds / _SWEEPS_A_LEASE)

    def tidy(self, tx: Transaction) -> None:
        """Do the rest when it is due: none of it need keep the first documents waiting."""
        if time.monotonic() < self._tidy_at:
            return
        from reqx.store.llm import calls  # noqa: PLC0415 - start-up

        jobs.age(tx)
        calls.sweep(tx)
        workers.sweep(tx)
        if self._orders.is_pruning:
            jobs.prune_old(tx, _PRUNED_AT_ONCE)
            calls.forget_old(tx)
        self._tidy_at = _soon(_AGING_SECONDS)

    def _rescue(self, tx: Transaction, in_hand: Collection[str]) -> bool:
        """Take back the jobs whose lease is over; say whether there was any."""
        backoff = self._orders.backoff
        is_any, is_more = False, True
        while is_more:
            rescued = len(jobs.rescue(tx, _RESCUED_AT_ONCE, backoff=backoff, in_hand=in_hand))
            is_any, is_more = is_any or rescued > 0, rescued == _RESCUED_AT_ONCE
        return is_any


def _soon(seconds: float) -> float:
    return time.monotonic() + seconds * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
