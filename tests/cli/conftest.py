import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reqx.cli.app import run
from reqx.cli.environment import settings
from reqx.store import Store, connect
from tests.cli.seed import Seed

Reqx = Callable[..., "Ran"]


@dataclass(frozen=True)
class Ran:
    """What a command line gave: its exit status and its two streams."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command printed
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "REQX_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REQX_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    yield tmp_path / "home"
    settings.cache_clear()


@pytest.fixture
def reqx(capsys: pytest.CaptureFixture[str]) -> Reqx:
    def call(*words: object) -> Ran:
        status = run([str(word) for word in words])
        streams = capsys.readouterr()
        return Ran(status, streams.out, streams.err)

    return call


@pytest.fixture
def seed(home: Path) -> Iterator[Seed]:
    home.mkdir(mode=0o700)
    store: Store = connect(f"sqlite:///{home}/reqx.db")
    store.prepare()
    yield Seed(store)
    store.close()
