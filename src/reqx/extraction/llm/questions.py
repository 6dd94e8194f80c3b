"""What is asked in one call, in the words of the protocol."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Generic, TypeVar

from reqx.extraction.llm.outcomes import Usage

T = TypeVar("T")

BYTES_PER_TOKEN = 2.5
"""Fewer than in any prose measured (5), more than in a table of numbers (1.9)."""


class Malformed(ValueError):
    """An answer of another shape than asked for; says in our words what is wrong."""


class Mode(StrEnum):
    """How an endpoint is made to answer in JSON, the best first."""

    SCHEMA = "schema"
    OBJECT = "object"
    PROSE = "prose"


@dataclass(frozen=True, slots=True)
class Capability:
    """What an endpoint and its model take.

    `limit`: the parameter's name for the most tokens of an answer. `has_temperature`: whether one
    may be set. `has_usage`: whether tokens are reported.
    """

    mode: Mode = Mode.SCHEMA
    limit: str = "max_tokens"
    has_temperature: bool = True
    has_usage: bool = True


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """One question: stable instructions first (servers cache them), then what it is about.

    `read` makes the value of the answer's text, or raises Malformed.
    """

    instructions: str
    text: str
    schema: Mapping[str, Any]
    most_tokens: int
    read: Callable[[str], T]

    @property
    def words(self) -> int:
        """Words of the prompt: no tokenizer makes fewer tokens of it."""
        return len(f"{self.instructions} {self.text}".split())


def body(question: Question[T], model: str, capability: Capability) -> dict[str, Any]:
    """Return the body of the request: no tools, no history, one answer."""
    instructions = question.instructions
    if capability.mode is not Mode.SCHEMA:
        instructions += _in_words(question.schema)
    request: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": "system", "content": instructions},
            {"role": "user", "content": question.text},
        ],
        capability.limit: question.most_tokens,
    }
    if capability.has_temperature:
        request["temperature"] = 0
    return request | _format(question.schema, capability.mode)


def key(request: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a request: an equal one has been answered before.

    It covers the model, instructions, schema, parameters and text: a change of any is another key.
    """
    return sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()


def most_tokens(question: Question[T], capability: Capability) -> Usage:
    """Return the tokens that a call may take, those of the prompt estimated: to be reserved."""
    prompt = json.dumps(body(question, "", capability), ensure_ascii=False).encode()
    return Usage(math.ceil(len(prompt) / BYTES_PER_TOKEN), question.most_tokens)


def _in_words(schema: Mapping[str, Any]) -> str:
    return (
        "\n\nAnswer with one JSON object and nothing else. It must fit this JSON Schema:\n"
        + json.dumps(schema, separators=(",", ":"))
    )


def _format(schema: Mapping[str, Any], mode: Mode) -> dict[str, Any]:
    if mode is Mode.PROSE:
        return {}
    if mode is Mode.OBJECT:
        return {"response_format": {"type": "json_object"}}
    named = {"name": "answer", "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": named}}
