"""What a scripted server answers: good answers, and every fault that real servers were seen with.

A reply is a value; `slow`, `dripping` and `cut` return a changed one, so faults can be combined:

    slow(cut(answer({"items": []}), after_bytes=20), seconds=0.5)
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came in: `at` on the monotonic clock, header names in lower case.

    `body` is the JSON object that was sent, empty for anything else; `status` what was answered,
    0 where the connection was closed instead; `in_flight` how many requests were waiting for the
    first byte of their replies, this one included. `content` is what was sent, as it was.
    """

    at: float
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    in_flight: int
    status: int = 0
    method: str = "POST"
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, headers and bytes, and how they are sent.

    `delay_seconds`: wait before the first byte. `drip_seconds`: wait after every byte of the body.
    `cut_after`: reset the connection after so many bytes of the body; -1: before the status line.
    `hangs`: never answer, until the server stops.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0
    drip_seconds: float = 0.0
    cut_after: int | None = None
    hangs: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether anything of it reaches the client."""
        return not self.hangs and self.cut_after != -1


@dataclass(frozen=True, slots=True)
class Usage:
    """The tokens a reply reports as used; `cached` are among `prompt`."""

    prompt: int = 2000
    completion: int = 20
    cached: int = 0


USAGE = Usage()


def envelope(choices: list[Mapping[str, Any]], usage: Usage | None = USAGE) -> Reply:
    """Return a chat completion with these choices; `usage` None: none is reported."""
    body: dict[str, Any] = {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": choices,
    }
    if usage is not None:
        body["usage"] = {
            "prompt_tokens": usage.prompt,
            "completion_tokens": usage.completion,
            "total_tokens": usage.prompt + usage.completion,
            "prompt_tokens_details": {"cached_tokens": usage.cached},
        }
    return _json(200, body)


def answer(content: object, *, finish_reason: str = "stop", usage: Usage | None = USAGE) -> Reply:
    """Return a completion: text as it is, None as a null content, all else as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    return _completion({"role": "assistant", "content": text}, finish_reason, usage)


def fenced(content: object) -> Reply:
    """Return a completion whose JSON stands in a Markdown code fence."""
    return answer(f"```json\n{json.dumps(content, indent=1)}\n```")


def truncated(content: str = '{"items": [{"ids": [1', usage: Usage | None = USAGE) -> Reply:
    """Return a completion that met its limit of tokens."""
    return answer(content, finish_reason="length", usage=usage)


def filtered() -> Reply:
    """Return a completion that a content filter stopped."""
    return answer("", finish_reason="content_filter")


def refusal(text: str = "I'm sorry, but I can't help with that.") -> Reply:
    """Return a refusal in the field made for it (a server without one: `answer(text)`)."""
    return _completion({"role": "assistant", "content": None, "refusal": text}, "stop", USAGE)


def no_choices() -> Reply:
    """Return a completion that holds nothing, which is reported as a success."""
    return envelope([])


def html(status: int = 200) -> Reply:
    """Return the page of a proxy."""
    return Reply(b"<html><body>Bad gateway</body></html>", status, {"Content-Type": "text/html"})


def error(status: int, message: str, *, code: str | None = None, kind: str = "error") -> Reply:
    """Return an error as OpenAI words it; `code` is for machines, `kind` its "type"."""
    return _json(status, {"error": {"message": message, "type": kind, "code": code, "param": None}})


def rate_limited(retry_after: str | None = "1", **headers: str) -> Reply:
    """Return 429; `retry_after` seconds, a date or nonsense, None: no such header.

    Other headers by name, `_` for `-`: `rate_limited(None, retry_after_ms="250")`.
    """
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if retry_after is not None:
        named["Retry-After"] = retry_after
    limited = error(429, "Rate limit reached for requests", code="rate_limit_exceeded")
    return replace(limited, headers={**limited.headers, **named})


def quota() -> Reply:
    """Return 429 for an account without money: trying again is useless."""
    return error(429, "You exceeded your current quota", code="insufficient_quota")


def unauthorised(key: str = "") -> Reply:
    """Return 401, with the key in its message as some servers have it."""
    return error(401, f"Incorrect API key provided: {key}", code="invalid_api_key")


def context_too_long() -> Reply:
    """Return 400 for a prompt that the model's context has no room for."""
    message = "This model's maximum context length is 4096 tokens. Please reduce the length."
    return error(400, message, code="context_length_exceeded")


def redirect(url: str, status: int = 307) -> Reply:
    """Return a redirect, which would take the key and the text elsewhere."""
    return Reply(b"", status, {"Location": url})


def hang() -> Reply:
    """Return a reply that never comes."""
    return Reply(hangs=True)


def reset() -> Reply:
    """Return a connection reset before the first byte."""
    return Reply(cut_after=-1)


def cut(reply: Reply, *, after_bytes: int) -> Reply:
    """Return the reply with the connection reset in the middle of its body."""
    return replace(reply, cut_after=after_bytes)


def slow(reply: Reply, *, seconds: float) -> Reply:
    """Return the reply, its first byte later."""
    return replace(reply, delay_seconds=seconds)


def dripping(reply: Reply, *, seconds: float) -> Reply:
    """Return the reply byte by byte: no wait is long, all of them are."""
    return replace(reply, drip_seconds=seconds)


def _completion(message: Mapping[str, Any], finish_reason: str, usage: Usage | None) -> Reply:
    return envelope([{"index": 0, "finish_reason": finish_reason, "message": message}], usage)


def _json(status: int, body: object) -> Reply:
    return Reply(json.dumps(body).encode(), status, {"Content-Type": "application/json"})
