import gc
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from time import monotonic

import pytest

from reqx.extraction.llm.connection import MOST_BYTES, Connection, NoReply
from reqx.extraction.llm.connection import Reply as Received
from reqx.extraction.llm.endpoint import Endpoint
from reqx.testing import Reply, Request, ScriptedServer, replies

OK = replies.answer({"items": []})


def post(server: ScriptedServer, within_seconds: float = 5.0) -> Received | NoReply:
    connection = Connection(Endpoint(server.base_url, "tiny", "k"))
    try:
        return connection.post({"model": "tiny"}, within_seconds)
    finally:
        connection.close()


def test_reply_comes_as_it_is() -> None:
    with ScriptedServer([OK]) as server:
        reply = post(server)
    assert isinstance(reply, Received)
    assert (reply.status, reply.body) == (200, OK.body)


@pytest.mark.parametrize("late", [replies.hang(), replies.dripping(OK, seconds=0.02)])
def test_call_ends_at_its_time_whatever_the_server_does(late: Reply) -> None:
    with ScriptedServer([late]) as server:
        began = monotonic()
        reply = post(server, within_seconds=0.3)
        assert monotonic() - began < 3.0
    assert reply == NoReply("no whole reply within 0.3 s", is_sent=True)


@pytest.mark.parametrize("fault", [replies.reset(), replies.cut(OK, after_bytes=20)])
def test_lost_connection_may_have_cost_something(fault: Reply) -> None:
    with ScriptedServer([fault]) as server:
        assert post(server) == NoReply("connection lost", is_sent=True)
    assert len(server.requests) == 1


def test_call_that_reached_nobody_costs_nothing() -> None:
    with ScriptedServer([]) as server:
        pass
    assert post(server) == NoReply("no connection", is_sent=False)


@pytest.mark.parametrize(
    "fault",
    [
        Reply(b"x" * (MOST_BYTES + 1)),
        Reply(b"x" * (MOST_BYTES + 1), 400),
        Reply(b"x", headers={"Content-Encoding": "gzip"}),
    ],
    ids=["endless", "endless error", "compressed"],
)
def test_body_that_could_fill_the_memory_is_not_read(fault: Reply) -> None:
    with ScriptedServer([fault]) as server:
        assert isinstance(post(server), NoReply)


def test_redirect_is_not_followed() -> None:
    with ScriptedServer([]) as elsewhere:
        with ScriptedServer([replies.redirect(elsewhere.base_url)]) as server:
            reply = post(server)
        assert elsewhere.requests == []
    assert isinstance(reply, Received)
    assert reply.status == 307


def test_organisation_of_the_environment_stays_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with ScriptedServer([OK]) as server:
        post(server)
    assert "openai-organization" not in server.requests[0].headers


def test_closing_ends_calls_under_way() -> None:
    with ScriptedServer([replies.hang()]) as server, ThreadPoolExecutor(1) as pool:
        connection = Connection(Endpoint(server.base_url, "tiny"))
        asked = pool.submit(connection.post, {}, 30.0)
        while not server.requests:
            pass
        connection.close()
        assert asked.result(timeout=5) == NoReply("the connection was closed", is_sent=True)


def test_closing_while_connections_are_made_leaves_no_warning() -> None:
    with (
        ScriptedServer(lambda _: replies.hang()) as server,
        ThreadPoolExecutor(8) as pool,
        warnings.catch_warnings(record=True) as found,
    ):
        warnings.simplefilter("always")
        for number in range(30):
            connection = Connection(Endpoint(server.base_url, "tiny"))
            asked = [pool.submit(connection.post, {}, 30.0) for _ in range(8)]
            time.sleep(number / 1000)
            connection.close()
            assert all(isinstance(each.result(timeout=30), NoReply) for each in asked)
        gc.collect()
    assert found == []


def test_closing_twice_is_closing() -> None:
    connection = Connection(Endpoint("http://127.0.0.1:1/v1", "tiny"))
    connection.close()
    connection.close()


def test_connections_are_kept_and_shared_by_threads() -> None:
    together = Barrier(8, timeout=30)

    def reply(_: Request) -> Reply:
        together.wait()
        return OK

    with ScriptedServer(reply) as server:
        connection = Connection(Endpoint(server.base_url, "tiny"))
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda _: connection.post({}, 30.0), range(16)))
        connection.close()
    assert all(isinstance(reply, Received) for reply in done)
    assert server.most_in_flight == 8
