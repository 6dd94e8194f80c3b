"""The scripted server, asked through the standard library's own client."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic

import pytest

from reqx.testing import Rate, Reply, Request, ScriptedServer, replies

OK = replies.answer({"items": []})


def post(server: ScriptedServer, body: object = None, key: str = "") -> tuple[int, bytes, str]:
    """Return status, body and Retry-After."""
    port = int(server.base_url.split(":")[2].split("/")[0])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(
            "POST", "/v1/chat/completions", json.dumps(body), {"Authorization": f"Bearer {key}"}
        )
        response = connection.getresponse()
        return response.status, response.read(), response.headers["Retry-After"] or ""
    finally:
        connection.close()


def test_replies_come_in_their_order() -> None:
    with ScriptedServer([replies.error(503, "busy"), OK]) as server:
        assert [post(server)[0] for _ in range(2)] == [503, 200]
    assert server.statuses() == [503, 200]


def test_requests_are_recorded() -> None:
    with ScriptedServer([OK]) as server:
        post(server, {"model": "m"}, key="k")
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.body == {"model": "m"}
    assert request.headers["authorization"] == "Bearer k"


def test_script_may_be_a_function_of_the_request() -> None:
    def echo(request: Request) -> Reply:
        return replies.answer(request.body["model"])

    with ScriptedServer(echo) as server:
        assert b'"content": "tiny"' in post(server, {"model": "tiny"})[1]


def test_request_beyond_the_script_fails_the_block() -> None:
    with pytest.raises(AssertionError, match="no reply left"), ScriptedServer([]) as server:
        assert post(server)[0] == 500


def test_error_of_the_script_does_not_hide_the_block_s_own() -> None:
    with pytest.raises(ZeroDivisionError), ScriptedServer([]) as server:
        post(server)[0] / 0


def test_wrong_key_gets_401() -> None:
    with ScriptedServer([OK], key="right") as server:
        assert post(server, key="wrong")[0] == 401
        assert post(server, key="right")[0] == 200


def test_request_over_the_rate_gets_429_and_no_reply_of_the_script() -> None:
    with ScriptedServer([OK], rate=Rate(per_second=0.1)) as server:
        answered = [post(server) for _ in range(2)]
    assert [status for status, _, _ in answered] == [200, 429]
    assert 9.0 < float(answered[1][2]) <= 10.0


def test_bucket_fills_again() -> None:
    rate = Rate(per_second=1000.0)
    waits = [rate.take() for _ in range(2)]
    until = monotonic() + 5.0
    while rate.take() and monotonic() < until:
        pass
    assert waits[0] == 0.0
    assert monotonic() < until


def test_hung_request_is_let_go_when_the_server_stops() -> None:
    with ThreadPoolExecutor(1) as pool:
        with ScriptedServer([replies.hang()]) as server:
            asked = pool.submit(post, server)
            while not server.requests:
                pass
            assert not asked.done()
        with pytest.raises((OSError, http.client.HTTPException)):
            asked.result(timeout=5)


@pytest.mark.parametrize("fault", [replies.reset(), replies.cut(OK, after_bytes=10)])
def test_cut_connection_is_no_reply(fault: Reply) -> None:
    with ScriptedServer([fault]) as server, pytest.raises((OSError, http.client.HTTPException)):
        post(server)


def test_slow_and_dripping_replies_arrive_whole() -> None:
    slow = replies.slow(Reply(b"{}"), seconds=0.01)
    with ScriptedServer([replies.dripping(slow, seconds=0.001)]) as server:
        assert post(server)[:2] == (200, b"{}")


def test_requests_in_flight_are_counted() -> None:
    together = Barrier(3, timeout=30)

    def reply(_: Request) -> Reply:
        together.wait()
        return OK

    with ScriptedServer(reply) as server, ThreadPoolExecutor(3) as pool:
        assert [done[0] for done in pool.map(lambda _: post(server), range(3))] == [200] * 3
    assert server.most_in_flight == 3
    assert server.in_flight == 0


def test_kept_open_connection_does_not_hold_the_server() -> None:
    with ScriptedServer([OK]) as server:
        port = int(server.base_url.split(":")[2].split("/")[0])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("POST", "/v1/chat/completions", "{}")
        connection.getresponse().read()
    connection.close()
    assert server.statuses() == [200]


@pytest.mark.parametrize(
    ("reply", "status", "words"),
    [
        (replies.fenced({"items": []}), 200, b"```json"),
        (replies.truncated(), 200, b'"finish_reason": "length"'),
        (replies.filtered(), 200, b'"finish_reason": "content_filter"'),
        (replies.refusal("No."), 200, b'"refusal": "No."'),
        (replies.no_choices(), 200, b'"choices": []'),
        (replies.html(502), 502, b"<html>"),
        (replies.quota(), 429, b"insufficient_quota"),
        (replies.context_too_long(), 400, b"context_length_exceeded"),
        (replies.unauthorised("sk-1"), 401, b"sk-1"),
        (replies.rate_limited(None, retry_after_ms="5"), 429, b"Rate limit"),
        (replies.redirect("http://elsewhere.example"), 307, b""),
    ],
)
def test_faults_are_what_real_servers_send(reply: Reply, status: int, words: bytes) -> None:
    with ScriptedServer([reply]) as server:
        got = post(server)
    assert got[0] == status
    assert words in got[1]


def test_usage_may_be_missing() -> None:
    assert b"usage" in replies.answer("x").body
    assert b"usage" not in replies.answer("x", usage=None).body
