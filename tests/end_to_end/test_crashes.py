"""Workers that die, freeze or are told to stop: nothing is lost, nothing is done twice."""

import signal
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from reqx.store import Store
from tests.conftest import opened
from tests.end_to_end import documents
from tests.end_to_end.command import Reqx, wait_for

PAGES = 150


@pytest.fixture(scope="session")
def long_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return documents.pdf(tmp_path_factory.mktemp("long") / "long.pdf", pages=PAGES)


def is_reading(store: Store) -> bool:
    with store.read() as tx:
        return bool(tx.value(text("SELECT status FROM jobs")) == "PROCESSING")


def begin(reqx: Reqx, document: Path, *words: str) -> subprocess.Popen[str]:
    """Upload the document and start a worker; return it in the middle of the work."""
    reqx("upload", document)
    # Asked of the database itself: a command takes as long to start as the work does.
    with opened(reqx.variables["REQX_DATABASE_URL"]) as store:
        worker = reqx.start("work", *words)
        wait_for(lambda: is_reading(store), "the worker to claim")
    return worker


def end(worker: subprocess.Popen[str]) -> tuple[int, str]:
    _, errors = worker.communicate(timeout=60)
    return worker.returncode, errors


def outcomes(reqx: Reqx) -> list[str]:
    return [attempt["outcome"] for attempt in reqx.json("jobs", "show", 1)["history"]]


def assert_done_once(reqx: Reqx) -> None:
    assert reqx.status_of() == "DONE"
    statements = Counter(row["statement"] for row in reqx.requirements())
    assert len(statements) == PAGES
    assert set(statements.values()) == {1}


def test_killed_workers_job_is_done_by_the_next(reqx: Reqx, long_pdf: Path) -> None:
    worker = begin(reqx, long_pdf)
    worker.kill()
    end(worker)
    reqx("work", "--drain")
    assert_done_once(reqx)
    assert outcomes(reqx) == ["lease_expired", "completed"]
    assert reqx.json("jobs", "show", 1)["attempts"] == 1


def test_frozen_workers_result_is_dropped(reqx: Reqx, long_pdf: Path) -> None:
    worker = begin(reqx, long_pdf, "--once")
    worker.send_signal(signal.SIGSTOP)
    reqx("work", "--drain")
    before = reqx.json("documents", "show", 1)
    worker.send_signal(signal.SIGCONT)
    _, errors = end(worker)
    assert "lease lost" in errors
    assert reqx.json("documents", "show", 1) == before
    assert_done_once(reqx)


def test_first_signal_finishes_the_document(reqx: Reqx, long_pdf: Path) -> None:
    worker = begin(reqx, long_pdf)
    worker.send_signal(signal.SIGTERM)
    status, errors = end(worker)
    assert (status, outcomes(reqx)) == (0, ["completed"])
    assert "stopping after 1 document" in errors
    assert_done_once(reqx)


def test_second_signal_gives_the_job_back_uncharged(reqx: Reqx, long_pdf: Path) -> None:
    worker = begin(reqx, long_pdf)
    worker.send_signal(signal.SIGINT)
    assert worker.stderr is not None
    worker.stderr.readline()
    worker.send_signal(signal.SIGINT)
    status, _ = end(worker)
    job = reqx.json("jobs", "show", 1)
    assert (status, job["status"], job["attempts"]) == (130, "PENDING", 0)
    assert outcomes(reqx) == ["released"]
    assert reqx.status_of() == "WAITING"


def test_idle_worker_stops_at_once(reqx: Reqx, tmp_path: Path) -> None:
    worker = reqx.start("work", "--interval", "30")
    reqx("upload", documents.pdf(tmp_path / "a.pdf"))
    wait_for(lambda: reqx.status_of() == "DONE", "the document")
    worker.send_signal(signal.SIGTERM)
    assert end(worker)[0] == 0


def test_two_drains_do_each_job_once(reqx: Reqx, tmp_path: Path) -> None:
    for number in range(12):
        documents.pdf(tmp_path / f"{number}.pdf", pages=2, word=f"valve{number}")
    reqx("upload", tmp_path / "*.pdf")
    drains = [reqx.start("work", "--drain", "--concurrency", "2") for _ in range(2)]
    assert [end(drain)[0] for drain in drains] == [0, 0]
    jobs = reqx.json("jobs", "list", "--limit", "0")
    assert [(job["status"], job["attempts"]) for job in jobs] == [("COMPLETED", 1)] * 12
    assert len(reqx.requirements()) == 24
