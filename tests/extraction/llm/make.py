"""Builders for tests of the LLM path."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from reqx.extraction.llm.claims import Judge
from reqx.extraction.llm.client import Client
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.questions import Malformed, Question
from reqx.extraction.passages import Unit, units
from reqx.model.blocks import ParsedDocument
from reqx.model.requirements import Candidate, Modality
from reqx.testing import ScriptedServer

KEY = "sk-canary-0123456789"
TEXT = "the canary sings in the annex"


@contextmanager
def client(server: ScriptedServer, key: str = KEY) -> Iterator[Client]:
    made = Client(Endpoint(server.base_url, "tiny", key))
    try:
        yield made
    finally:
        made.close()


def items(content: str) -> list[object]:
    """Read {"items": [...]}."""
    try:
        found = json.loads(content)["items"]
    except (ValueError, KeyError, TypeError) as error:
        raise Malformed("no items") from error
    assert isinstance(found, list)
    return found


def question(text: str = TEXT) -> Question[list[object]]:
    return Question("Find the items.", text, {"type": "object"}, 100, items)


def offline(found: Iterable[Unit], language: str = "en") -> list[Candidate]:
    """Return the units as candidates of which the document says nothing more."""
    return [
        Candidate(
            unit.text,
            unit.start,
            unit.end,
            unit.block,
            Modality.MANDATORY,
            0.8,
            language,
            intro=unit.intro,
        )
        for unit in found
    ]


def judge_of(parsed: ParsedDocument, language: str = "en") -> Judge:
    return Judge(parsed, offline(units(parsed), language))
