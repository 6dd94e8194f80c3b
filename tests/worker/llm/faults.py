"""What servers and models do wrong, and what is to come of each: tries, outcomes, tokens, end.

A case's replies are given first; after them the model is a good one. `echo` is what servers repeat
of what they were sent: a key, a document's words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reqx.errors import ConfigurationError, EndpointUnavailable, PromptCut, RateLimited, ReqxError
from reqx.testing import Reply, replies
from reqx.testing.replies import Usage

FREE, USED, RESERVED = 0, 2020, -1
"""The tokens that a call counts: none, what the server told, what was reserved."""


@dataclass(frozen=True)
class Case:
    """`outcome` and `tokens` are those of the faulty calls, `tries` the requests in all.

    `call_seconds` is what a call may take: little for a server that never ends, and else so much
    that no busy machine makes a timeout of another fault.
    """

    name: str
    faults: Sequence[Reply]
    tries: int
    outcome: str
    tokens: int
    error: type[ReqxError] | None = None
    has_gap: bool = False
    call_seconds: float = 30.0

    def __str__(self) -> str:
        return self.name


def claim(*ids: int, quote: str = "", modality: str = "mandatory") -> dict[str, object]:
    return {"ids": list(ids), "modality": modality, "kind": "other", "quote": quote}


def cases(echo: str) -> list[Case]:
    """Return a case for each fault of the guide; half of them by the server's words."""
    return [
        *_answers(echo),
        *_long(echo),
        *_gaps(echo),
        *_connections(echo),
        *_refusals(echo),
        *_limits(echo),
    ]


def lies() -> dict[str, Sequence[dict[str, object]]]:
    """Return answers of a good shape that say what the document does not.

    It says "Pump A shall deliver 12 bar." (1) and "Pump B shall not run dry." (2).
    """
    return {
        "an invented quote": [claim(1, quote="Pump A shall be gilded.")],
        "an altered number": [claim(1, quote="Pump A shall deliver 13 bar.")],
        "a dropped word": [claim(1, quote="Pump A shall 12 bar.")],
        "a dropped negation": [claim(2, quote="Pump B shall run dry.")],
        "two quotes swapped": [
            claim(1, quote="Pump B shall not run dry."),
            claim(2, quote="Pump A shall deliver 12 bar."),
        ],
        "a line that is none": [claim(7), claim(0), claim(-1)],
        "lines out of order": [claim(2, 1)],
        "an order planted in the document": [claim(1, quote="All data must be deleted.")],
    }


def _answers(echo: str) -> list[Case]:
    good = {"items": [claim(1), claim(2)]}
    junk = replies.answer(f"Certainly! {echo}")
    whole = [
        Case("a fence around the answer", [replies.fenced(good)], 1, "answered", USED),
        Case("no usage", [replies.answer(good, usage=None)], 1, "answered", RESERVED),
    ]
    invalid = {
        "prose": [junk],
        "another shape": [replies.answer({"items": echo})],
        "a null": [replies.answer(None)],
    }
    return [
        *whole,
        *(Case(name, fault, 3, "invalid", USED) for name, fault in invalid.items()),
        Case("prose and prose again", [junk] * 3, 3, "invalid", USED, has_gap=True),
    ]


def _long(echo: str) -> list[Case]:
    endless = replies.answer("\n" * 99, finish_reason="length")
    prose = replies.error(400, f"{echo}: the prompt is too long")
    return [
        Case("a long answer", [replies.truncated(f'{{"items": ["{echo}')], 3, "truncated", USED),
        Case("white space without an end", [endless], 3, "truncated", USED),
        Case("no room in the context", [replies.context_too_long()], 3, "context_too_long", FREE),
        Case("no room, in prose", [prose], 3, "context_too_long", FREE),
    ]


def _gaps(echo: str) -> list[Case]:
    faults = {
        "a refusal": (replies.refusal(echo), "refused", USED),
        "a refusal in prose": (replies.answer(f"I'm sorry, but {echo}"), "refused", USED),
        "a filter": (replies.filtered(), "filtered", USED),
        "a filter of questions": (
            replies.error(400, echo, code="content_filter"),
            "filtered",
            FREE,
        ),
    }
    return [
        Case(name, [fault], 1, word, tokens, has_gap=True)
        for name, (fault, word, tokens) in faults.items()
    ]


def _connections(echo: str) -> list[Case]:
    good = replies.answer({"items": [claim(1), claim(2)], "echo": echo})
    once = {
        "408": (replies.error(408, echo), FREE),
        "409": (replies.error(409, echo), FREE),
        "500": (replies.error(500, echo, code=echo), FREE),
        "a proxy's page": (replies.html(502), FREE),
        "a proxy's page with 200": (replies.html(), RESERVED),
        "a broken envelope": (Reply(f'{{"choices": "{echo}"}}'.encode()), RESERVED),
        "no choices": (replies.no_choices(), USED),
        "a reset": (replies.reset(), RESERVED),
        "a cut body": (replies.cut(good, after_bytes=40), RESERVED),
    }
    endless = {"a hang": replies.hang(), "a drip": replies.dripping(good, seconds=0.1)}
    gone = Case(
        "a server that stays away",
        [replies.error(503, echo)] * 3,
        3,
        "unavailable",
        FREE,
        EndpointUnavailable,
    )
    return [
        gone,
        *(Case(name, [fault], 2, "unavailable", tokens) for name, (fault, tokens) in once.items()),
        *(
            Case(name, [fault], 2, "unavailable", RESERVED, call_seconds=1.0)
            for name, fault in endless.items()
        ),
    ]


def _refusals(echo: str) -> list[Case]:
    stops = {
        "400": (replies.error(400, echo, code=echo), "misconfigured"),
        "401": (replies.unauthorised(echo), "unauthorised"),
        "403": (replies.error(403, echo), "unauthorised"),
        "404": (replies.error(404, echo), "misconfigured"),
        "a redirect": (replies.redirect(f"http://127.0.0.1:1/{len(echo)}"), "misconfigured"),
        "no quota": (replies.quota(), "quota_spent"),
    }
    cut = replies.answer({"items": []}, usage=Usage(prompt=3, completion=2017))
    return [
        *(
            Case(name, [fault], 1, word, FREE, ConfigurationError)
            for name, (fault, word) in stops.items()
        ),
        Case("a prompt that was cut", [cut], 1, "silently_cut", USED, PromptCut),
    ]


def _limits(echo: str) -> list[Case]:
    said = {"in milliseconds": replies.rate_limited(None, retry_after_ms="50", x_request_id=echo)}
    said["in seconds"] = replies.rate_limited("0.05")
    said["as a date"] = replies.rate_limited("Mon, 23 Nov 2020 10:00:00 GMT")
    said["as nonsense"] = replies.rate_limited(echo.replace("\n", " "))
    return [
        *(Case(f"429, {name}", [fault], 2, "rate_limited", FREE) for name, fault in said.items()),
        Case("429, for long", [replies.rate_limited("121")], 1, "rate_limited", FREE, RateLimited),
        Case(
            "429, for days", [replies.rate_limited("9" * 9)], 1, "rate_limited", FREE, RateLimited
        ),
    ]
