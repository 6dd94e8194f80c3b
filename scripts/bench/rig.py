"""The folder of floors and peers, and empty databases to run them in.

The folder's `run.py` makes an empty database for each cell and enqueues, its `contest.py` drains in
a child process that it measures; both are used as they are.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.stock import kind_of

REQX = "bench.adapter:Reqx"
POLLING = "bench.adapter:Polling"
FLOORS = {"postgresql": "floor_pg", "sqlite": "floor_sqlite"}
PEERS = {
    "postgresql": {"PgQueuer": "peers_pg:PgQueuer", "Procrastinate": "peers_pg:Procrastinate"},
    "sqlite": {"huey": "floor_sqlite:Huey"},
}


def open_folder(folder: Path) -> None:
    """Make the folder's modules, and reqx's adapter in the child processes, importable."""
    sys.path.insert(0, str(folder.resolve()))
    here = str(Path(__file__).resolve().parent.parent)
    others = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([here, others] if others else [here])


@dataclass(frozen=True)
class Rig:
    """One kind of database, at `uri`; a drain is measured for `seconds`, each cell `repeat` times.

    `uri` is a PostgreSQL server's, whose role may create databases, or a SQLite file's path.
    """

    uri: str
    seconds: float
    repeat: int

    @property
    def kind(self) -> str:
        return kind_of(self.uri)

    @property
    def peers(self) -> dict[str, str]:
        """The published queues that are installed: name -> what the folder calls them."""
        return {name: spec for name, spec in PEERS[self.kind].items() if find_spec(name.lower())}

    def floor(self, name: str = "Floor") -> str:
        return f"{FLOORS[self.kind]}:{name}"

    def enqueue_rates(self, spec: str, sync: str) -> dict[str, float]:
        """Return jobs per second, enqueued one by one ("one") and 1,000 at a time ("many")."""
        rates: dict[str, float] = self._bench.enqueue(spec, sync)
        return rates

    def drain(self, spec: str, sync: str, slots: int, processes: int = 1) -> dict[str, float]:
        """Return the rate of a drain, with the folder's own number of jobs waiting."""
        return checked(self._bench.drain(spec, sync, slots, processes))

    @contextmanager
    def started(self, spec: str, sync: str, documents: int = 50_000) -> Iterator[tuple[Any, str]]:
        """Give a contestant in an empty database with its tables, and that database's uri."""
        with _stocked(spec, documents), self._bench.started(spec, sync) as found:
            yield found

    def preload(self, contestant: Any, number: int) -> int:  # noqa: ANN401 - the folder's class
        """Enqueue so many jobs and tidy up; return how many there was time for."""
        count: int = self._bench.preload(contestant, number, 60)
        return count

    @property
    def _bench(self) -> Any:  # noqa: ANN401 - the folder's class
        kind = "sqlite" if self.kind == "sqlite" else "pg"
        return import_module("run").Bench(kind, self.uri, Namespace(seconds=self.seconds))


@contextmanager
def _stocked(spec: str, documents: int) -> Iterator[None]:
    """Let reqx have so many documents for the time of the block; what follows has its own."""
    if spec not in {REQX, POLLING}:
        yield
        return
    contestant = import_module("contest").load(spec)
    before, contestant.documents = contestant.documents, documents
    try:
        yield
    finally:
        contestant.documents = before


def checked(drained: dict[str, Any]) -> dict[str, float]:
    """Return the rate of a drain in which no job ran twice or was lost; RuntimeError else."""
    if drained["twice"] or drained["lost"]:
        raise RuntimeError(f"{drained['twice']} jobs ran twice, {drained['lost']} were lost")
    return {"rate": drained["rate"]}
