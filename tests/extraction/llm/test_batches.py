"""The Batch API as servers speak it: what they may leave out, and what they should not send."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from reqx.extraction.llm import outcomes
from reqx.extraction.llm.batches import Batches, Line, Remote, lines, may_exist
from reqx.extraction.llm.outcomes import Outcome, Receipt, Usage
from reqx.extraction.llm.plan import Planned
from reqx.testing import BatchApi, Reply, ScriptedServer, replies
from tests.extraction.llm.make import KEY, client

PLANNED = [Planned(letter * 64, {"model": "tiny"}, Usage(9, 9), 3) for letter in "ab"]
NONE = replies.answer({"items": []})
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@contextmanager
def batches(script: BatchApi | list[Reply]) -> Iterator[Batches]:
    with ScriptedServer(script) as server, client(server) as made:
        yield Batches(made)


def line(**said: object) -> bytes:
    return json.dumps({"custom_id": "a" * 64} | said).encode()


def test_what_was_sent_comes_back_by_its_key_in_any_order() -> None:
    api = BatchApi(lambda _: NONE, steps=())
    with batches(api) as made:
        remote = made.create(str(made.upload(PLANNED)), "reference")
        assert isinstance(remote, Remote)
        assert not remote.is_over
        remote = made.get(remote.id)
        assert isinstance(remote, Remote)
        assert (remote.is_over, remote.error_file) == (True, None)
        content = made.content(str(remote.output_file))
        assert isinstance(content, bytes)
        found = {each.key: made.outcome(each, 3).word for each in lines(content)}
    assert list(found) == ["b" * 64, "a" * 64]
    assert set(found.values()) == {"answered"}


def test_batch_is_found_by_its_reference() -> None:
    with batches(BatchApi(lambda _: NONE)) as made:
        file = str(made.upload(PLANNED))
        for number in range(120):
            made.create(file, f"reference {number}")
        found = made.find("reference 7", LONG_AGO)
        assert isinstance(found, Remote)
        assert found.reference == "reference 7"
        assert made.find("another", LONG_AGO) is None


def test_batches_made_long_before_are_not_looked_through() -> None:
    with batches(BatchApi(lambda _: NONE)) as made:
        made.create(str(made.upload(PLANNED)), "reference")
        assert made.find("another", datetime.now(UTC) + timedelta(days=1)) is None


def test_list_without_end_is_nonsense(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reqx.extraction.llm.batches._MOST_PAGES", 2)
    data = [{"id": "batch_1", "status": "completed", "created_at": 9e9}]
    page = Reply(json.dumps({"data": data, "has_more": True}).encode())
    with batches([page, page]) as made:
        assert isinstance(made.find("reference", LONG_AGO), outcomes.Unavailable)


@pytest.mark.parametrize(
    "said", [{}, {"id": "../x", "status": "completed"}, {"id": "b", "status": 5}, {"id": ".."}, []]
)
def test_reply_that_is_no_batch_is_no_batch(said: object) -> None:
    reply = Reply(json.dumps(said).encode())
    with batches([reply] * 3) as made:
        for found in (made.get("batch_1"), made.create("file-1", "reference")):
            assert isinstance(found, outcomes.Unavailable)
            assert may_exist(found)
        if said != {"id": "b", "status": 5}:
            assert isinstance(made.upload(PLANNED), outcomes.Unavailable)
        else:
            made.delete("file-1")


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", None),
        (b"not JSON", None),
        (line(custom_id=5), None),
        (line(), "a" * 64),
        (line(response=None, error="busy"), "a" * 64),
        (line(response={"status_code": "200"}), "a" * 64),
    ],
)
def test_line_of_any_shape_can_be_read(content: bytes, key: str | None) -> None:
    assert [each.key for each in lines(content)] == ([key] if key else [])


def test_line_without_a_response_was_not_asked() -> None:
    (found,) = lines(line(response=None, error={"code": "batch_expired"}))
    with batches([]) as made:
        outcome = made.outcome(found, 3)
    assert isinstance(outcome, outcomes.Unavailable)
    assert "batch_expired" in outcome.why
    assert not outcome.receipt.is_paid


def test_line_with_an_error_is_what_a_call_would_be() -> None:
    body = {"error": {"code": "context_length_exceeded", "message": "too long"}}
    (found,) = lines(line(response={"status_code": 400, "request_id": "req_1", "body": body}))
    with batches([]) as made:
        outcome = made.outcome(found, 3)
    assert isinstance(outcome, outcomes.ContextTooLong)
    assert outcome.receipt.request_id == "req_1"


def test_answer_to_a_part_of_the_prompt_is_found_out() -> None:
    said = json.loads(replies.answer({"items": []}, usage=replies.Usage(prompt=5)).body)
    found = Line("a" * 64, 200, KEY, json.dumps(said).encode(), None)
    with batches([]) as made:
        outcome = made.outcome(found, 300)
    assert isinstance(outcome, outcomes.SilentlyCut)
    assert outcome.receipt.request_id is None


@pytest.mark.parametrize(
    ("outcome", "is_open"),
    [
        (outcomes.Unavailable(Receipt(is_paid=True), "cut"), True),
        (outcomes.Unavailable(Receipt(status=502), "HTTP 502"), True),
        (outcomes.Unavailable(Receipt(), "no connection"), False),
        (outcomes.Misconfigured(Receipt(status=400), "HTTP 400"), False),
    ],
)
def test_only_a_clear_refusal_says_that_nothing_was_made(outcome: Outcome, is_open: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert may_exist(outcome) == is_open


@pytest.mark.parametrize(
    ("reply", "offered"),
    [
        (Reply(b'{"data": []}'), True),
        (Reply(b"{}"), False),
        (replies.error(404, "no such path"), False),
    ],
)
def test_server_says_whether_it_has_batches(reply: Reply, offered: bool) -> None:  # noqa: FBT001 - a parameter of the test
    with batches([reply]) as made:
        assert made.are_offered() is offered


def test_server_that_does_not_say_whether_it_has_batches() -> None:
    with batches([replies.html(502)]) as made:
        assert isinstance(made.are_offered(), outcomes.Unavailable)
