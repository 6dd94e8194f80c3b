"""What an endpoint and its model take, found by asking; worth storing for each of them.

A server that does not know a schema often says nothing and ignores it. So the schema of the probe
allows one answer only, which nobody gives to the question that is asked.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reqx.extraction.llm.client import CALL_SECONDS, Client
from reqx.extraction.llm.outcomes import (
    Answered,
    Invalid,
    Misconfigured,
    Outcome,
    Refused,
    Truncated,
    Unavailable,
)
from reqx.extraction.llm.questions import Capability, Malformed, Mode, Question

_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "colours": {"type": "array", "maxItems": 4, "items": {"type": "string", "enum": ["amber"]}}
    },
    "required": ["colours"],
    "additionalProperties": False,
}
_MOST_TOKENS = 1024
"""Far more than the answer has: some models think first, and that counts."""
_ADAPTATIONS = 2


def probe(client: Client, *, within_seconds: float = CALL_SECONDS) -> Capability | Outcome:
    """Return what the endpoint can, or the outcome that kept it from being found.

    One call where all is well, nine at most, each `within_seconds`.
    """
    outcome: Outcome
    for question, mode in _QUESTIONS:
        capability, outcome = _asked(client, question, Capability(mode), within_seconds)
        if isinstance(outcome, Answered):
            return replace(capability, has_usage=outcome.receipt.usage is not None)
        if not _is_of_the_mode(outcome):
            break
    return outcome


def _asked(
    client: Client, question: Question[str], capability: Capability, within_seconds: float
) -> tuple[Capability, Outcome]:
    """Ask until no parameter is refused that can be left out or has another name."""
    outcome = client.ask(question, capability, within_seconds=within_seconds)
    for _ in range(_ADAPTATIONS):
        adapted = _adapted(capability, outcome)
        if adapted == capability and not _is_broken(outcome):
            break
        capability = adapted
        outcome = client.ask(question, capability, within_seconds=within_seconds)
    return capability, outcome


def _adapted(capability: Capability, outcome: Outcome) -> Capability:
    refused = outcome.receipt.parameter if isinstance(outcome, Misconfigured) else None
    if refused == "max_tokens":
        return replace(capability, limit="max_completion_tokens")
    if refused == "temperature":
        return replace(capability, has_temperature=False)
    return capability


def _is_broken(outcome: Outcome) -> bool:
    """Tell a server that fails: of a schema it does not know, or for a moment."""
    return isinstance(outcome, Unavailable) and outcome.receipt.status == 500


def _is_of_the_mode(outcome: Outcome) -> bool:
    """Say whether another way of asking may help."""
    if isinstance(outcome, Misconfigured):
        return outcome.receipt.status in {400, 422}
    return isinstance(outcome, Invalid | Truncated | Refused) or _is_broken(outcome)


def _constrained(content: str) -> str:
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise Malformed("no JSON: the schema was ignored") from error
    colours = answer.get("colours") if isinstance(answer, dict) else None
    if not isinstance(colours, list) or set(map(str, colours)) - {"amber"}:
        raise Malformed("another shape: the schema was ignored")
    return content


def _object(content: str) -> str:
    try:
        is_object = isinstance(json.loads(content), dict)
    except ValueError as error:
        raise Malformed("no JSON") from error
    if not is_object:
        raise Malformed("no JSON object")
    return content


def _any(content: str) -> str:
    if not content.strip():
        raise Malformed("an empty answer")
    return content


_QUESTIONS = (
    (
        Question(
            "You are a poet.", "Write one line about the sea.", _SCHEMA, _MOST_TOKENS, _constrained
        ),
        Mode.SCHEMA,
    ),
    (Question("You name colours.", "Name a colour.", _SCHEMA, _MOST_TOKENS, _object), Mode.OBJECT),
    (Question("You name colours.", "Name a colour.", _SCHEMA, _MOST_TOKENS, _any), Mode.PROSE),
)
