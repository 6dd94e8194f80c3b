"""The heartbeat: a thread that renews the leases of everything this worker has in hand.

It belongs to the supervisor and not to the process that reads the document, so that neither a long
native call nor a hang lets a lease lapse while the worker lives.
"""

import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Self

from reqx.errors import ReqxError
from reqx.model.jobs import Progress
from reqx.store import Store, jobs, workers

_BEATS_A_LEASE = 4


class Heartbeat:
    """Beats every quarter of a lease while the context is open.

    `hold` and `drop` say what is in hand; `lost` holds the tokens that are no longer ours.
    """

    def __init__(self, store: Store, worker: str, lease_seconds: float) -> None:
        self._store = store
        self._worker = worker
        self._lease_seconds = lease_seconds
        self._lock = threading.Lock()
        self._held: dict[str, Progress | None] = {}
        self._lost: set[str] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def hold(self, token: str, progress: Progress | None = None) -> None:
        """Renew this claim from now on, and write down how far it is."""
        with self._lock:
            self._held[token] = progress

    def drop(self, token: str) -> None:
        """Renew this claim no longer."""
        with self._lock:
            self._held.pop(token, None)
            self._lost.discard(token)

    def has_lost(self, token: str) -> bool:
        """Return whether another worker has, or may have, this job now."""
        with self._lock:
            return token in self._lost

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
        while not self._over.wait(self._lease_seconds / _BEATS_A_LEASE):
            with self._lock:
                held = dict(self._held)
            try:
                self._beat(held)
            except ReqxError:
                # The database or its disk is away: the next beat may reach it in time, and if
                # none does the token keeps this worker from writing anything.
                continue

    def _beat(self, held: Mapping[str, Progress | None]) -> None:
        progress = {token: known for token, known in held.items() if known is not None}
        with self._store.hold() as tx:
            workers.seen(tx, self._worker)
            kept = jobs.renew(tx, self._worker, list(held), self._lease_seconds, progress)
        with self._lock:
            self._lost |= self._held.keys() & (held.keys() - kept)
