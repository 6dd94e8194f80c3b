import pytest

from tests.end_to_end.command import Reqx


@pytest.fixture
def reqx(url: str, tmp_path_factory: pytest.TempPathFactory) -> Reqx:
    """Give the command on an empty database, once on SQLite and once on PostgreSQL."""
    return Reqx(tmp_path_factory.mktemp("home"), {"REQX_DATABASE_URL": url})


@pytest.fixture
def sqlite_reqx(tmp_path_factory: pytest.TempPathFactory) -> Reqx:
    """Give the command as it is out of the box."""
    return Reqx(tmp_path_factory.mktemp("home"))
