"""The way to a database, which tests of the worker cut."""

from collections.abc import Iterator

import psycopg
import pytest

CUT = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = %s AND application_name = 'reqx'
"""


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
