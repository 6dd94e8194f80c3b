"""A data directory, commands on it, and workers that ask a scripted model."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from reqx.model.jobs import JobStatus
from reqx.store import connect, jobs
from reqx.store.llm.tables import llm_budgets, llm_calls

REQX = Path(sys.executable).with_name("reqx")
PATIENCE_SECONDS = 600.0


class Site:
    """Everything that commands need: `values` are settings without REQX_, in lower case."""

    def __init__(self, home: Path, base_url: str, database: str = "", **values: object) -> None:
        rest = {name: value for name, value in os.environ.items() if not name.startswith("REQX_")}
        home.mkdir(parents=True, exist_ok=True)
        self._url = database or f"sqlite:///{home}/reqx.db"
        given = {
            "home": home,
            "database_url": self._url,
            "llm_base_url": base_url,
            "llm_model": "m",
            "extractor": "llm",
            **values,
        }
        self._log = home / "workers.log"
        self.environment = rest | {f"REQX_{k.upper()}": str(value) for k, value in given.items()}

    def run(self, *words: object) -> str:
        """Run a command to its end; return what it printed, whatever its exit status."""
        command = [str(REQX), *map(str, words)]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=False
        )
        return done.stdout

    def json(self, *words: object) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.run(*words, "--json"))

    def work(self, *words: object) -> subprocess.Popen[bytes]:
        """Start a worker."""
        command = [str(REQX), "work", "--quiet", *map(str, words)]
        with self._log.open("ab") as log:
            return subprocess.Popen(command, env=self.environment, stderr=log, stdout=log)

    @contextmanager
    def workers(self, count: int, *words: object) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Yield so many workers; those that still run are ended."""
        found = [self.work(*words) for _ in range(count)]
        try:
            yield found
        finally:
            for worker in found:
                worker.terminate()
            for worker in found:
                worker.wait(PATIENCE_SECONDS)

    def rows(self, document: int) -> dict[str, tuple[str, str]]:
        """Return extractor and modality of a document's requirements, by uid."""
        words = ("requirements", "list", "--document", document, "--jsonl", "--limit", "0")
        rows = (json.loads(line) for line in self.run(*words).splitlines())
        return {row["uid"]: (row["extractor"], row["modality"]) for row in rows}

    def calls(self) -> list[Row[Any]]:
        """Return the ledger, in the order in which calls were allowed."""
        with closing(connect(self._url)) as store, store.read() as tx:
            return list(tx.rows(select(llm_calls).order_by(llm_calls.c.id)))

    def status(self, job: int) -> JobStatus:
        with closing(connect(self._url)) as store, store.read() as tx:
            return jobs.get(tx, job).status

    def budgets(self) -> list[Row[Any]]:
        with closing(connect(self._url)) as store, store.read() as tx:
            return list(tx.rows(select(llm_budgets)))


def written(path: Path, paragraphs: Iterable[str]) -> Path:
    """Write a document of text."""
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")
    return path
