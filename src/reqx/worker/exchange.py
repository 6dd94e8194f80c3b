"""What ended for what comes next: one transaction settles and claims, one commit for both."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reqx.errors import SchemaOutdated, StoreError, StoreUnavailable
from reqx.model.jobs import Claim, Failure, JobStatus, Outcome, Released
from reqx.store import Transaction, jobs
from reqx.worker.orders import Orders

Ended = tuple[Claim, Outcome]
Settled = tuple[Claim, Outcome, JobStatus | None]
"""A claim, how its try ended, and the job's status then; None: it was no longer ours."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What became of what had ended, and the jobs to do next."""

    settled: list[Settled]
    claims: list[Claim]


class Exchange:
    """Settles and claims for one worker."""

    def __init__(self, worker: str, orders: Orders) -> None:
        terms = jobs.Terms(worker, orders.lease_seconds, orders.deadline_seconds)
        self._worker = worker
        self._backoff = orders.backoff
        self._claimer = jobs.Claimer(terms, orders.only, is_in_order=True)

    def trade(self, tx: Transaction, ended: Sequence[Ended], room: int) -> Exchanged:
        """Settle these and claim up to `room` jobs.

        What the store refuses (a row against a rule of the schema) fails its own job only.
        """
        try:
            traded = jobs.trade(tx, ended, self._claimer, room, self._backoff)
        except (StoreUnavailable, SchemaOutdated):
            raise
        except StoreError:
            if not ended:
                raise
            return Exchanged([self._settle_alone(tx, one) for one in ended], [])

        return Exchanged(_settled(ended, traded.statuses), traded.claims)

    def settle(self, tx: Transaction, ended: Sequence[Ended]) -> list[Settled]:
        """Settle these; nothing is claimed."""
        return _settled(ended, jobs.settle(tx, ended, self._backoff))

    def recover(self, tx: Transaction, known: Collection[str]) -> None:
        """Give back the claims whose answer was cut off: this worker does not know their tokens."""
        strays = jobs.strays(tx, self._worker, known)
        self.settle(tx, [(claim, Released()) for claim in strays])

    def _settle_alone(self, tx: Transaction, one: Ended) -> Settled:
        try:
            return self.settle(tx, [one])[0]
        except (StoreUnavailable, SchemaOutdated):
            raise
        except StoreError as error:
            return self.settle(tx, [(one[0], Failure(error))])[0]


def _settled(ended: Sequence[Ended], statuses: Sequence[JobStatus | None]) -> list[Settled]:
    return [(*one, status) for one, status in zip(ended, statuses, strict=True)]
