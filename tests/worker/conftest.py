"""For tests of the worker: short waits that hurry nobody, and the way to a database, to be cut."""

from collections.abc import Iterator

import psycopg
import pytest

from reqx.worker import heartbeat, housekeeping

CUT = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = %s AND application_name = 'reqx'
"""


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beat and sweep ten times a second at a lease of 30 s, which lapses on no busy machine."""
    monkeypatch.setattr(heartbeat, "_BEATS_A_LEASE", 300)
    monkeypatch.setattr(heartbeat, "_BEATS_A_LEASE_IN_NEED", 600)
    monkeypatch.setattr(housekeeping, "_SWEEPS_A_LEASE", 300)


class Line:
    """The way to a database: it can be cut, and closed for a while."""

    def __init__(self, url: str) -> None:
        self._admin = psycopg.connect(url, autocommit=True)
        (self._name,) = self._admin.execute("SELECT current_database()").fetchone() or ("",)
        self._admin.close()
        self._admin = psycopg.connect(url.replace(self._name, "postgres"), autocommit=True)

    def cut(self) -> None:
        self._admin.execute(CUT, [self._name])

    def close(self) -> None:
        self._allow("false")
        self.cut()

    def open(self) -> None:
        self._allow("true")

    def end(self) -> None:
        self.open()
        self._admin.close()

    def _allow(self, word: str) -> None:
        self._admin.execute(f'ALTER DATABASE "{self._name}" ALLOW_CONNECTIONS {word}'.encode())


@pytest.fixture
def line(postgresql_url: str) -> Iterator[Line]:
    line = Line(postgresql_url)
    yield line
    line.end()
