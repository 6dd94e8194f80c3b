"""Each command is killed at each of its numbered points; the next normal run must finish all."""

import os
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reqx.errors import SchemaOutdated
from trials import acts, pile
from trials.acts import DRAIN, Act, Papers
from trials.checker import violations
from trials.ground import Ground, said
from trials.history import History
from trials.launcher import FAULT
from trials.promise import Promise
from trials.result import Result
from trials.site import Process, Site, opened

SCRIPTS = Path(__file__).parents[1]
AT_ONCE = 3
POINTS = re.compile(r"^points (\S+) (\d+)$", re.MULTILINE)
TAKEN = re.compile(r"^(?:new|duplicate)  .*  document (\d+)", re.MULTILINE)
ENDED = (0, 3, 4)


@dataclass(frozen=True)
class Stage:
    """A command, and a site on which everything is ready for it."""

    ground: Ground
    papers: Papers
    act: Act
    site: Site
    before: History

    def points(self) -> list[str]:
        """Return the names of the points, from a run on a copy that nothing kills."""
        with self.copy("whole") as site:
            process = self.launch(site, "")
            process.wait()
            reached = dict(POINTS.findall(process.output()))
        name = self.act.thread
        return [f"{name}:{number}" for number in range(1, int(reached.get(name, 0)) + 1)]

    @contextmanager
    def copy(self, name: str) -> Iterator[Site]:
        """Give a copy of the site; it is gone afterwards."""
        home = self.site.home.with_name(f"{self.act.name}-{name}".replace(":", "-"))
        shutil.copytree(self.site.home, home)
        databases = self.ground.databases
        url = databases.copy(self.site.url, home.name)
        with opened(home, url) as site:
            yield site
        databases.drop(url)
        shutil.rmtree(home)

    def promise(self, *, is_drained: bool) -> Promise:
        """Return what must hold after the command was killed, and when all is finished."""
        act, accepted = self.act, {row.fingerprint for row in self.before.documents}
        if is_drained and act.is_upload:
            accepted |= pile.fingerprints(self.papers.short)
        failed = [job.id for job in self.before.jobs if job.status == "FAILED"]
        return Promise(
            accepted=frozenset(accepted),
            yields=self.papers.yields,
            retried=frozenset(failed) if act.is_retry else frozenset(),
            is_drained=is_drained,
            is_pruned=act.is_prune,
        )

    def launch(self, site: Site, point: str) -> Process:
        """Start the command, to be killed at the point."""
        path = os.pathsep.join([str(SCRIPTS), os.environ.get("PYTHONPATH", "")])
        variables = {FAULT: point, "PYTHONPATH": path.strip(os.pathsep)}
        words = self.act.words(self.papers)
        return site.start_python("-m", "trials.launcher", *words, variables=variables)


def faults(ground: Ground, most: int | None = None, chosen: Sequence[Act] = acts.ALL) -> Result:
    """Do it for these commands, at all points or at `most` of each, spread evenly."""
    papers = acts.draw(ground.folder / "papers")
    done: list[str] = []
    found: list[str] = []
    for act in chosen:
        with opened(ground.folder / act.name, ground.databases.make(act.name)) as site:
            site.home.mkdir(parents=True)
            act.prepare(site, papers)
            stage = Stage(ground, papers, act, site, known(site))
            points = spread(stage.points(), most)
            with ThreadPoolExecutor(AT_ONCE) as pool:
                for sentences in pool.map(partial(die_at, stage), points):
                    found += sentences
            done.append(f"{act.name} {len(points)}")
    text = f"killed at the points of {', '.join(done)}"
    seconds = time.monotonic() - ground.begun
    return Result("faults", ground.databases.name, text, tuple(found), None, seconds)


def spread(points: Sequence[str], most: int | None) -> list[str]:
    """Return all of them, or `most` (2 or more), the first and the last among them."""
    if most is None or len(points) <= most:
        return list(points)
    return [points[number * (len(points) - 1) // (most - 1)] for number in range(most)]


def known(site: Site) -> History:
    """Return the rows, none as long as there are no tables."""
    try:
        return site.history()
    except SchemaOutdated:
        return History(read_at=0.0)


def die_at(stage: Stage, point: str) -> list[str]:
    """Kill the command at the point, run it again and finish; return what does not hold."""
    words = stage.act.words(stage.papers)
    with stage.copy(point) as site:
        process = stage.launch(site, point)
        process.wait()
        found = [*_kept(stage, process, site)]
        site.run(*words, status=ENDED)
        if words[0] != "work":
            site.run(*DRAIN, status=ENDED)
        found += [*said(site), *violations(site.history(), stage.promise(is_drained=True))]
    return [f"{stage.act.name} killed at {point}: {sentence}" for sentence in found]


def _kept(stage: Stage, process: Process, site: Site) -> Iterator[str]:
    """Yield what does not hold at once: all that was said to be taken is there, nothing by half."""
    taken = set(map(int, TAKEN.findall(process.output())))
    history = known(site)
    for document_id in sorted(taken - {document.id for document in history.documents}):
        yield f"document {document_id} was accepted and is not there"
    yield from violations(history, stage.promise(is_drained=False))
