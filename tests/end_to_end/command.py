"""The reqx command as a user has it: a real process, on a data directory of its own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REQX = Path(sys.executable).with_name("reqx")
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True)
class Reqx:
    """Runs commands on one data directory and database, with a short lease."""

    home: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        own = {"REQX_HOME": str(self.home), "REQX_LEASE_SECONDS": "2"}
        rest = {name: value for name, value in os.environ.items() if not name.startswith("REQX_")}
        return rest | own | self.variables

    def __call__(self, *words: object, status: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run a command; its exit status must be `status` (None: any)."""
        done = subprocess.run(
            [REQX, *map(str, words)],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        assert status in (None, done.returncode), (done.returncode, done.stdout, done.stderr)
        return done

    def json(self, *words: object, status: int | None = 0) -> Any:  # noqa: ANN401 - it is JSON
        return json.loads(self(*words, "--json", status=status).stdout)

    def start(self, *words: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [REQX, *map(str, words)],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def status_of(self, document_id: int = 1) -> str:
        return str(self.json("documents", "show", document_id)["status"])

    def requirements(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json("requirements", "list", "--limit", "0")
        return found


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.05)
