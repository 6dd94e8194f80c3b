import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from trials.databases import Databases, Files, Server, serve
from trials.ground import Ground

from tests.conftest import DIALECTS


@pytest.fixture(scope="module")
def crashing_server() -> Iterator[Server]:
    """Give a PostgreSQL server that may be crashed: no other test uses it."""
    with serve() as server:
        yield server


@pytest.fixture(params=DIALECTS)
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Ground:
    """Give a place for a trial, on SQLite and on PostgreSQL."""
    is_file = request.param == "sqlite"
    return make(
        tmp_path, Files(tmp_path) if is_file else request.getfixturevalue("crashing_server")
    )


@pytest.fixture
def server_ground(crashing_server: Server, tmp_path: Path) -> Ground:
    """Give a place for a trial that only a server can be put to."""
    return make(tmp_path, crashing_server)


def make(folder: Path, databases: Databases) -> Ground:
    return Ground(folder, databases, random.Random(1))  # noqa: S311 - no secret
