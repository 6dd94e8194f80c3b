"""The jobs other workers have in hand, and whether those workers still live."""

from collections.abc import Iterable
from datetime import datetime

from reqx.store.jobs import Held


class Strangers:
    """Remembers the lease of each claim when it was first seen.

    A worker that lives renews its lease every quarter of it, so its expiry moves on.
    """

    def __init__(self) -> None:
        self._first_seen: dict[str, datetime] = {}

    def are_alive(self, held: Iterable[Held]) -> bool:
        """Return whether every claim in `held` has been renewed since it was first seen."""
        now = {claim.token: claim.lease_expires_at for claim in held}
        self._first_seen = {
            token: self._first_seen.get(token, expiry) for token, expiry in now.items()
        }
        return all(expiry > self._first_seen[token] for token, expiry in now.items())
