"""Where a trial takes place: its folder, its databases, its dice; and how it is judged."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from trials import pile, site
from trials.checker import violations, worst_recovery
from trials.databases import Databases
from trials.promise import Promise, Yield
from trials.result import Result
from trials.site import Site

NEVER_SAID = ("Traceback (most recent call last)", "database is locked", "has a bug")


@dataclass
class Ground:
    """What a trial is given."""

    folder: Path
    databases: Databases
    dice: Random
    begun: float = field(default_factory=time.monotonic)

    @contextmanager
    def site(self, name: str, lease_seconds: float = 2.0) -> Iterator[Site]:
        """Give a site on a new database."""
        with site.opened(self.folder / name, self.databases.make(name), lease_seconds) as opened:
            yield opened

    def documents(self, name: str, count: int, pages: int = 1) -> tuple[Path, dict[str, Yield]]:
        """Return a folder of documents, and what they give."""
        folder = self.folder / f"{name}-documents"
        pile.draw(folder, count, pages, word=name)
        return folder, pile.quiet_yields(folder, self.folder / f"{name}-quiet")

    def judge(
        self, trial: str, done: str, promise: Promise, judged: Site, found: Iterable[str] = ()
    ) -> Result:
        """Return the result: what the trial itself `found`, what was said, and what rows tell."""
        history = judged.history()
        return Result(
            trial,
            self.databases.name,
            done,
            (*found, *said(judged), *violations(history, promise)),
            worst_recovery(history, promise),
            time.monotonic() - self.begun,
        )


def said(judged: Site) -> Iterator[str]:
    """Yield what no command may ever say."""
    for process in judged.started:
        output = process.output()
        for words in NEVER_SAID:
            if words in output:
                yield f"{process.log.name} says: {_around(output, words)}"


def _around(output: str, words: str) -> str:
    lines = output.strip().splitlines()
    first = next(number for number, line in enumerate(lines) if words in line)
    return lines[first] if "Traceback" not in words else f"{lines[first]} ... {lines[-1]}"
