"""The bell that PostgreSQL rings when jobs were queued: a hint to look, and never more.

It hangs on a connection of its own, which does nothing else, since a listening session cannot go
back to a pool (nor through PgBouncer in transaction mode: there it is switched off).
"""

from typing import Self

import psycopg
from sqlalchemy import Engine

from reqx.store import faults
from reqx.store.jobs.enqueue import CHANNEL


class Bell:
    """Listens from its making until `close`; wait for `fileno` to be readable, then `drain`.

    It survives nothing: after StoreUnavailable the caller makes another one, and then looks for
    jobs itself, as what was rung in between is lost.
    """

    def __init__(self, engine: Engine) -> None:
        self._url = engine.url
        self._held = engine.connect()
        driver = self._held.connection.driver_connection
        assert isinstance(driver, psycopg.Connection), "only PostgreSQL has bells"
        self._held.detach()
        self._driver = driver
        self._held.exec_driver_sql(f"LISTEN {CHANNEL}")

    def fileno(self) -> int:
        """Return what becomes readable when it rings; StoreUnavailable when the line is cut."""
        try:
            return self._driver.fileno()
        except psycopg.Error as error:
            raise faults.translated(error, self._url) from error

    def drain(self) -> bool:
        """Return whether it has rung since the last call, without waiting.

        StoreUnavailable when the line is cut, if not at once then at the next call: a cut line
        stays readable.
        """
        try:
            return sum(1 for _ in self._driver.notifies(timeout=0)) > 0
        except psycopg.Error as error:
            raise faults.translated(error, self._url) from error

    def close(self) -> None:
        """Stop listening."""
        # Past SQLAlchemy, which would roll back first: on a cut line that is an error.
        self._driver.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.close()
