"""The language model by the command line: what it gives, what it costs, and what is never shown."""

import os
from pathlib import Path

import pytest

from reqx.cli.environment import settings
from reqx.testing import ScriptedServer
from tests.cli.conftest import Reqx
from tests.end_to_end.documents import pdf
from tests.worker.llm import site

KEY = "sk-canary-0123456789"


@pytest.fixture(autouse=True)
def model(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "BASE_URL": "http://127.0.0.1:9/v1",
        "MODEL": "gpt-4o",
        "API_KEY": KEY,
    }.items():
        monkeypatch.setenv(f"REQX_LLM_{name}", value)


def served(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQX_LLM_BASE_URL", server.base_url)
    settings.cache_clear()


def test_run_with_the_model_and_what_it_did_cost(
    reqx: Reqx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pdf(tmp_path / "tender.pdf")
    with ScriptedServer(site.naming("shall"), key=KEY) as server:
        served(server, monkeypatch)
        rows = reqx("run", path, "--extractor", "llm", "--json").json
        assert {row["extractor"] for row in rows} == {"llm"}
        assert "REQX_LLM_API_KEY" not in os.environ
        assert "Model" in reqx("jobs", "show", 1).out
        (spent,) = reqx("stats", "--llm", "--json").json
        asked = len(server.requests)
        reqx("enqueue", 1, "--force", "--extractor", "llm")
        assert reqx("work", "--drain", "--json").json["completed"] == 1
        assert len(server.requests) == asked
    assert (spent["model"], spent["calls"], spent["money"]) == ("gpt-4o", 1, 0.0052)
    assert reqx("jobs", "show", 1, "--json").json["llm"] == [spent]
    assert "$0.0052" in reqx("stats", "--llm").out


def test_no_call_is_said_to_be_none(reqx: Reqx) -> None:
    assert "No language model was called" in reqx("stats", "--llm").err


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("MODEL", "", "REQX_LLM_MODEL"),
        ("BASE_URL", "", "REQX_LLM_BASE_URL"),
        ("BASE_URL", "http://example.com/v1", "without encryption"),
        ("BUDGET", "lots", "200000tok"),
        ("REQUESTS_PER_MINUTE", "-1", "a minute"),
        ("TOKENS_PER_MINUTE", "many", "a minute"),
        ("API_KEY_FILE", "/nowhere/key", "cannot be read"),
        ("PRICES", "/nowhere/prices.toml", "no table of prices"),
    ],
)
def test_setting_that_cannot_be_worked_with_is_named(
    reqx: Reqx, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    if variable == "API_KEY_FILE":
        monkeypatch.delenv("REQX_LLM_API_KEY")
    monkeypatch.setenv(f"REQX_LLM_{variable}", value)
    settings.cache_clear()
    ran = reqx("work", "--drain")
    assert ran.status == 78
    assert words in ran.err


def test_key_may_stand_in_a_file(
    reqx: Reqx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n", encoding="utf-8")
    monkeypatch.delenv("REQX_LLM_API_KEY")
    monkeypatch.setenv("REQX_LLM_API_KEY_FILE", str(tmp_path / "key"))
    monkeypatch.setenv("REQX_LLM_BUDGET", "5.00")
    with ScriptedServer(site.naming("shall"), key=KEY) as server:
        served(server, monkeypatch)
        assert reqx("run", pdf(tmp_path / "a.pdf"), "--extractor", "llm").status == 0


def test_budget_that_is_spent_ends_the_run_and_keeps_the_job(
    reqx: Reqx, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQX_LLM_BUDGET", "100tok")
    with ScriptedServer(site.naming("shall")) as server:
        served(server, monkeypatch)
        ran = reqx("run", pdf(tmp_path / "a.pdf"), "--extractor", "llm")
    assert ran.status == 75
    assert "REQX_LLM_BUDGET" in ran.err
    assert reqx("jobs", "show", 1, "--json").json["attempts"] == 0
