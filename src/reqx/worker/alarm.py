"""What wakes an idle worker before its next poll: a hint only, polling goes on without it."""

import random
import time
from typing import TYPE_CHECKING

from reqx.errors import StoreUnavailable
from reqx.store import Store

if TYPE_CHECKING:
    from reqx.store.bell import Bell

_RETRY_SECONDS = 5.0


class Alarm:
    """Listens for new jobs where the store can tell of them, and listens again after a cut."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._bell: Bell | None = None
        self._listen_at = 0.0

    def watched(self) -> list["Bell"]:
        """Return what to wait on together with other things: one bell or none."""
        if self._bell is None and time.monotonic() >= self._listen_at:
            self._listen()
        return [] if self._bell is None else [self._bell]

    def has_rung(self) -> bool:
        """Return whether to look for jobs now: it rang, or it may have rung unheard."""
        if self._bell is None:
            return False
        try:
            return self._bell.drain()
        except StoreUnavailable:
            self.close()
            return True

    def close(self) -> None:
        """Stop listening, until `watched` is asked again."""
        if self._bell is not None:
            self._bell.close()
        self._bell = None

    def _listen(self) -> None:
        # Jittered: every worker has lost the same server.
        self._listen_at = time.monotonic() + _RETRY_SECONDS * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        try:
            self._bell = self._store.listen()
        except StoreUnavailable:
            return
        if self._bell is None:
            self._listen_at = float("inf")
