"""A bar is for people: it appears on a terminal, and changes nothing that is data."""

import os
import re
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from select import select
from zipfile import ZipFile

import pytest

from reqx.cli.app import run
from reqx.cli.progress import counted, ending, observe
from reqx.errors import StoreUnavailable, Unreadable
from reqx.model.jobs import (
    Cancelled,
    Claim,
    Completed,
    Failure,
    JobStatus,
    Outcome,
    Progress,
    Released,
    Snoozed,
)
from reqx.store import jobs
from reqx.worker.orders import Observer
from tests import make
from tests.cli.seed import Seed


class Terminal:
    """A terminal of 80 columns in place of stderr, and a text in place of stdout."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._screen, keyboard = os.openpty()
        self._stderr = os.fdopen(keyboard, "w", encoding="utf-8")
        self.stdout = StringIO()

    def use(self) -> None:
        """Begin; not before the test itself, where pytest puts its own streams once more."""
        self._monkeypatch.setattr(sys, "stderr", self._stderr)
        self._monkeypatch.setattr(sys, "stdout", self.stdout)

    def shown(self) -> str:
        """Return what comes until it is silent, or for a second: a bar moves all the time."""
        self._stderr.flush()
        pieces = []
        over_at = time.monotonic() + 1
        while select([self._screen], [], [], 0.2)[0] and time.monotonic() < over_at:
            pieces.append(os.read(self._screen, 100_000))
        return b"".join(pieces).decode()

    def close(self) -> None:
        self._stderr.close()
        os.close(self._screen)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    terminal = Terminal(monkeypatch)
    yield terminal
    terminal.close()


def test_terminal_gets_a_bar_of_how_many(terminal: Terminal) -> None:
    terminal.use()
    assert list(counted("abc", "files", lambda: 3)) == ["a", "b", "c"]
    shown = terminal.shown()
    assert "files" in shown
    assert "3/3" in shown


def test_bar_of_an_upload_counts_files_and_not_what_an_archive_holds(
    terminal: Terminal, tmp_path: Path
) -> None:
    with ZipFile(tmp_path / "tender.zip", "w") as archive:
        for number in range(12):
            archive.writestr(f"{number}.txt", f"The pump {number} shall stop.")
    (tmp_path / "annex.txt").write_text("The valve shall open.", encoding="utf-8")
    terminal.use()
    run(["upload", str(tmp_path / "tender.zip"), str(tmp_path / "annex.txt")])
    shown = terminal.shown()
    assert len(terminal.stdout.getvalue().splitlines()) == 13
    assert set(re.findall(r"(\d+)/(\d+)", shown)) <= {("0", "2"), ("1", "2"), ("2", "2")}
    assert "2/2" in shown
    assert "13 new" in shown


def test_bar_leaves_a_redirected_stdout_alone(terminal: Terminal) -> None:
    terminal.use()
    for item in counted("abc", "files", lambda: 3):
        sys.stdout.write(item)
    assert terminal.stdout.getvalue() == "abc"
    assert "abc" not in terminal.shown()


@pytest.fixture
def claim(seed: Seed) -> Claim:
    _, job_id = seed.waiting("pump.pdf")
    with seed.store.hold() as tx:
        (claim,) = jobs.claim(tx, worker="w", slots=1, lease_seconds=60.0, only=[job_id])
    return claim


BROKEN = Failure(Unreadable("no page tree"))


@pytest.mark.parametrize(
    ("outcome", "status", "words"),
    [
        (Completed(make.extraction(make.requirement())), "COMPLETED", "1 requirement on 1 page"),
        (BROKEN, "FAILED", "failed (corrupt): no page tree"),
        (BROKEN, "PENDING", "will be tried again (corrupt): no page tree"),
        (Snoozed(90, "the endpoint asks for it"), "PENDING", "waits for 1 min (the endpoint asks"),
        (Released(), "PENDING", "given back"),
        (Cancelled(), "CANCELLED", "cancelled"),
        (Released(), "CANCELLED", "cancelled"),
        (Released(), None, "lease lost, another worker has it"),
    ],
)
def test_end_of_a_document_is_said_in_a_line(
    claim: Claim, outcome: Outcome, status: str | None, words: str
) -> None:
    line = ending(claim, outcome, JobStatus(status) if status else None)
    assert line.startswith(f"job 1  pump.pdf: {words}")


def watch(observer: Observer, claim: Claim) -> None:
    """Let a document be read, and the database go away meanwhile."""
    observer.claimed(claim)
    observer.progressed(claim, Progress("parse", 3, 9))
    observer.progressed(claim, Progress("extract", 1, 2))
    observer.interrupted(StoreUnavailable("the database does not answer"))
    observer.stopping(1)
    observer.settled(claim, BROKEN, JobStatus.FAILED)
    observer.stopping(0)


SAID = (
    "waiting: the database does not answer",
    "stopping after 1 document in hand",
    "job 1  pump.pdf: failed (corrupt): no page tree",
    "stopping",
)


def test_terminal_of_a_worker_has_lines(terminal: Terminal, claim: Claim) -> None:
    terminal.use()
    with observe(quiet=False) as observer:
        watch(observer, claim)
        observer.settled(claim, Released(), None)
    shown = terminal.shown()
    assert [words for words in SAID if words not in shown] == []


def test_terminal_of_a_worker_has_a_bar_of_pages(terminal: Terminal, claim: Claim) -> None:
    terminal.use()
    with observe(quiet=False) as observer:
        observer.claimed(claim)
        observer.progressed(claim, Progress("parse", 3, 9))
        shown = terminal.shown()
    assert "pump.pdf" in shown
    assert "3/9" in shown


def test_log_of_a_worker_has_lines_and_no_bar(
    capsys: pytest.CaptureFixture[str], claim: Claim
) -> None:
    with observe(quiet=False) as observer:
        watch(observer, claim)
    said = capsys.readouterr().err.splitlines()
    assert len(said) == len(SAID)
    assert all(line.startswith(words) for line, words in zip(said, SAID, strict=True))


def test_quiet_worker_says_what_goes_wrong_only(
    capsys: pytest.CaptureFixture[str], claim: Claim
) -> None:
    with observe(quiet=True) as observer:
        watch(observer, claim)
        observer.settled(claim, Completed(make.extraction()), JobStatus.COMPLETED)
    assert capsys.readouterr().err.splitlines() == [SAID[0], SAID[2]]


def test_pipe_gets_no_bar_and_nothing_is_counted_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def total() -> int:
        raise AssertionError("nobody sees the total")

    assert list(counted("abc", "files", total)) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")
