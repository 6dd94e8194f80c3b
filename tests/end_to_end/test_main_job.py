"""The main job on the sample documents, by the command line alone, on both databases."""

import csv
import io
import json
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.end_to_end import documents
from tests.end_to_end.command import Reqx

SAMPLES = Path(__file__).parent.parent.parent / "sample_docs"
FILES = sorted([*SAMPLES.glob("*.pdf"), *SAMPLES.glob("*.docx")])


@pytest.fixture
def done(reqx: Reqx) -> Reqx:
    """Give the command after the sample documents went through it."""
    reqx("run", *FILES, "--project", "demo", "--quiet")
    return reqx


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def texts(reqx: Reqx) -> dict[int, str]:
    """Return each document's text as the contract builds it: the pages, joined by form feeds."""
    pages = lines(reqx("documents", "text", "--all", "--jsonl").stdout)
    grouped = groupby(pages, key=lambda page: page["document"]["id"])
    return {key: "\f".join(page["text"] for page in group) for key, group in grouped}


def test_every_sample_is_done_and_every_statement_is_its_slice(done: Reqx) -> None:
    found = done.json("documents", "list", "--limit", "0")
    assert {row["status"] for row in found} == {"DONE"}
    assert len(found) == len(FILES)
    text = texts(done)
    rows = done.requirements()
    assert len(rows) > 250
    for row in rows:
        words = text[row["document"]["id"]][row["start"] : row["end"]]
        assert row["statement"] == " ".join(words.split())
        assert row["page"] is None or row["regions"]


def test_exports_hold_the_same_requirements(done: Reqx, tmp_path: Path) -> None:
    wanted = [row["statement"] for row in done.requirements()]
    exported = lines(done("export", "--format", "jsonl").stdout)
    assert [row["statement"] for row in exported] == wanted
    table = csv.DictReader(io.StringIO(done("export", "--format", "csv").stdout))
    assert len(list(table)) == len(wanted)
    done("export", "--format", "xlsx", "-o", tmp_path / "matrix.xlsx")
    book = openpyxl.load_workbook(tmp_path / "matrix.xlsx")
    assert book.active is not None
    assert book.active.max_row == len(wanted) + 1
    assert "| ID |" in done("export", "--format", "md").stdout


def test_scanned_page_is_a_visible_warning(done: Reqx) -> None:
    [scanned] = [
        row for row in done.json("documents", "list") if row["name"] == "scanned-annex.pdf"
    ]
    assert "Page 2" in done("documents", "show", scanned["id"]).stdout


def test_run_again_gives_the_same_without_a_new_job(done: Reqx) -> None:
    before = done.requirements()
    done("run", *FILES, "--project", "demo")
    assert done.requirements() == before
    assert len(done.json("jobs", "list", "--limit", "0")) == len(FILES)


def test_forced_run_keeps_every_uid(done: Reqx) -> None:
    before = {row["uid"] for row in done.requirements()}
    done("enqueue", "--project", "demo", "--force")
    assert done.status_of() == "WAITING"
    done("work", "--drain", "--concurrency", "2")
    assert {row["uid"] for row in done.requirements()} == before


def test_urgent_documents_are_done_first(reqx: Reqx, tmp_path: Path) -> None:
    for priority, word in ((0, "pump"), (-5, "valve"), (9, "gate"), (0, "dam")):
        reqx("upload", documents.pdf(tmp_path / f"{word}.pdf", word=word), "--priority", priority)
    reqx("work", "--drain")
    # As times, not as words: "05Z" is before "05.250Z", and sorts behind it.
    jobs = sorted(reqx.json("jobs", "list"), key=_started_at)
    assert [job["document"] for job in jobs] == ["gate.pdf", "pump.pdf", "dam.pdf", "valve.pdf"]


def test_a_run_begins_with_the_largest_document(reqx: Reqx, tmp_path: Path) -> None:
    pages = {"a.pdf": 1, "b.pdf": 3, "c.pdf": 2}
    paths = [documents.pdf(tmp_path / name, pages=count) for name, count in pages.items()]
    reqx("run", *paths, "--concurrency", "1")
    jobs = sorted(reqx.json("jobs", "list"), key=_started_at)
    assert [job["document"] for job in jobs] == ["b.pdf", "c.pdf", "a.pdf"]


def _started_at(job: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(job["started_at"])


def test_failed_document_is_retried_on_demand(reqx: Reqx, tmp_path: Path) -> None:
    reqx("upload", documents.pdf(tmp_path / "a.pdf", password="secret"))  # noqa: S106 - its own
    reqx("work", "--drain", status=4)
    reqx("jobs", "retry", 1)
    assert reqx.json("jobs", "show", 1)["status"] == "PENDING"
    reqx("work", "--once", status=4)
    outcomes = [attempt["outcome"] for attempt in reqx.json("jobs", "show", 1)["history"]]
    assert outcomes == ["failed", "failed"]


def test_run_says_by_its_status_what_failed(reqx: Reqx, tmp_path: Path) -> None:
    good, bad = documents.pdf(tmp_path / "good.pdf"), documents.scan(tmp_path / "bad.pdf")
    assert reqx("run", bad, status=4).stdout
    assert "The pump number 1 shall start" in reqx("run", good, bad, status=3).stdout
    assert reqx("run", good).returncode == 0


def test_time_limit_of_one_document_is_obeyed(url: str, tmp_path: Path) -> None:
    reqx = Reqx(
        tmp_path / "home",
        {"REQX_DATABASE_URL": url, "REQX_DOCUMENT_TIMEOUT_SECONDS": "1", "REQX_MAX_ATTEMPTS": "1"},
    )
    reqx("upload", documents.pdf(tmp_path / "endless.pdf", pages=900))
    reqx("work", "--drain", status=None)
    # A machine that is so busy that no page was begun in time has nothing to keep.
    assert reqx.json("documents", "show", 1)["verdict"] in {"partial", "timeout"}


def test_output_limit_of_one_document_is_obeyed(url: str, tmp_path: Path) -> None:
    variables = {"REQX_DATABASE_URL": url, "REQX_DOCUMENT_OUTPUT_MB": "1"}
    reqx = Reqx(tmp_path / "home", variables)
    text = tmp_path / "long.txt"
    text.write_text("This line tells of its long history.\n\n" * 40_000, encoding="utf-8")
    reqx("upload", text)
    reqx("work", "--drain", status=4)
    found = reqx.json("documents", "show", 1)
    assert (found["status"], found["verdict"]) == ("ERROR", "too_large")
