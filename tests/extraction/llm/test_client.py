"""Every fault of a server has its outcome, in one call, with what is known of the cost."""

import logging
import subprocess
import sys

import pytest

from reqx.extraction.llm import outcomes
from reqx.extraction.llm.client import shared
from reqx.extraction.llm.endpoint import Endpoint
from reqx.extraction.llm.outcomes import Outcome, Remedy, Usage
from reqx.extraction.llm.questions import Capability
from reqx.testing import Reply, ScriptedServer, replies
from tests.extraction.llm.make import KEY, TEXT, client, items, question

OK = replies.answer({"items": []})
PAID = Usage(2000, 20)
PROSE = "Here are the items: none."
ECHO = f"{KEY} may not read {TEXT}"

FAULTS: list[tuple[Reply, type[Outcome], Remedy, Usage | None]] = [
    (OK, outcomes.Answered, Remedy.TAKE, PAID),
    (replies.answer({"items": []}, usage=None), outcomes.Answered, Remedy.TAKE, None),
    (replies.answer({"items": []}, finish_reason=""), outcomes.Answered, Remedy.TAKE, PAID),
    (replies.truncated(), outcomes.Truncated, Remedy.SPLIT, PAID),
    (replies.answer("\n" * 50, finish_reason="length"), outcomes.Truncated, Remedy.SPLIT, PAID),
    (replies.context_too_long(), outcomes.ContextTooLong, Remedy.SPLIT, None),
    (
        replies.error(400, "the request exceeds the available context size (4096 tokens)"),
        outcomes.ContextTooLong,
        Remedy.SPLIT,
        None,
    ),
    (replies.error(413, "request too large"), outcomes.ContextTooLong, Remedy.SPLIT, None),
    (replies.answer(PROSE), outcomes.Invalid, Remedy.ASK_AGAIN, PAID),
    (replies.answer('{"items": ['), outcomes.Invalid, Remedy.ASK_AGAIN, PAID),
    (replies.answer({"things": []}), outcomes.Invalid, Remedy.ASK_AGAIN, PAID),
    (replies.answer(None), outcomes.Invalid, Remedy.ASK_AGAIN, PAID),
    (replies.refusal(), outcomes.Refused, Remedy.GAP, PAID),
    (replies.answer("I\u2019m sorry, but no."), outcomes.Refused, Remedy.GAP, PAID),
    (replies.answer("Je ne peux pas répondre."), outcomes.Refused, Remedy.GAP, PAID),
    (replies.filtered(), outcomes.Filtered, Remedy.GAP, PAID),
    (replies.error(400, ECHO, code="content_filter"), outcomes.Filtered, Remedy.GAP, None),
    (replies.rate_limited("2"), outcomes.RateLimited, Remedy.WAIT, None),
    (replies.rate_limited(None), outcomes.RateLimited, Remedy.WAIT, None),
    (replies.quota(), outcomes.QuotaSpent, Remedy.STOP, None),
    (replies.error(402, "Insufficient Balance"), outcomes.QuotaSpent, Remedy.STOP, None),
    (replies.unauthorised(KEY), outcomes.Unauthorised, Remedy.STOP, None),
    (replies.error(403, ECHO), outcomes.Unauthorised, Remedy.STOP, None),
    (replies.error(404, ECHO, code="model_not_found"), outcomes.Misconfigured, Remedy.STOP, None),
    (replies.error(400, ECHO, code=KEY, kind=ECHO), outcomes.Misconfigured, Remedy.STOP, None),
    (replies.redirect("http://127.0.0.1:1/"), outcomes.Misconfigured, Remedy.STOP, None),
    (replies.error(408, ECHO), outcomes.Unavailable, Remedy.RETRY, None),
    (replies.error(409, ECHO), outcomes.Unavailable, Remedy.RETRY, None),
    (replies.error(500, ECHO), outcomes.Unavailable, Remedy.RETRY, None),
    (replies.html(502), outcomes.Unavailable, Remedy.RETRY, None),
    (replies.html(), outcomes.Unavailable, Remedy.RETRY, None),
    (Reply(b'{"error": "busy"}', 503), outcomes.Unavailable, Remedy.RETRY, None),
    (Reply(b"[" * 100_000), outcomes.Unavailable, Remedy.RETRY, None),
    (replies.no_choices(), outcomes.Unavailable, Remedy.RETRY, PAID),
    (replies.reset(), outcomes.Unavailable, Remedy.RETRY, None),
    (replies.cut(OK, after_bytes=30), outcomes.Unavailable, Remedy.RETRY, None),
]


@pytest.mark.parametrize(("reply", "kind", "remedy", "usage"), FAULTS)
def test_every_fault_has_its_outcome(
    reply: Reply,
    kind: type[Outcome],
    remedy: Remedy,
    usage: Usage | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with ScriptedServer([reply]) as server, client(server) as asked:
        outcome = asked.ask(question(), Capability())
    assert type(outcome) is kind
    assert outcome.remedy is remedy
    assert outcome.receipt.usage == usage
    assert outcome.receipt.is_paid == (server.statuses() in ([200], [0]))
    assert len(server.requests) == 1
    assert KEY not in caplog.text + repr(outcome)
    assert TEXT not in caplog.text + repr(outcome)


def test_every_outcome_has_a_word_of_its_own() -> None:
    assert {kind.__name__ for kind in outcomes.KINDS} == {
        kind.__name__ for kind in Outcome.__subclasses__()
    }
    assert len({kind.word for kind in outcomes.KINDS}) == len(outcomes.KINDS)


def test_every_remedy_is_some_outcome_s() -> None:
    assert {remedy for _, _, remedy, _ in FAULTS} | {Remedy.FAIL, Remedy.DEFER} == set(Remedy)


def test_answer_is_what_the_question_reads() -> None:
    with ScriptedServer([replies.answer({"items": [1, 2]})]) as server, client(server) as asked:
        outcome = asked.ask(question(), Capability())
    assert isinstance(outcome, outcomes.Answered)
    assert outcome.value == items(outcome.text) == [1, 2]
    assert outcome.receipt.status == 200


def test_prompt_that_the_server_cut_is_no_result() -> None:
    short = replies.answer({"items": []}, usage=replies.Usage(prompt=300))
    with ScriptedServer([short]) as server, client(server) as asked:
        outcome = asked.ask(question("word " * 1000), Capability())
    assert isinstance(outcome, outcomes.SilentlyCut)
    assert (outcome.words, outcome.reported) == (1003, 300)
    assert outcome.remedy is Remedy.FAIL


def test_no_token_for_a_cached_prompt_is_no_cut() -> None:
    cached = replies.answer({"items": []}, usage=replies.Usage(prompt=0))
    with ScriptedServer([cached]) as server, client(server) as asked:
        outcome = asked.ask(question("word " * 1000), Capability())
    assert isinstance(outcome, outcomes.Answered)
    assert outcome.receipt.usage is None


def test_delay_that_the_server_asks_for_is_kept() -> None:
    limited = replies.rate_limited("2", retry_after_ms="1500")
    with ScriptedServer([limited]) as server, client(server) as asked:
        outcome = asked.ask(question(), Capability())
    assert isinstance(outcome, outcomes.RateLimited)
    assert outcome.retry_after_seconds == 1.5


def test_cached_tokens_are_counted() -> None:
    usage = replies.Usage(prompt=2000, completion=7, cached=1536)
    with (
        ScriptedServer([replies.answer({"items": []}, usage=usage)]) as server,
        client(server) as asked,
    ):
        outcome = asked.ask(question(), Capability())
    assert outcome.receipt.usage == Usage(2000, 7, 1536)


def test_call_that_never_reached_the_server_is_not_paid() -> None:
    with ScriptedServer([]) as server:
        pass
    with client(server) as asked:
        outcome = asked.ask(question(), Capability())
    assert isinstance(outcome, outcomes.Unavailable)
    assert not outcome.receipt.is_paid


def test_late_answer_is_paid() -> None:
    with ScriptedServer([replies.hang()]) as server, client(server) as asked:
        outcome = asked.ask(question(), Capability(), within_seconds=0.2)
    assert isinstance(outcome, outcomes.Unavailable)
    assert outcome.receipt.is_paid


def test_request_id_is_kept_unless_it_is_the_key() -> None:
    named = [Reply(OK.body, headers={"x-request-id": said}) for said in ("req_1-a", f"r{KEY}")]
    with ScriptedServer(named) as server, client(server) as asked:
        ids = [asked.ask(question(), Capability()).receipt.request_id for _ in named]
    assert ids == ["req_1-a", None]


def test_process_has_one_client_for_an_endpoint() -> None:
    endpoint = Endpoint("http://127.0.0.1:1/v1", "tiny", "k")
    assert shared(endpoint) is shared(Endpoint("http://127.0.0.1:1/v1", "tiny", "k"))
    assert shared(endpoint) is not shared(Endpoint("http://127.0.0.1:1/v1", "tiny", "other"))


def test_shared_client_is_closed_at_the_end_and_not_by_a_forked_child() -> None:
    probe = """
import os, sys
from reqx.extraction.llm.client import shared
from reqx.extraction.llm.endpoint import Endpoint
shared(Endpoint("http://127.0.0.1:1/v1", "tiny"))
child = os.fork()
if child:
    sys.exit(os.waitpid(child, 0)[1])
"""
    subprocess.run([sys.executable, "-X", "dev", "-c", probe], check=True, timeout=60)
