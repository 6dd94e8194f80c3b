"""The commands that are killed at every point, each with what must be there before."""

import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from trials import history, pile
from trials.promise import Yield
from trials.site import Site, wait_until

LONG_PAGES = 50


@dataclass(frozen=True, slots=True)
class Papers:
    """What the acts work on: two short documents, one that takes a while, one nobody can read."""

    short: Path
    long: Path
    locked: Path
    yields: dict[str, Yield]


def draw(folder: Path) -> Papers:
    """Draw them."""
    pile.draw(folder / "short", 2, word="short")
    pile.draw(folder / "long", 1, LONG_PAGES, word="long")
    yields = pile.quiet_yields(folder, folder.with_name("papers-quiet"))
    locked = folder / "locked.pdf"
    canvas = Canvas(str(locked), encrypt=StandardEncryption("secret"), invariant=1)
    canvas.drawString(72, 700, "The safe shall stay shut.")
    canvas.save()
    return Papers(folder / "short", folder / "long", locked, yields)


@dataclass(frozen=True, slots=True)
class Act:
    """A command, what comes before it, and whose points count.

    `is_upload`: it brings the short documents; `is_retry`: it gives failed jobs a fresh budget;
    `is_prune`: it removes jobs.
    """

    name: str
    words: Callable[[Papers], tuple[object, ...]]
    prepare: Callable[[Site, Papers], None]
    thread: str = "main"
    is_upload: bool = False
    is_retry: bool = False
    is_prune: bool = False


def _nothing(_site: Site, _papers: Papers) -> None:
    """Leave the database empty: the first command makes the tables, too."""


def _waiting(site: Site, papers: Papers) -> None:
    site.run("upload", "-r", papers.short, papers.locked)


def _waiting_long(site: Site, papers: Papers) -> None:
    site.run("upload", "-r", papers.long)


def _abandoned(site: Site, papers: Papers) -> None:
    """Leave a job whose worker was killed, its lease run out."""
    _waiting_long(site, papers)
    worker = site.start("work")
    wait_until(_is_claimed(site), "a worker to claim")
    worker.signal_group(signal.SIGKILL)
    worker.wait()
    time.sleep(site.lease_seconds)


def _waiting_and_abandoned(site: Site, papers: Papers) -> None:
    _abandoned(site, papers)
    _waiting(site, papers)


def _is_claimed(site: Site) -> Iterator[bool]:
    while True:
        yield "PROCESSING" in history.live(site.url)


def _done(site: Site, papers: Papers) -> None:
    _waiting(site, papers)
    site.run("work", "--drain", status=(3,))


def _done_for_a_while(site: Site, papers: Papers) -> None:
    _done(site, papers)
    time.sleep(1)


# With one document at a time there is no room, so nothing is polled for while it is read: polls
# would be most of the points.
DRAIN_ONE = ("work", "--drain", "--interval", "0.5")
DRAIN = ("work", "--drain", "--interval", "0.5", "--concurrency", "2")
CANCEL = ("jobs", "cancel", "--status", "PENDING", "--status", "PROCESSING", "--yes")
PRUNE = ("jobs", "prune", "--status", "COMPLETED", "--status", "FAILED", "--older-than", "1s", "-y")
RETRY = ("jobs", "retry", "--status", "FAILED", "--yes")

ALL = (
    Act("upload", lambda papers: ("upload", "-r", papers.short), _nothing, is_upload=True),
    Act("enqueue", lambda _: ("enqueue", "--status", "DONE", "--force"), _done),
    Act("work", lambda _: DRAIN, _waiting),
    Act("beat", lambda _: DRAIN_ONE, _waiting_long, thread="heartbeat"),
    Act("rescue", lambda _: DRAIN_ONE, _abandoned),
    Act("retry", lambda _: RETRY, _done, is_retry=True),
    Act("cancel", lambda _: CANCEL, _waiting_and_abandoned),
    Act("prune", lambda _: PRUNE, _done_for_a_while, is_prune=True),
)
