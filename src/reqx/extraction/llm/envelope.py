"""From the bytes of a reply to an outcome."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar

from reqx.extraction.llm import outcomes
from reqx.extraction.llm.delays import retry_after
from reqx.extraction.llm.outcomes import Outcome, Receipt, Usage
from reqx.extraction.llm.questions import Malformed

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_Object = Mapping[str, Any]

_NAME = re.compile(r"[a-z_]{1,64}")
_TOO_LONG = re.compile(
    r"maximum context|context.{0,20}(?:length|size|window)|prompt (?:is|was) too long"
    r"|too many (?:input )?tokens|too large for model",
    re.IGNORECASE,
)
_NO_MONEY = {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"}
_TO_BE_TRIED_AGAIN = {408, 409, 425}
_FULLEST = 0.8
"""Fewer tokens than this share of the words is no way of counting: the prompt was cut."""


class Expected(Protocol[T_co]):
    """What is known of the question when its reply comes: a `Question`, or what is kept of it."""

    @property
    def words(self) -> int:
        """Words of the prompt: no tokenizer makes fewer tokens of it."""
        ...

    @property
    def read(self) -> Callable[[str], T_co]:
        """What makes the value of the answer's text, or raises Malformed."""
        ...


def completed(question: Expected[T], data: bytes, receipt: Receipt) -> Outcome:
    """Return what a reply with status 200 means."""
    envelope = parsed(data)
    choice = _first_choice(envelope)
    told = replace(receipt, usage=_usage(envelope))
    if choice is None:
        return outcomes.Unavailable(told, "the reply is no completion")
    if told.usage and told.usage.prompt < question.words * _FULLEST:
        return outcomes.SilentlyCut(told, question.words, told.usage.prompt)
    if choice.get("finish_reason") == "length":
        return outcomes.Truncated(told)
    if choice.get("finish_reason") == "content_filter":
        return outcomes.Filtered(told)
    return _answered(question, _mapping(choice.get("message")), told)


def failed(status: int, headers: Mapping[str, str], data: bytes, receipt: Receipt) -> Outcome:
    """Return what a reply with another status means."""
    error = _error(parsed(data))
    code, parameter = _name(error.get("code")), _name(error.get("param"))
    told = replace(receipt, code=code or _name(error.get("type")), parameter=parameter)
    if status in {400, 413, 422} and _is_too_long(status, error):
        return outcomes.ContextTooLong(told)
    if code == "content_filter":
        return outcomes.Filtered(told)
    if status == 402 or (status == 429 and _NO_MONEY & {code, told.code, _name(error.get("type"))}):
        return outcomes.QuotaSpent(told)
    if status in {401, 403}:
        return outcomes.Unauthorised(told)
    return _by_status(status, headers, told)


def _by_status(status: int, headers: Mapping[str, str], told: Receipt) -> Outcome:
    wait = retry_after(headers, datetime.now(UTC))
    if status == 429:
        return outcomes.RateLimited(told, wait)
    if status >= 500 or status in _TO_BE_TRIED_AGAIN:
        return outcomes.Unavailable(told, f"HTTP {status}", wait)
    if 300 <= status < 400:
        return outcomes.Misconfigured(told, "the endpoint redirects, which is not followed")
    return outcomes.Misconfigured(told, f"HTTP {status}" + (f" ({told.code})" if told.code else ""))


def _answered(question: Expected[T], message: _Object, told: Receipt) -> Outcome:
    content = message.get("content")
    if message.get("refusal"):
        return outcomes.Refused(told)
    if not isinstance(content, str):
        return outcomes.Invalid(told, "the answer has no text")
    try:
        return outcomes.Answered(told, question.read(content), content)
    except Malformed as error:
        if _is_refusal(content):
            return outcomes.Refused(told)
        return outcomes.Invalid(told, str(error))


def _is_refusal(content: str) -> bool:
    return content.strip().lower().replace("\u2019", "'").startswith(_refusals())


@cache
def _refusals() -> tuple[str, ...]:
    path = files("reqx.extraction.llm") / "data" / "refusals.toml"
    lists = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(words for phrases in lists.values() for words in phrases)


def _is_too_long(status: int, error: _Object) -> bool:
    # Half of the servers say it in prose only; the words are looked at, and go no further.
    said = " ".join(str(error.get(name, "")) for name in ("code", "type", "message"))
    known = "context_length_exceeded" in said or "exceed_context_size" in said
    return status == 413 or known or _TOO_LONG.search(said[:2000]) is not None


def parsed(data: bytes) -> _Object:
    """Return the JSON object that was sent, an empty one for anything else."""
    try:
        return _mapping(json.loads(data))
    except (ValueError, RecursionError):
        return {}


def _mapping(found: object) -> _Object:
    return found if isinstance(found, dict) else {}


def _error(envelope: _Object) -> _Object:
    """Return the error object; some servers have its fields at the top, or prose in its place."""
    error = envelope.get("error", envelope)
    return {"message": error} if isinstance(error, str) else _mapping(error)


def _first_choice(envelope: _Object) -> _Object | None:
    choices = envelope.get("choices")
    return _mapping(choices[0]) if isinstance(choices, list) and choices else None


def _name(said: object) -> str | None:
    """Return a server's word if it is a name: anything longer may hold a key or the document."""
    return said if isinstance(said, str) and _NAME.fullmatch(said) else None


def _usage(envelope: _Object) -> Usage | None:
    reported = _mapping(envelope.get("usage"))
    prompt, completion = _count(reported, "prompt_tokens"), _count(reported, "completion_tokens")
    # Ollama counts no token for a prompt that it had in its cache: that is no count.
    if not prompt or completion is None:
        return None
    cached = _count(_mapping(reported.get("prompt_tokens_details")), "cached_tokens") or 0
    return Usage(prompt, completion, min(cached, prompt))


def _count(counts: _Object, name: str) -> int | None:
    found = counts.get(name)
    is_count = isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 2**31
    return found if is_count else None
