"""Extractors are compared on labelled documents, a model's by the endpoint of the environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reqx.testing import ScriptedServer
from tests.end_to_end.documents import pdf
from tests.worker.llm import site

EVALUATE = Path(__file__).parents[2] / "scripts" / "evaluate"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder with one document, and a scorer that says nothing."""
    (tmp_path / "score.py").touch()
    folder = tmp_path / "gold" / "tender"
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text(json.dumps({"source": str(pdf(tmp_path / "tender.pdf"))}))
    return folder.parent


def test_records_of_a_model_are_scored(gold: Path) -> None:
    kept = gold.parent / "kept"
    words = [EVALUATE, gold, "--extractor", "llm", "--answers", "quotes", "--keep", kept]
    with ScriptedServer(site.naming("shall", is_quoting=True)) as server:
        model = {"REQX_LLM_BASE_URL": server.base_url, "REQX_LLM_MODEL": "m"}
        subprocess.run([sys.executable, *map(str, words)], env=os.environ | model, check=True)
        said = server.requests[-1].body["messages"][0]["content"]
    (record,) = map(json.loads, (kept / "records.jsonl").read_text().splitlines())
    assert record["statement"] == "The pump number 1 shall start within 1 seconds."
    assert "quote: the words of the requirement" in said
