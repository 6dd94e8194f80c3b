"""What is there, what is missing, and what to do about it."""

from pathlib import Path

import pytest

from reqx.cli.environment import settings
from reqx.testing import BatchApi, Reply, ScriptedServer, replies
from tests.cli.conftest import Reqx

CAPABLE = replies.answer({"colours": ["amber"]})


def states(reqx: Reqx) -> dict[str, str]:
    return {row["check"]: row["status"] for row in reqx("doctor", "--json").json}


def test_fresh_home_is_in_order_without_a_model(
    reqx: Reqx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQX_OCR", "off")
    ran = reqx("doctor")
    assert ran.status == 0
    assert "scanned pages are not read" in ran.out
    assert states(reqx) == {
        "data directory": "ok",
        "database": "ok",
        "library": "ok",
        "OCR": "missing",
        "language model": "missing",
    }


def configured(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch, model: str = "gpt-4o"
) -> None:
    monkeypatch.setenv("REQX_LLM_BASE_URL", server.base_url)
    monkeypatch.setenv("REQX_LLM_MODEL", model)
    settings.cache_clear()


def test_model_is_asked_what_it_takes(reqx: Reqx, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer([CAPABLE, replies.error(404, "no such path")]) as server:
        configured(server, monkeypatch, "mine")
        found = reqx("doctor", "--json").json[-1]
    assert found["status"] == "ok"
    said = "answers by schema, tells what it used, takes no batches, no price known"
    assert said in found["detail"]


def test_server_with_batches_is_known(reqx: Reqx, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(BatchApi(lambda _: CAPABLE)) as server:
        configured(server, monkeypatch)
        assert "takes batches" in reqx("doctor", "--json").json[-1]["detail"]


@pytest.mark.parametrize(
    ("reply", "status", "words"),
    [
        (replies.unauthorised(), 78, "refuses the key"),
        (replies.html(502), 69, "does not answer"),
        (replies.rate_limited("9"), 69, "no more requests"),
    ],
)
def test_model_that_cannot_be_used_says_why(
    reqx: Reqx, monkeypatch: pytest.MonkeyPatch, reply: Reply, status: int, words: str
) -> None:
    with ScriptedServer(lambda _: reply) as server:
        configured(server, monkeypatch)
        ran = reqx("doctor", "--json")
    assert ran.status == status
    assert words in ran.json[-1]["detail"]


def test_model_that_is_wanted_and_not_configured_is_an_error(
    reqx: Reqx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQX_EXTRACTOR", "llm")
    assert reqx("doctor").status == 78


def test_data_directory_that_is_a_file_is_an_error(reqx: Reqx, home: Path) -> None:
    home.touch()
    assert states(reqx)["data directory"] == "error"
