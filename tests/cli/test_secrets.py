"""After every fault of a server the key is nowhere, and a document's words are in no log."""

import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reqx.cli.environment import settings
from reqx.testing import Reply, Request, ScriptedServer
from tests.cli.conftest import Ran, Reqx
from tests.worker.llm import faults, site

CANARY = "quokkaberry"
ECHO = f"{site.KEY} read that the {CANARY} flow is 12 bar"
CASES = faults.cases(ECHO)
PENDING = [list(case.faults) for case in CASES]
STOPS = 10
"""Runs until every document was asked about: some faults end a run."""
OF_WORDS = {"pages", "requirements"}
NUMBER = re.compile(r"\[1\]\*? Pump (\d+) ")


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reqx.extraction.llm.inquiry.PAUSE_SECONDS", 0.01)
    values = {"LLM_MODEL": "m", "LLM_API_KEY": site.KEY, "LLM_CALL_SECONDS": "1"}
    for name, value in (values | {"LLM_SLOTS": "1", "BACKOFF_SECONDS": "0"}).items():
        monkeypatch.setenv(f"REQX_{name}", value)


def faulty(request: Request) -> Reply:
    """Answer each document with the faults of its own, then as a good model; have no batches."""
    if "messages" not in request.body:
        return Reply(ECHO.encode(), 404)
    found = NUMBER.search(site.asks_about(request))
    left = PENDING[int(found[1])] if found else []
    return left.pop() if left else site.naming("shall")(request)


def written(folder: Path) -> list[Path]:
    paths = [folder / f"tender-{number}.txt" for number, _ in enumerate(CASES)]
    for number, path in enumerate(paths):
        path.write_text(f"Pump {number} shall hold the {CANARY} flow of 12 bar.")
    return paths


def ran(reqx: Reqx) -> list[Ran]:
    """Work until nothing is left, and look at everything there is to see."""
    done = [reqx("work", "--drain") for _ in range(STOPS)]
    shown = [reqx("jobs", "show", n + 1, "--json", "--traceback") for n, _ in enumerate(CASES)]
    listed = [reqx(*words) for words in (("jobs", "list"), ("stats", "--llm"), ("workers", "list"))]
    return [*done, *shown, *listed, reqx("doctor"), reqx("documents", "list", "--json")]


def tables_with(home: Path, word: str) -> set[str]:
    """Return the tables of the database that have the word anywhere."""
    with closing(sqlite3.connect(home / "reqx.db")) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        rows = {name: database.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}  # noqa: S608
    return {name for name, found in rows.items() if word in repr(found)}


def test_no_fault_leaves_a_key_or_words_where_they_do_not_belong(
    reqx: Reqx,
    tmp_path: Path,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with ScriptedServer(faulty) as server:
        monkeypatch.setenv("REQX_LLM_BASE_URL", server.base_url)
        settings.cache_clear()
        uploaded = reqx("upload", *written(tmp_path), "--extractor", "llm")
        outputs = [uploaded, *ran(reqx)]
    # All were met but the last one: the one before it keeps everybody waiting.
    is_met = [len(left) < len(case.faults) for left, case in zip(PENDING, CASES, strict=True)]
    assert is_met == [*[True] * (len(CASES) - 1), False]
    said = caplog.text + "".join(each.out + each.err for each in outputs)
    assert site.KEY not in said
    assert CANARY not in said
    assert tables_with(home, CANARY) == OF_WORDS
    files = [file for file in home.rglob("*") if file.is_file()]
    assert len(files) > len(CASES)
    assert not [file for file in files if site.KEY.encode() in file.read_bytes()]
