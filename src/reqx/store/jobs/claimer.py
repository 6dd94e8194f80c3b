"""A worker's way of claiming: where the last claim ended, and which queues have a limit."""

import time
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Text, bindparam, func, literal_column, select

from reqx.model.jobs import Claim
from reqx.store.expressions import NOW
from reqx.store.hot import Hot
from reqx.store.jobs.claim import Terms, Which, from_row, is_any, place, take
from reqx.store.queues import IS_PAUSED
from reqx.store.schema import jobs, queues
from reqx.store.transaction import Transaction

FULL_SCAN_SECONDS = 1.0
"""How exact the order is: that old may be what a cursor has passed over."""

FULL_SCAN_SHARE = 20
"""A full scan comes at most once in so many times its own duration."""

LONGEST_WAIT_SECONDS = 10.0
"""But one slow scan does not put the next one off for longer."""

LIMITED = Hot(select(queues.c.name).where(queues.c.max_running.is_not(None), ~IS_PAUSED))
HOLD = (
    select(queues.c.max_running)
    .where(queues.c.name == bindparam("of_type", type_=Text))
    .with_for_update()
)
RUNNING = select(func.count()).where(
    jobs.c.status == literal_column("'PROCESSING'"),
    jobs.c.type == bindparam("of_type", type_=Text),
    # Whoever lost its lease holds no slot: else a dead worker would block its own rescue.
    jobs.c.lease_expires_at > NOW,
)


class Claimer:
    """Claims for one worker, over one connection.

    On PostgreSQL a claim starts where the last one ended: while a snapshot is held elsewhere, the
    index entries of jobs that are done stay, and a scan from the start walks over them all. Every
    second, and when nothing is found, the scan is full: it finds retries and higher priorities.

    `only` restricts to these ids; `is_in_order`: they are handed out as they are named, whatever
    their rank.
    """

    def __init__(
        self, terms: Terms, only: Sequence[int] = (), *, is_in_order: bool = False
    ) -> None:
        self._terms = terms
        self._only = only
        self._named = deque(only if is_in_order else ())
        self._cursor: tuple[int, datetime, int] | None = None
        self._full_scan_at = 0.0

    @property
    def terms(self) -> Terms:
        """On which terms it claims."""
        return self._terms

    def onward(self, slots: int) -> Which | None:
        """Say which jobs to take next: those named, or behind the last claim; None: a full scan."""
        if self._named:
            return Which([self._named.popleft() for _ in range(min(slots, len(self._named)))])
        if time.monotonic() >= self._full_scan_at:
            return None
        return Which(self._only, after=self._cursor)

    def claim(self, tx: Transaction, slots: int) -> list[Claim]:
        """Take up to `slots` jobs, the most urgent first; none is no error."""
        if slots <= 0:
            return []
        is_named = bool(self._named)
        which = self.onward(slots)
        if which is not None:
            claims = self.note(tx, take(tx, self._terms, slots, which))
            if is_named and not claims:
                # Paused, or in other hands: the rest comes in the order that all jobs have.
                self._named.clear()
                return self._scan(tx, slots)
            # With a settling to be committed, the full scan is left to the poll that comes soon.
            if claims or tx.is_atomic:
                return claims
        return self._scan(tx, slots)

    def note(self, tx: Transaction, rows: Sequence[Row[Any]]) -> list[Claim]:
        """Go on behind these rows the next time, or from the start when there are none."""
        # SQLite keeps no dead entries, and needs no cursor.
        self._cursor = place(rows[-1]) if rows and tx.dialect == "postgresql" else None
        self._full_scan_at = self._full_scan_at if rows else 0.0
        return [from_row(row) for row in rows]

    def _scan(self, tx: Transaction, slots: int) -> list[Claim]:
        """Look from the start; what a limit keeps back from everybody is looked at apart."""
        started = time.monotonic()
        rows = take(tx, self._terms, slots, Which(self._only))
        now = time.monotonic()
        wait = min(FULL_SCAN_SHARE * (now - started), LONGEST_WAIT_SECONDS)
        self._full_scan_at = now + max(FULL_SCAN_SECONDS, wait)
        claims = self.note(tx, rows)
        if len(claims) == slots:
            return claims
        return claims + [from_row(row) for row in self._take_limited(tx, slots - len(claims))]

    def _take_limited(self, tx: Transaction, slots: int) -> Sequence[Row[Any]]:
        rows: list[Row[Any]] = []
        for (name,) in tx.hot(LIMITED, {}):
            rows += _take_within_limit(tx, self._terms, slots - len(rows), Which(self._only, name))
        return rows


def _take_within_limit(
    tx: Transaction, terms: Terms, slots: int, which: Which
) -> Sequence[Row[Any]]:
    """Take jobs of a type that has a limit; its row is locked, so that no two count at once."""
    if slots <= 0 or not is_any(tx, which):
        return []
    values = {"of_type": which.type}
    with tx.atomic():
        most = tx.value(HOLD, values)
        # Counted by a statement of its own: its snapshot must be younger than the lock.
        room = slots if most is None else most - tx.value(RUNNING, values)
        return take(tx, terms, min(slots, room), which) if room > 0 else []


def claim(
    tx: Transaction,
    *,
    worker: str,
    slots: int,
    lease_seconds: float,
    deadline_seconds: float = 7200.0,
    only: Sequence[int] = (),
) -> list[Claim]:
    """Take up to `slots` due jobs for `lease_seconds`, the most urgent first; none is no error.

    `only` restricts to these job ids. Each job counts one attempt and gets a new token, an attempt
    row, and `deadline_seconds` for the try. A loop keeps a `Claimer` instead.
    """
    return Claimer(Terms(worker, lease_seconds, deadline_seconds), only).claim(tx, slots)
